//! A feed that is one file, asked for only if it changed.

use std::collections::BTreeMap;

use model::ContentHash;
use outbound::Validators;
use store::ItemState;

use crate::{
    fetch::{Fetch, Refused},
    state::{ReadFile, State},
};

/// Downloads the file that a feed is. Whether it is the one that was read last, so that nothing needs reading: its
/// server says so, and all that was made of it is still there and was read as it would be now.
pub(crate) fn is_same(fetch: &mut Fetch<'_>, states: &BTreeMap<String, ItemState>) -> Result<bool, Refused> {
    let known = known(fetch, states).unwrap_or_default();
    Ok(!fetch.download(&known)?)
}

/// By what the server knows the file, if what was made of it can stay.
fn known(fetch: &Fetch<'_>, states: &BTreeMap<String, ItemState>) -> Option<Validators> {
    let (config, before) = (fetch.config, fetch.before);
    let file = before.file.as_ref().filter(|file| file.location == config.location)?;
    let live = states.iter().filter(|(_, state)| !state.deleted);
    let live = live.map(|(id, state)| (id.as_str(), state.hash.clone()));
    let can_stay = !fetch.options.full
        && before.rejected.is_empty()
        && before.reader == State::reader_of(config)
        && before.categorised.version == fetch.categories_version()
        && file.items == items(live);
    can_stay.then(|| file.validators.clone())
}

/// What the next run needs to know of the file that was read. `None` where its server has no name for it.
pub(crate) fn read_file<'i>(
    fetch: &Fetch<'_>,
    of: impl Iterator<Item = (&'i str, ContentHash)>,
) -> Option<ReadFile> {
    let validators = fetch.download.as_ref()?.validators.clone();
    let location = fetch.config.location.clone();
    (!validators.is_empty()).then(|| ReadFile { location, validators, items: items(of) })
}

/// The hash of the ids and hashes of items, which come in the order of their ids.
fn items<'i>(of: impl Iterator<Item = (&'i str, ContentHash)>) -> ContentHash {
    ContentHash::of_parts(of.map(|(id, hash)| format!("{id}\u{1f}{}\n", hash.0)))
}
