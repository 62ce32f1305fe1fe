//! What every page looks like and what it may do: one head, one stylesheet, one policy.

use std::sync::LazyLock;

use base64::{Engine, prelude::BASE64_STANDARD};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest, Sha256};

const STYLE: &str = include_str!("style.css");

/// The `Content-Security-Policy` that every page is sent with: it may do nothing but look as its own style has it, which is
/// named by its hash, and send its forms to where it came from. No script of anyone runs in it, and no other page may hold
/// it in a frame and have people type into it.
pub static POLICY: LazyLock<String> = LazyLock::new(|| {
    let hash = BASE64_STANDARD.encode(Sha256::digest(STYLE.as_bytes()));
    format!(
        "default-src 'none'; style-src 'sha256-{hash}'; img-src data:; form-action 'self'; frame-ancestors 'none'; \
         base-uri 'none'"
    )
});

/// A page.
#[derive(Debug)]
pub struct Page<'a> {
    /// What it is called, before the name of the directory.
    pub title: &'a str,
    /// What it is about, in a sentence.
    pub description: &'a str,
    /// What else its head holds: links, linked data.
    pub head: Markup,
    /// What it holds. Its first heading is of the first level.
    pub body: Markup,
}

impl Page<'_> {
    /// The whole page.
    pub fn html(&self) -> String {
        let page = html! {
            (DOCTYPE)
            html lang="en-GB" {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="description" content=(self.description);
                    title { (self.title) " – the directory" }
                    // Browsers ask for an icon unless they are told that there is none.
                    link rel="icon" href="data:,";
                    style { (PreEscaped(STYLE)) }
                    (self.head)
                }
                body {
                    header { p { "The directory of services" } }
                    main { (self.body) }
                    footer { p { "Open data, put together from what many organizations say." } }
                }
            }
        };
        page.into_string()
    }
}
