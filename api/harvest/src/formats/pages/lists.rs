//! Lists of pages that name further lists.

use outbound::Outbound;

use super::sitemap;
use crate::{fetch::Refused, formats::atom};

/// How deep lists of lists may nest.
const DEEPEST_LIST: usize = 2;
/// How many lists may be read.
const MOST_LISTS: usize = 1_000;

/// Takes a list, with the address where it was.
pub(in crate::formats) type Take<'t> = dyn FnMut(sitemap::Listing, Option<&str>) -> Result<(), Refused> + 't;

/// Hands over a list and every one that it names, each with the address where it was.
pub(in crate::formats) fn each(
    client: &Outbound,
    (first, location): (sitemap::Listing, Option<String>),
    take: &mut Take<'_>,
) -> Result<(), Refused> {
    let mut lists = 0;
    let mut waiting = vec![(first, location, 0)];
    while let Some((mut listing, from, depth)) = waiting.pop() {
        let named = std::mem::take(&mut listing.sitemaps);
        take(listing, from.as_deref())?;
        for address in named.into_keys() {
            lists += 1;
            if depth >= DEEPEST_LIST || lists > MOST_LISTS {
                return Err(no_list(&address, "there are too many lists, or lists of lists of lists"));
            }
            let answer = client.visit(&address, &[])?;
            let listing = listed_by(&address, answer.body)?
                .ok_or_else(|| no_list(&address, "it is named as a sitemap but is none"))?;
            waiting.push((listing, Some(address), depth + 1));
        }
    }
    Ok(())
}

/// The list that bytes are: a sitemap, a feed or a plain list. `None` where they are none.
pub(in crate::formats) fn listed_by(name: &str, bytes: Vec<u8>) -> Result<Option<sitemap::Listing>, Refused> {
    let bytes = sitemap::unpacked(bytes).map_err(|reason| no_list(name, &reason))?;
    let listing = sitemap::read(&bytes).map_err(|reason| no_list(name, &reason))?;
    Ok(listing.or_else(|| of_feed(&bytes, name)))
}

/// The pages that the entries of a feed are about. `None` where it is no feed.
fn of_feed(bytes: &[u8], name: &str) -> Option<sitemap::Listing> {
    let base = Some(name).filter(|name| name.starts_with("http"));
    let entries = atom::entries(bytes, base).ok()?;
    let page = |entry: &feed_rs::model::Entry| {
        Some((atom::link(entry)?.to_owned(), entry.updated.or(entry.published).map(atom::stamp)))
    };
    let pages = entries.iter().filter_map(page).collect();
    Some(sitemap::Listing { pages, is_window: true, ..sitemap::Listing::default() })
}

/// That something is no list of pages.
pub(in crate::formats) fn no_list(name: &str, reason: &str) -> Refused {
    let reason = format!("{} is no list of pages: {reason}", outbound::shown(name));
    Refused::new("bad-sitemap", reason, "publish it whole, or correct the location, and harvest again")
}
