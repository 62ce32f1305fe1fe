//! The main content of a page as a row of blocks, in the order in which people read them.

use model::alignment::Link;
use scraper::{ElementRef, Node};
use url::Url;

use super::{
    inline::{Pending, capture, note},
    outline,
};

/// How deep elements are followed.
pub(super) const DEEPEST: usize = 256;
/// How many blocks of a page are read.
const MOST: usize = 20_000;

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A heading of a level.
    Heading(u8),
    /// A paragraph, or text that stands by itself.
    Text,
    /// An `address`.
    Address,
    /// An item of a list.
    Item,
    /// A row of a table.
    Row,
    /// What a definition list defines.
    Term,
    /// How it defines it.
    Definition,
}

/// One cell of a row.
#[derive(Clone, Debug, Default)]
pub(super) struct Cell {
    pub(super) text: String,
    pub(super) links: Vec<Link>,
    pub(super) is_head: bool,
}

/// One block: a line of text for each line that people see.
#[derive(Clone, Debug)]
pub(super) struct Block {
    pub(super) kind: Kind,
    pub(super) text: String,
    pub(super) links: Vec<Link>,
    /// The first words in it that stand out: strong ones, or those of a link.
    pub(super) strong: Option<String>,
    /// The elements around it, the outermost first.
    pub(super) around: Vec<u32>,
    /// The table or list that it is part of.
    pub(super) list: u32,
    /// The cells of a row.
    pub(super) cells: Vec<Cell>,
}

/// The blocks of an element.
pub(super) fn blocks(element: ElementRef<'_>, page: &Url) -> Vec<Block> {
    let mut flat =
        Flat { page, blocks: Vec::new(), pending: Pending::default(), around: Vec::new(), list: 0, last: 0 };
    flat.children(element, 0);
    flat.flush(Kind::Text);
    flat.blocks
}

/// The text of an element, a line for each block in it.
pub(super) fn text(element: ElementRef<'_>, page: &Url) -> String {
    capture(element, page).lines()
}

/// Elements that begin and end a block.
pub(super) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "center"
            | "dd"
            | "details"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hr"
            | "legend"
            | "li"
            | "main"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
            | "ul"
            | "caption"
    )
}

/// Notes that a link is around a block.
fn note_around(element: ElementRef<'_>, page: &Url, block: &mut Block) {
    let address = element.attr("href").and_then(|href| page.join(href.trim()).ok());
    if let Some(address) = address.filter(|address| matches!(address.scheme(), "http" | "https")) {
        block.links.push(Link { address: address.to_string(), text: block.text.replace('\n', " ") });
    }
}

struct Flat<'p> {
    page: &'p Url,
    blocks: Vec<Block>,
    pending: Pending,
    around: Vec<u32>,
    list: u32,
    last: u32,
}

impl Flat<'_> {
    fn children(&mut self, element: ElementRef<'_>, depth: usize) {
        for child in element.children() {
            if let Node::Text(text) = child.value() {
                self.pending.push(text);
            } else if let Some(inner) = ElementRef::wrap(child)
                && depth < DEEPEST
                && self.blocks.len() < MOST
                && !outline::is_aside(inner)
            {
                self.element(inner, depth + 1);
            }
        }
    }

    fn element(&mut self, element: ElementRef<'_>, depth: usize) {
        let name = element.value().name();
        if !is_block(name) {
            if name == "br" {
                self.pending.line_break();
            }
            let (start, before) = (self.pending.text.len(), self.blocks.len());
            self.children(element, depth);
            match self.blocks.get_mut(before..) {
                // A link around whole blocks is that of the first of them.
                Some([first, ..]) => note_around(element, self.page, first),
                _ => note(element, self.page, &mut self.pending, start),
            }
            return;
        }
        self.flush(Kind::Text);
        let own = match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                Some(Kind::Heading(name.bytes().last().map_or(6, |digit| digit.saturating_sub(b'0'))))
            }
            "address" => Some(Kind::Address),
            "li" => Some(Kind::Item),
            "dt" => Some(Kind::Term),
            "dd" => Some(Kind::Definition),
            "tr" => Some(Kind::Row),
            _ => None,
        };
        match own {
            Some(Kind::Heading(level)) => self.whole(element, Kind::Heading(level)),
            Some(Kind::Row) if !holds_blocks(element) => self.row(element),
            Some(kind) if kind != Kind::Row && !holds_blocks(element) => self.whole(element, kind),
            _ => self.container(element, name, depth),
        }
    }

    fn container(&mut self, element: ElementRef<'_>, name: &str, depth: usize) {
        self.last += 1;
        let (own, list) = (self.last, self.list);
        if matches!(name, "table" | "ul" | "ol" | "dl") {
            self.list = own;
        }
        self.around.push(own);
        self.children(element, depth);
        self.flush(Kind::Text);
        self.around.pop();
        self.list = list;
    }

    fn whole(&mut self, element: ElementRef<'_>, kind: Kind) {
        self.last += 1;
        self.around.push(self.last);
        self.pending = capture(element, self.page);
        self.flush(kind);
        self.around.pop();
    }

    fn row(&mut self, element: ElementRef<'_>) {
        let cells = element.children().filter_map(ElementRef::wrap);
        let cells = cells.filter(|cell| matches!(cell.value().name(), "td" | "th")).map(|cell| {
            let read = capture(cell, self.page);
            Cell { text: read.lines(), links: read.links, is_head: cell.value().name() == "th" }
        });
        let cells: Vec<Cell> = cells.collect();
        let texts: Vec<String> = cells.iter().map(|cell| cell.text.replace('\n', ", ")).collect();
        if texts.iter().all(String::is_empty) {
            return;
        }
        let links = cells.iter().flat_map(|cell| cell.links.clone()).collect();
        self.add(Block {
            kind: Kind::Row,
            text: texts.join(" | "),
            links,
            strong: None,
            around: self.around.clone(),
            list: self.list,
            cells,
        });
    }

    /// Ends the block that is coming together.
    fn flush(&mut self, kind: Kind) {
        let pending = std::mem::take(&mut self.pending);
        let text = pending.lines();
        if text.is_empty() {
            return;
        }
        let (around, list) = (self.around.clone(), self.list);
        let Pending { links, strong, .. } = pending;
        self.add(Block { kind, text, links, strong, around, list, cells: Vec::new() });
    }

    fn add(&mut self, block: Block) {
        if self.blocks.len() < MOST {
            self.blocks.push(block);
        }
    }
}

/// Whether there are blocks in an element that have to be told apart.
fn holds_blocks(element: ElementRef<'_>) -> bool {
    let inner = element.descendants().skip(1).filter_map(ElementRef::wrap);
    inner.take(2_000).any(|inner| {
        matches!(
            inner.value().name(),
            "h1" | "h2"
                | "h3"
                | "h4"
                | "h5"
                | "h6"
                | "table"
                | "ul"
                | "ol"
                | "dl"
                | "address"
                | "section"
                | "article"
        )
    })
}
