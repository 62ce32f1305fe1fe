//! Reading a page: JSON-LD, microdata, and what is selected.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::Encoding;
use html5gum::{DefaultEmitter, Token, Tokenizer};
use scraper::{ElementRef, Html, Node as DomNode, Selector};
use serde_json::Value;
use url::Url;

/// How far into a page its characters are looked for.
const HEAD: usize = 2048;
/// How many elements may be open at once.
pub(in crate::formats) const DEEPEST: usize = 512;
/// How far above a text it is looked whether it is hidden.
const FARTHEST: usize = 64;
/// How many nodes of an element are read as its text.
const MOST_NODES: usize = 2_000;

/// A page that was parsed. Its scripts are never run.
pub(in crate::formats) struct Page {
    pub(in crate::formats) dom: Html,
    pub(in crate::formats) url: Url,
}

impl Page {
    /// Reads a page; not one that is nested so deep that it can only be meant to take for ever.
    pub(in crate::formats) fn read(bytes: &[u8], content_type: Option<&str>, url: Url) -> Option<Self> {
        let text = decoded(bytes, content_type);
        (!is_too_deep(&text)).then(|| Self { dom: Html::parse_document(&text), url })
    }

    /// The address by which the page wants to be known, if it is of the same site.
    pub(in crate::formats) fn canonical(&self) -> Option<Url> {
        self.link().filter(|link| link.host_str().is_some() && link.host_str() == self.url.host_str())
    }

    /// The address by which the page wants to be known.
    pub(in crate::formats) fn link(&self) -> Option<Url> {
        self.select("link[rel~=canonical]").find_map(|link| self.url.join(link.attr("href")?).ok())
    }

    /// Each JSON-LD document of schema.org, or why it cannot be read.
    pub(in crate::formats) fn json_ld(&self) -> Vec<Result<Value, serde_json::Error>> {
        let scripts = self.select("script").filter(|script| {
            let kind = script.attr("type").unwrap_or_default().trim().to_ascii_lowercase();
            kind.split(';').next() == Some("application/ld+json")
        });
        let texts = scripts.map(|script| script.text().collect::<String>());
        let read = texts.filter(|text| !text.trim().is_empty()).map(|text| serde_json::from_str(bare(&text)));
        read.filter(|read| read.as_ref().map_or(true, is_of_schema_org)).collect()
    }

    /// All elements, in their order.
    pub(in crate::formats) fn elements(&self) -> impl Iterator<Item = ElementRef<'_>> {
        self.dom.tree.root().descendants().filter_map(ElementRef::wrap)
    }

    /// What a selector selects; one that is none selects nothing.
    pub(in crate::formats) fn select(&self, selector: &str) -> impl Iterator<Item = ElementRef<'_>> {
        let selector = Selector::parse(selector).ok();
        let found: Vec<ElementRef<'_>> =
            selector.map(|selector| self.dom.select(&selector).collect()).unwrap_or_default();
        found.into_iter()
    }
}

/// Whether more elements are open at once than any page needs. Those that end by themselves do not count.
fn is_too_deep(text: &str) -> bool {
    const ENDING: [&[u8]; 28] = [
        b"area",
        b"base",
        b"br",
        b"col",
        b"embed",
        b"hr",
        b"img",
        b"input",
        b"link",
        b"meta",
        b"source",
        b"track",
        b"wbr",
        b"p",
        b"li",
        b"dt",
        b"dd",
        b"option",
        b"optgroup",
        b"tr",
        b"td",
        b"th",
        b"thead",
        b"tbody",
        b"tfoot",
        b"colgroup",
        b"param",
        b"rp",
    ];
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let mut open: Vec<u64> = Vec::new();
    for Ok(token) in Tokenizer::new_with_emitter(text, emitter) {
        match token {
            Token::StartTag(tag) if !tag.self_closing && !ENDING.contains(&tag.name.as_slice()) => {
                open.push(short(&tag.name));
            }
            // An end of nothing that is open ends nothing.
            Token::EndTag(tag) => {
                let name = short(&tag.name);
                let begun = open.iter().rposition(|known| *known == name);
                begun.into_iter().for_each(|begun| open.truncate(begun));
            }
            _ => {}
        }
        if open.len() > DEEPEST {
            return true;
        }
    }
    false
}

/// A name as a number that others hardly have (FNV-1a).
fn short(name: &[u8]) -> u64 {
    name.iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3))
}

/// JSON without what some programs put around it.
fn bare(text: &str) -> &str {
    let text = text.trim().trim_start_matches("<!--").trim_end_matches("-->").trim();
    let text =
        text.trim_start_matches("//").trim().trim_start_matches("<![CDATA[").trim_end_matches("]]>").trim();
    text.trim_end_matches("//").trim().trim_end_matches(';')
}

fn is_of_schema_org(document: &Value) -> bool {
    let context = document.get("@context");
    context.is_none_or(|context| context.to_string().contains("schema.org"))
}

/// The text of an element as people see it: each block on a line of its own, without scripts and styles.
pub(in crate::formats) fn text_of(element: ElementRef<'_>) -> String {
    const HIDDEN: [&str; 4] = ["script", "style", "template", "noscript"];
    const BLOCKS: [&str; 14] =
        ["br", "p", "div", "li", "tr", "td", "h1", "h2", "h3", "h4", "section", "dt", "dd", "address"];
    let mut text = String::new();
    for node in element.descendants().take(MOST_NODES) {
        match node.value() {
            DomNode::Text(piece) => {
                let is_hidden = node
                    .ancestors()
                    .take(FARTHEST)
                    .take_while(|around| around.id() != element.id())
                    .filter_map(ElementRef::wrap)
                    .any(|around| HIDDEN.contains(&around.value().name()));
                if !is_hidden {
                    text.push_str(&piece.replace(['\n', '\r'], " "));
                }
            }
            DomNode::Element(inner) if BLOCKS.contains(&inner.name()) => text.push('\n'),
            _ => {}
        }
    }
    let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// The page as text: by its mark, by what the server says, by what it says itself, else by what it looks like.
fn decoded<'b>(bytes: &'b [u8], content_type: Option<&str>) -> Cow<'b, str> {
    if Encoding::for_bom(bytes).is_none() {
        let head = String::from_utf8_lossy(bytes.get(..HEAD).unwrap_or(bytes)).to_ascii_lowercase();
        if let Some(encoding) = content_type.and_then(named).or_else(|| named(&head)) {
            return encoding.decode(bytes).0;
        }
        if std::str::from_utf8(bytes).is_err() {
            let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
            detector.feed(bytes, true);
            return detector.guess(Some(b"uk"), Utf8Detection::Allow).decode(bytes).0;
        }
    }
    encoding_rs::UTF_8.decode(bytes).0
}

/// The encoding that a text names after `charset=`.
fn named(text: &str) -> Option<&'static Encoding> {
    let (_, rest) = text.split_once("charset=")?;
    let rest = rest.trim_start_matches(['"', '\'', ' ']);
    let label = rest.split(|c: char| !(c.is_ascii_alphanumeric() || "-_:.".contains(c))).next()?;
    Encoding::for_label(label.as_bytes())
}
