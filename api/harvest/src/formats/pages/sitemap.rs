//! Lists of pages: sitemaps, and plain lists.

use std::{
    collections::BTreeMap,
    io::{Read, Write},
};

use quick_xml::{Reader, events::Event};

/// How deep elements may nest.
const DEEPEST: usize = 32;
/// The most that a packed sitemap may unpack to.
const LARGEST: u64 = 64 * 1024 * 1024;
/// The most addresses that are taken from one list.
const MOST_LISTED: usize = 200_000;

/// Addresses with when each was last modified, as the list says it.
pub(in crate::formats) type Listed = BTreeMap<String, Option<String>>;

/// What a list of pages holds.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::formats) struct Listing {
    /// Pages.
    pub(in crate::formats) pages: Listed,
    /// Further sitemaps.
    pub(in crate::formats) sitemaps: Listed,
    /// Whether it is a plain list, which may name pages of any site.
    pub(in crate::formats) is_plain: bool,
    /// Whether it lists only what is new, so that pages it no longer lists are still there.
    pub(in crate::formats) is_window: bool,
}

/// Reads a list of pages, or says why it cannot be read. `None` where it is none of a kind that is known.
pub(in crate::formats) fn read(bytes: &[u8]) -> Result<Option<Listing>, String> {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    if text.starts_with(b"<") { sitemap(text) } else { Ok(plain(text)) }
}

/// The content of a file that may be packed by gzip.
pub(in crate::formats) fn unpacked(bytes: Vec<u8>) -> Result<Vec<u8>, String> {
    if !bytes.starts_with(b"\x1f\x8b") {
        return Ok(bytes);
    }
    let mut unpacked = Vec::new();
    let mut packed = flate2::read::MultiGzDecoder::new(bytes.as_slice()).take(LARGEST + 1);
    std::io::copy(&mut packed, &mut unpacked).map_err(|error| format!("it cannot be unpacked: {error}"))?;
    let _ = unpacked.flush();
    if unpacked.len() as u64 > LARGEST {
        return Err(format!("it unpacks to more than {LARGEST} bytes"));
    }
    Ok(unpacked)
}

fn plain(text: &[u8]) -> Option<Listing> {
    let text = std::str::from_utf8(text).ok()?;
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let mut listing = Listing { is_plain: true, ..Listing::default() };
    for line in lines.take(MOST_LISTED) {
        if !(line.starts_with("http://") || line.starts_with("https://")) {
            return None;
        }
        listing.pages.insert(line.to_owned(), None);
    }
    Some(listing)
}

/// Reads a sitemap or an index of some, element by element. Entities beyond the five of XML are none of ours.
fn sitemap(text: &[u8]) -> Result<Option<Listing>, String> {
    let mut reader = Reader::from_reader(text);
    let (mut listing, mut around, mut entry) = (Listing::default(), Vec::<String>::new(), Entry::default());
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        let event = reader
            .read_event_into(&mut buffer)
            .map_err(|error| format!("it is no XML to its end: {error}"))?;
        match event {
            Event::Start(start) => {
                let name = start.local_name().as_ref().to_owned();
                if around.is_empty() && !["urlset", "sitemapindex"].contains(&name.as_str()) {
                    return Ok(None);
                }
                around.push(name);
                if around.len() > DEEPEST {
                    return Err(format!("its elements are nested more than {DEEPEST} deep"));
                }
            }
            Event::Text(text) => entry.text(&around, &text),
            Event::GeneralRef(name) => entry.text(&around, resolved(&name)),
            Event::CData(text) => entry.text(&around, &text),
            Event::End(_) => {
                let name = around.pop().unwrap_or_default();
                entry.end(&name, &mut listing);
            }
            Event::Eof if around.is_empty() => return Ok(Some(listing)),
            Event::Eof => return Err("it breaks off".to_owned()),
            _ => {}
        }
        if listing.pages.len() + listing.sitemaps.len() > MOST_LISTED {
            return Err(format!("it lists more than {MOST_LISTED} addresses"));
        }
    }
}

/// The character that a reference of XML stands for.
fn resolved(name: &str) -> &'static str {
    match name {
        "amp" | "#38" | "#x26" => "&",
        "lt" | "#60" => "<",
        "gt" | "#62" => ">",
        "quot" | "#34" => "\"",
        "apos" | "#39" => "'",
        _ => "",
    }
}

/// One entry of a sitemap while it is read.
#[derive(Default)]
struct Entry {
    address: String,
    modified: String,
}

impl Entry {
    fn text(&mut self, around: &[String], text: &str) {
        match around {
            [.., entry, name] if entry == "url" || entry == "sitemap" => match name.as_str() {
                "loc" => self.address.push_str(text),
                "lastmod" => self.modified.push_str(text),
                _ => {}
            },
            _ => {}
        }
    }

    fn end(&mut self, name: &str, listing: &mut Listing) {
        let list = match name {
            "url" => &mut listing.pages,
            "sitemap" => &mut listing.sitemaps,
            _ => return,
        };
        let Self { address, modified } = std::mem::take(self);
        let (address, modified) = (address.trim(), modified.trim());
        if !address.is_empty() {
            list.insert(address.to_owned(), Some(modified.to_owned()).filter(|moment| !moment.is_empty()));
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn pages(text: &str) -> Vec<(String, Option<String>)> {
        read(text.as_bytes()).unwrap().unwrap().pages.into_iter().collect()
    }

    #[test]
    fn a_sitemap_lists_pages_and_not_the_pictures_on_them() {
        let text = "<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>
            <url><loc>https://x.org/a?b=1&amp;c=2</loc><lastmod>2026-01-02</lastmod>
            <image:image><image:loc>https://x.org/a.png</image:loc></image:image></url>
            <url><loc> https://x.org/b </loc></url></urlset>";
        let expected = [
            ("https://x.org/a?b=1&c=2".to_owned(), Some("2026-01-02".to_owned())),
            ("https://x.org/b".to_owned(), None),
        ];
        assert_eq!(pages(text), expected);
    }

    #[test]
    fn a_plain_list_has_an_address_on_each_line() {
        assert_eq!(pages("# ours\nhttps://x.org/a\n\nhttps://x.org/b\n").len(), 2);
        assert_eq!(read(b"Name,Postcode\nTea,PL1 1AA\n").unwrap(), None);
    }

    #[test]
    fn what_nests_too_deep_breaks_off_or_expands_is_no_sitemap() {
        assert!(read("<urlset>".repeat(40).as_bytes()).is_err());
        assert!(read(b"<urlset><url><loc>https://x.org/a").is_err());
        let bomb = "<!DOCTYPE x [<!ENTITY a 'aaaaaaaa'>]><urlset><url><loc>https://x.org/&a;&a;</loc></url></urlset>";
        assert_eq!(pages(bomb), [("https://x.org/".to_owned(), None)]);
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in ".{0,200}", bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = read(text.as_bytes());
            let _ = read(&bytes);
            let _ = read(format!("<urlset><url><loc>{text}</loc></url></urlset>").as_bytes());
            let _ = unpacked([b"\x1f\x8b", bytes.as_slice()].concat());
        }
    }
}
