//! A whole website, visited at a server that does whatever servers do.

mod content;
mod crawl;
mod interfaces;

use model::{
    SourceId,
    alignment::{FactKind, GONE, Gone, Listing, PAGE, Page},
};

use crate::{pages::Site, support::Bench};

/// The form of the body of a page that tells of one library.
pub(crate) const HTML: &str = "content-type: text/html; charset=utf-8\r\n";

/// A page around its main content, with what stands around it on every page.
pub(crate) fn page(title: &str, main: &str) -> String {
    format!(
        "<!doctype html><html lang=\"en\"><head><title>{title} | Sandford Council</title></head><body>\
         <header><a href=\"/\">Sandford Council</a><p>Call us on 01632 960000</p></header>\
         <nav aria-label=\"Breadcrumb\"><ol><li><a href=\"/\">Home</a></li><li>{title}</li></ol></nav>\
         <div class=\"cookie-banner\">We use cookies. Write to cookies@sandford.example</div>\
         <main><h1>{title}</h1>{main}</main>\
         <footer><p>Civic Centre, Armada Way, Sandford SA1 2AA</p></footer></body></html>"
    )
}

/// What a page about one library says of it.
pub(crate) const LIBRARY: &str = "<p>Books, computers and rhyme time.</p><h2>Address</h2>\
    <p>Albert Road<br>Sandford<br>SA2 1AB</p><h2>Opening hours</h2><p>Monday to Friday: 9am to 5pm<br>Saturday: 9.30am to 1pm</p>\
    <h2>Contact</h2><p>Phone: <a href=\"tel:01632960123\">01632 960123</a></p>\
    <p>Email: <a href=\"mailto:Stoke@sandford.example\">stoke@sandford.example</a></p>";

/// The site as a source, by its sitemap.
pub(crate) fn by_sitemap(site: &Site) -> String {
    format!("format = \"website\"\nsitemap = \"{}/sitemap.xml\"\nallow_private_networks = true", site.base)
}

/// The site as a source, by addresses.
pub(crate) fn by_urls(site: &Site, paths: &[&str]) -> String {
    let urls: Vec<String> = paths.iter().map(|path| format!("\"{}{path}\"", site.base)).collect();
    format!("format = \"website\"\nurls = [{}]\nallow_private_networks = true", urls.join(", "))
}

/// What is stored of the page at a path.
pub(crate) fn stored(bench: &Bench, path: &str) -> Page {
    let body = body(bench, &format!("{PAGE}/127.0.0.1{path}")).unwrap_or_else(|| panic!("no page {path}"));
    serde_json::from_slice(&body).unwrap()
}

/// What is stored of an address at which nothing is.
pub(crate) fn gone(bench: &Bench, path: &str) -> Option<Gone> {
    serde_json::from_slice(&body(bench, &format!("{GONE}/127.0.0.1{path}"))?).unwrap()
}

pub(crate) fn body(bench: &Bench, id: &str) -> Option<Vec<u8>> {
    let item = bench.store.item(&SourceId::new("feed").unwrap(), id).unwrap();
    item.filter(|item| item.deleted.is_none()).map(|item| item.body)
}

/// The values of a kind of fact of a thing.
pub(crate) fn values(listing: &Listing, kind: FactKind) -> Vec<&str> {
    listing.facts.iter().filter(|fact| fact.kind == kind).map(|fact| fact.value.as_str()).collect()
}
