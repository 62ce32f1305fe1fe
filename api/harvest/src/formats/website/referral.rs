//! The Open Referral interface of a site: its records are those of the source, known by their own ids. What ties one to a page
//! is the address that it gives.

use crate::{
    Format, SourceConfig,
    fetch::{Fetch, Refused},
    formats::{Adapter, JSON, hsds::Hsds},
    issues::Issues,
    known::Nothing,
    state::State,
};

/// Reads the whole interface into items of the source.
pub(super) fn read(fetch: &mut Fetch<'_>) -> Result<(), Refused> {
    let location = fetch.config.openreferral.clone().unwrap_or_default();
    let config = SourceConfig { location, format: Format::Oruk, ..fetch.config.clone() };
    let before = State::default();
    let mut inner = Fetch {
        config: &config,
        options: fetch.options,
        known: &Nothing,
        before: &before,
        now: fetch.now,
        progress: fetch.progress,
        ends: fetch.ends,
        spool: fetch.spool.another()?,
        issues: std::mem::take::<Issues>(&mut fetch.issues),
        after: State::default(),
        nameless: fetch.nameless,
        download: None,
    };
    let read = Hsds.fetch(&mut inner);
    let Fetch { mut spool, issues, nameless, .. } = inner;
    (fetch.issues, fetch.nameless) = (issues, nameless);
    read?;
    let mut next = spool.next_id(None);
    while let Some(id) = next {
        let body = spool.body(&id)?.unwrap_or_default();
        fetch.item(&id, JSON, &body)?;
        next = spool.next_id(Some(&id));
    }
    Ok(())
}
