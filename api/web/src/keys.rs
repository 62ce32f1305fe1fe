use catalog::{Entry, ListKind};

use crate::Site;

/// The key that every list has, and whatever shows a list: what enters it has a key that is not there yet.
pub const LISTS: &str = "lists";
/// The most keys in a header: proxies refuse headers of more than a few kilobytes.
const MOST: usize = 100;

/// The keys by which an answer that shows these entries is purged from caches between: the id of every entity that is
/// shown, in the form of `Surrogate-Key`. Where there are too many for a header, those of what is nested are left out and
/// [`LISTS`] stands for them.
pub fn keys<'e>(site: &Site<'_>, entries: impl IntoIterator<Item = &'e Entry>, is_list: bool) -> String {
    let mut own: Vec<String> = Vec::new();
    let mut nested: Vec<String> = Vec::new();
    for entry in entries {
        own.push(entry.id.to_string());
        nested.extend(site.snapshot.shown_ids(entry).iter().map(ToString::to_string));
        if entry.kind == ListKind::Location {
            // Its page names what is on there, which its full form does not.
            nested.extend(site.snapshot.services_of(entry.id).map(|service| service.id.to_string()));
        }
    }
    nested.retain(|id| !own.contains(id));
    nested.sort_unstable();
    nested.dedup();
    let is_too_long = own.len() + nested.len() > MOST;
    let nested = if is_too_long { Vec::new() } else { nested };
    let lists = (is_list || is_too_long).then(|| LISTS.to_owned());
    own.into_iter().chain(nested).chain(lists).collect::<Vec<_>>().join(" ")
}
