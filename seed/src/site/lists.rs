//! Where the pages of the site are: its sitemaps, its robots.txt, and the paths that pages had before.

use std::io::Write;

use flate2::{Compression, write::GzEncoder};
use maud::{Markup, PreEscaped, html};
use serde::Deserialize;

use super::{Answer, Hosts, page, text};

/// The sections whose pages the packed sitemap has.
const PLACES: [&str; 5] = ["/libraries", "/leisure", "/directory", "/warm-spaces", "/health"];
/// What old links led to, and the sitemap still names.
const OLD: [&str; 2] = ["/find-library-and-opening-hours", "/sport/tinside"];
/// Pages that the sitemap names at the site that is being tried out.
pub(super) const TRIED_OUT: [&str; 2] = ["/libraries/peverell-library", "/planning/search"];

const STYLE: &str = "body{font-family:sans-serif;margin:0;line-height:1.5}.layout,.site-header,.site-footer,.breadcrumb\
{max-width:60rem;margin:0 auto;padding:0 1rem}.layout{display:grid;gap:2rem;grid-template-columns:3fr 1fr}\
.site-header{border-bottom:4px solid #005a70}nav ul,nav ol{display:flex;flex-wrap:wrap;gap:1rem;list-style:none;padding:0}\
.cards{display:grid;gap:1rem;grid-template-columns:repeat(auto-fill,minmax(14rem,1fr))}.card{border:1px solid #bbb;\
padding:0 1rem}th,td{border:1px solid #bbb;padding:.3rem .6rem;text-align:left}table{border-collapse:collapse}\
.cookie-banner{background:#eee;padding:.5rem 1rem}.skip-link{position:absolute;left:-99rem}.skip-link:focus{left:0}\
@media(max-width:40rem){.layout{grid-template-columns:1fr}}";

/// The answer to the path of a list, if it is one.
pub(super) fn answer(hosts: &Hosts, path: &str) -> Option<Answer> {
    let (kind, body) = match path {
        "/robots.txt" => {
            let robots = format!("User-agent: *\nDisallow: /search\nSitemap: {}/sitemap.xml\n", hosts.main);
            ("text/plain; charset=utf-8", robots.into_bytes())
        }
        "/style.css" => ("text/css; charset=utf-8", STYLE.as_bytes().to_vec()),
        "/sitemap.xml" => ("application/xml", index(hosts).into_bytes()),
        "/sitemap-council.xml" => ("application/xml", sitemap(hosts, false).into_bytes()),
        "/sitemap-places.xml.gz" => ("application/gzip", packed(&sitemap(hosts, true))),
        _ => return None,
    };
    Some(Answer { status: 200, headers: vec![("content-type", kind.to_owned())], body })
}

fn index(hosts: &Hosts) -> String {
    let lists = ["/sitemap-council.xml", "/sitemap-places.xml.gz"];
    xml(&html! {
        sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" {
            @for list in lists { sitemap { loc { (hosts.main) (list) } } }
        }
    })
}

/// The pages of places, or all others, with the day on which each last changed.
fn sitemap(hosts: &Hosts, of_places: bool) -> String {
    let is_place = |path: &str| PLACES.iter().any(|section| path.starts_with(section));
    let pages = page::all().into_iter().filter(|page| is_place(&page.path) == of_places);
    let more = if of_places { &OLD[..] } else { &[] };
    let base = |path: &str| if TRIED_OUT.contains(&path) { &hosts.beta } else { &hosts.main };
    xml(&html! {
        urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" {
            @for page in pages {
                url { loc { (base(&page.path)) (page.path) } lastmod { (page.modified()) } }
            }
            @for path in more { url { loc { (hosts.main) (path) } } }
        }
    })
}

fn xml(content: &Markup) -> String {
    html! { (PreEscaped("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")) (content) }.into_string()
}

/// Packed by gzip. Writing into memory never fails.
fn packed(text: &str) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    packer.write_all(text.as_bytes()).and_then(|()| packer.finish()).unwrap_or_default()
}

#[derive(Deserialize)]
struct Moved {
    from: String,
    to: String,
    status: u16,
}

/// Where a path leads that a page had before.
pub(super) fn redirect(path: &str) -> Option<(String, u16)> {
    let table = text("redirects.csv");
    let rows = csv::Reader::from_reader(table.as_bytes()).into_deserialize::<Moved>();
    let moved = rows.flatten().find(|moved| moved.from == path)?;
    Some((moved.to, moved.status))
}
