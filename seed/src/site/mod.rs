//! The demonstration council's website: pages, lists of them, old paths, and the table of what is amiss with it.
//!
//! `site/pages/` has a file for each page: what it is called and when it changed between two lines `+++`, then its main
//! content in HTML. The frame around it, with navigation, breadcrumbs and footer, is put there when it is asked for.
//! Nothing here listens: [`answer`] says what the site would say.

mod frame;
mod lists;
mod page;

use encoding_rs::WINDOWS_1252;
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

use page::Page;

#[derive(RustEmbed)]
#[folder = "site/"]
struct Files;

/// What the site answers to one request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The status of HTTP.
    pub status: u16,
    /// The headers, each by its name in small letters.
    pub headers: Vec<(&'static str, String)>,
    /// The body, in the characters that the page is written in.
    pub body: Vec<u8>,
}

/// The hosts that the site goes by, the one that pages name themselves by first: its second is the new site that is being
/// tried out and says the same.
pub const HOSTS: [&str; 2] = ["127.0.0.1", "localhost"];

/// What the site answers at a host, which may have a port, to a path. The same for every host that is not the second of
/// [`HOSTS`].
///
/// ```
/// let answer = seed::site::answer("127.0.0.1:8081", "/libraries/central-library");
/// assert_eq!(answer.status, 200);
/// assert_eq!(seed::site::answer("127.0.0.1:8081", "/efford-youth-centre").status, 404);
/// ```
pub fn answer(host: &str, path: &str) -> Answer {
    let hosts = Hosts::of(host);
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let path = if path.len() > 1 { path.trim_end_matches('/') } else { path };
    if let Some(list) = lists::answer(&hosts, path) {
        return list;
    }
    if let Some((to, status)) = lists::redirect(path) {
        return Answer {
            status,
            headers: vec![("location", format!("{}{to}", hosts.main))],
            body: Vec::new(),
        };
    }
    let found = match path.strip_prefix("/node/") {
        Some(number) => page::all().into_iter().find(|page| number.parse() == Ok(page.node)),
        None => page::at(path),
    };
    match found {
        Some(page) => shown(&hosts, &page, path.starts_with("/node/")),
        None => html(404, frame::missing(&hosts, path).into_bytes(), None),
    }
}

/// Where each of the site's planted faults is, for tests of what finds them: `kind`, `page`, `entity`, `field`,
/// `page_value` and `entity_value`, as CSV.
pub fn planted() -> String {
    text("planted.csv")
}

/// The paths of all pages, sorted.
pub fn paths() -> Vec<String> {
    page::all().into_iter().map(|page| page.path).collect()
}

/// The description of the site as a source, with its address filled in.
pub(crate) fn source(base: &str) -> String {
    text("source.toml").replace("{base}", base)
}

fn shown(hosts: &Hosts, page: &Page, is_node: bool) -> Answer {
    let text = frame::page(hosts, page, is_node);
    let body = match page.head.charset.as_deref() {
        Some(_) => WINDOWS_1252.encode(&text).0.into_owned(),
        None => text.into_bytes(),
    };
    html(200, body, Some(page))
}

/// A page with what a client may ask by whether it changed. Its characters are told within it.
fn html(status: u16, body: Vec<u8>, page: Option<&Page>) -> Answer {
    let mut headers = vec![("content-type", "text/html".to_owned())];
    if let Some(modified) = page.and_then(Page::last_modified) {
        headers.push(("etag", etag(&body)));
        headers.push(("last-modified", modified));
    }
    Answer { status, headers, body }
}

fn etag(body: &[u8]) -> String {
    let hash: String = Sha256::digest(body).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    format!("\"{hash}\"")
}

/// A file of the site. All are carried in the binary.
fn text(name: &str) -> String {
    Files::get(name).map(|file| String::from_utf8_lossy(&file.data).into_owned()).unwrap_or_default()
}

/// The addresses of the site and of its twin, as far as a request tells them.
struct Hosts {
    main: String,
    beta: String,
}

impl Hosts {
    fn of(host: &str) -> Self {
        let port = host.rsplit_once(':').and_then(|(_, port)| port.parse::<u16>().ok());
        let [main, beta] = HOSTS.map(|name| match port {
            Some(port) => format!("http://{name}:{port}"),
            None => format!("http://{name}"),
        });
        Self { main, beta }
    }
}
