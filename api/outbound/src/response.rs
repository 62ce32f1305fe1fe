use reqwest::header::HeaderMap;

use crate::Validators;

/// What came back beside the body.
#[derive(Clone, Debug)]
pub struct Fetched {
    /// The HTTP status: 2xx or 304.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The address that answered in the end.
    pub url: String,
}

impl Fetched {
    /// A header as text, if it is there and is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// By what the server will know what it sent.
    pub fn validators(&self) -> Validators {
        let told = |name| self.header(name).map(str::to_owned);
        Validators { etag: told("etag"), last_modified: told("last-modified") }
    }
}

/// An answer with its body.
#[derive(Clone, Debug)]
pub struct Response {
    /// What came back beside the body.
    pub head: Fetched,
    /// The body, decompressed, within the limit.
    pub body: Vec<u8>,
}
