use serde::Deserialize;

use super::{Files, text};

/// The folder of pages within the site's.
const FOLDER: &str = "pages/";
/// What stands around the head of a page.
const FENCE: &str = "+++";

/// What a page says of itself before its content.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Head {
    pub(super) title: String,
    pub(super) description: String,
    /// The day on which it last changed.
    modified: String,
    /// Its number in the system in which it is edited.
    node: u32,
    /// The characters that it is written in, if they are not UTF-8.
    pub(super) charset: Option<String>,
    /// What it says of itself in JSON-LD, if anything.
    pub(super) ld: Option<Thing>,
    /// The first and last day of an event.
    pub(super) starts: Option<String>,
    pub(super) ends: Option<String>,
    /// Whether the content is the whole page, with a frame of its own.
    #[serde(default)]
    pub(super) whole: bool,
}

/// What a page tells of in the words of schema.org.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(super) enum Thing {
    Library,
    Place,
    News,
    Event,
}

/// A page of the site.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) path: String,
    pub(super) head: Head,
    pub(super) node: u32,
    pub(super) content: String,
}

impl Page {
    fn read(name: &str) -> Option<Self> {
        let path = name.strip_prefix(FOLDER)?.strip_suffix(".html")?;
        let path = if path == "index" { "/".to_owned() } else { format!("/{path}") };
        let file = text(name);
        let (head, content) = file.strip_prefix(FENCE)?.split_once(&format!("\n{FENCE}\n"))?;
        let head: Head = toml::from_str(head).ok()?;
        Some(Self { path, node: head.node, head, content: content.to_owned() })
    }

    /// The day on which it last changed, as ISO 8601 writes it.
    pub(super) fn modified(&self) -> &str {
        &self.head.modified
    }

    /// The same as HTTP writes a moment.
    pub(super) fn last_modified(&self) -> Option<String> {
        let day: chrono::NaiveDate = self.head.modified.parse().ok()?;
        Some(day.format("%a, %d %b %Y 09:00:00 GMT").to_string())
    }
}

/// The page at a path.
pub(super) fn at(path: &str) -> Option<Page> {
    let name = if path == "/" { "/index" } else { path };
    Page::read(&format!("{FOLDER}{}.html", name.strip_prefix('/')?))
}

/// Every page, by path.
pub(super) fn all() -> Vec<Page> {
    let mut pages: Vec<Page> = Files::iter().filter_map(|name| Page::read(&name)).collect();
    pages.sort_by(|a, b| a.path.cmp(&b.path));
    pages
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_a_page_with_a_number_of_its_own() {
        let files = Files::iter().filter(|name| name.starts_with(FOLDER)).count();
        let pages = all();
        assert_eq!(pages.len(), files);
        assert!(files >= 60, "{files}");
        let numbers: std::collections::BTreeSet<u32> = pages.iter().map(|page| page.node).collect();
        assert_eq!(numbers.len(), files);
        assert!(pages.iter().all(|page| page.last_modified().is_some()));
    }
}
