//! The things that a page lists: rows of tables, definitions, items, and sections with a heading each.

use std::collections::BTreeMap;

use model::alignment::FactKind;
use normalize::{text, website::Website};

use super::{
    block::{Block, Cell, Kind},
    facts,
    found::Found,
    label::{self, Label},
    signs::is_of_days,
    words,
};

/// How many things of one page are taken.
const MOST: usize = 2_000;
/// The longest name in bytes.
const LONGEST_NAME: usize = 150;

/// One thing of a list.
pub(super) struct Item {
    pub(super) name: String,
    pub(super) link: Option<String>,
    pub(super) place: String,
    pub(super) found: Found,
    /// The blocks that tell of it.
    blocks: Vec<usize>,
}

/// The blocks of a page, where each stands, and which of them tell of things of a list.
pub(super) struct Listed<'b> {
    pub(super) blocks: &'b [Block],
    pub(super) places: &'b [String],
    pub(super) site: &'b Website,
    pub(super) is_taken: Vec<bool>,
    pub(super) items: Vec<Item>,
}

impl<'b> Listed<'b> {
    /// Finds what a page lists.
    pub(super) fn of(blocks: &'b [Block], places: &'b [String], site: &'b Website) -> Self {
        let mut listed =
            Self { blocks, places, site, is_taken: vec![false; blocks.len()], items: Vec::new() };
        for (kind, numbers) in listed.by_list() {
            let items = match kind {
                Kind::Row => listed.table(&numbers),
                Kind::Term => listed.definitions(&numbers),
                _ => listed.list_items(&numbers),
            };
            listed.take(items, 1);
        }
        for level in [4, 3, 2] {
            let sections = listed.sections(level);
            listed.take(sections, 2);
        }
        listed.items.sort_by_key(|item| item.blocks.first().copied());
        listed
    }

    /// Takes things, if there are as many as make a list.
    fn take(&mut self, items: Vec<Item>, least: usize) {
        if items.len() < least {
            return;
        }
        for item in items {
            for number in &item.blocks {
                if let Some(taken) = self.is_taken.get_mut(*number) {
                    *taken = true;
                }
            }
            if self.items.len() < MOST {
                self.items.push(item);
            }
        }
    }

    /// The blocks of each table and list.
    fn by_list(&self) -> Vec<(Kind, Vec<usize>)> {
        let mut lists: BTreeMap<u32, (Kind, Vec<usize>)> = BTreeMap::new();
        for (number, block) in self.blocks.iter().enumerate() {
            let kind = match block.kind {
                Kind::Row | Kind::Item => block.kind,
                Kind::Term | Kind::Definition => Kind::Term,
                _ => continue,
            };
            let list = lists.entry(block.list).or_insert((kind, Vec::new()));
            if list.0 == kind {
                list.1.push(number);
            }
        }
        lists.into_values().collect()
    }

    fn place(&self, number: usize) -> &'b str {
        self.places.get(number).map_or("", String::as_str)
    }

    /// The rows of a table whose header says what its columns are.
    fn table(&self, numbers: &[usize]) -> Vec<Item> {
        let Some((header, rows)) =
            numbers.split_first().and_then(|(first, rows)| Some((self.blocks.get(*first)?, rows)))
        else {
            return Vec::new();
        };
        let is_header = header.cells.len() >= 2
            && header.cells.iter().all(|cell| cell.is_head || label::of(&cell.text).is_some());
        let labels: Vec<Option<Label>> = header.cells.iter().map(|cell| label::of(&cell.text)).collect();
        let is_of_hours =
            header.cells.first().is_some_and(|cell| text::phrase(&cell.text).starts_with("day"));
        if !is_header || is_of_hours {
            return Vec::new();
        }
        let days: Vec<bool> = header.cells.iter().map(|cell| is_of_days(&cell.text)).collect();
        let named = labels.iter().position(|label| *label == Some(Label::Name)).unwrap_or(0);
        let items = rows.iter().filter_map(|number| self.table_row(*number, &labels, &days, (named, header)));
        items.collect()
    }

    fn table_row(
        &self,
        number: usize,
        labels: &[Option<Label>],
        days: &[bool],
        (named, header): (usize, &Block),
    ) -> Option<Item> {
        let block = self.blocks.get(number)?;
        let cell = block.cells.get(named)?;
        let name = name_of(cell.text.lines().next()?)?;
        let place = self.place(number);
        let (mut found, mut hours) = (Found::default(), Vec::new());
        for (column, cell) in block.cells.iter().enumerate() {
            if days.get(column) == Some(&true) {
                let day = header.cells.get(column).map_or("", |cell| cell.text.as_str());
                hours.extend(
                    Some(&cell.text).filter(|text| !text.is_empty()).map(|text| format!("{day}: {text}")),
                );
                continue;
            }
            let label = labels.get(column).copied().flatten().filter(|_| column != named);
            let rest = Cell { text: rest_of_name(column == named, &cell.text), ..cell.clone() };
            found.extend(facts::of_cell(label, &rest, place, self.site));
        }
        found.push(FactKind::Hours, &hours.join("; "), place);
        is_told_of(&found).then(|| Item {
            link: own_link(&cell.links),
            name,
            place: place.to_owned(),
            found,
            blocks: vec![number],
        })
    }

    /// A definition list of several things, each with what is told of it.
    fn definitions(&self, numbers: &[usize]) -> Vec<Item> {
        let mut groups: Vec<(usize, Vec<usize>)> = Vec::new();
        for number in numbers {
            match self.blocks.get(*number).map(|block| block.kind) {
                Some(Kind::Term) => groups.push((*number, Vec::new())),
                Some(_) => groups.last_mut().into_iter().for_each(|(_, rest)| rest.push(*number)),
                None => {}
            }
        }
        let items: Vec<Item> =
            groups.into_iter().filter_map(|(term, rest)| self.titled(term, rest)).collect();
        if items.len() >= 2 { items } else { Vec::new() }
    }

    /// The items of a list of things by name and address.
    fn list_items(&self, numbers: &[usize]) -> Vec<Item> {
        let items: Vec<Item> = numbers.iter().filter_map(|number| self.list_item(*number)).collect();
        let is_list = items.len() >= 2 && items.len() * 2 >= numbers.len();
        if is_list { items } else { Vec::new() }
    }

    fn list_item(&self, number: usize) -> Option<Item> {
        let block = self.blocks.get(number)?;
        let first = block.text.lines().next()?;
        let strong =
            block.strong.as_deref().filter(|strong| first.starts_with(strong) && name_of(strong).is_some());
        let parts = [", ", ": ", " - ", " – ", " — ", " ("];
        let end = parts.iter().filter_map(|part| first.find(part)).min().unwrap_or(first.len());
        let name = name_of(strong.unwrap_or_else(|| first.get(..end).unwrap_or(first)))?;
        let place = self.place(number);
        let rest = block
            .text
            .get(name.len()..)
            .unwrap_or_default()
            .trim_start_matches([',', ':', '-', '–', '—', ' ']);
        let rest = Block {
            text: if rest.is_empty() { block.text.clone() } else { rest.to_owned() },
            ..block.clone()
        };
        let found = facts::of_blocks([(&rest, place)], self.site);
        let is_item =
            found.has(&[FactKind::Address, FactKind::Postcode]) || strong.is_some() && is_told_of(&found);
        is_item.then(|| Item {
            link: own_link(&block.links),
            name,
            place: place.to_owned(),
            found,
            blocks: vec![number],
        })
    }

    /// The parts of a page with a heading of a level each that names a thing.
    fn sections(&self, level: u8) -> Vec<Item> {
        let is_here = |block: &Block| block.kind == Kind::Heading(level);
        let heads: Vec<usize> =
            (0..self.blocks.len()).filter(|number| self.blocks.get(*number).is_some_and(is_here)).collect();
        let mut items = Vec::new();
        for (order, head) in heads.iter().enumerate() {
            let neighbour =
                heads.get(order + 1).or_else(|| order.checked_sub(1).and_then(|before| heads.get(before)));
            let rest = self.section(*head, level, neighbour.copied());
            items.extend(self.titled(*head, rest).filter(|item| is_whole(&item.found)));
        }
        items
    }

    /// The blocks below a heading, up to the next that is as high, and within the element that only this one is in.
    fn section(&self, head: usize, level: u8, neighbour: Option<usize>) -> Vec<usize> {
        let around = |number: usize| self.blocks.get(number).map_or(&[][..], |block| block.around.as_slice());
        let own = around(head);
        let own = own.get(..own.len().saturating_sub(1)).unwrap_or_default();
        let shared = neighbour.map_or(own.len(), |other| {
            own.iter().zip(around(other)).take_while(|(one, other)| one == other).count()
        });
        let card = own.get(shared);
        let below = (head + 1..self.blocks.len()).take_while(|number| {
            let is_next = |block: &Block| matches!(block.kind, Kind::Heading(other) if other <= level);
            let is_outside = card.is_some_and(|card| around(*number).get(shared) != Some(card));
            !(is_outside || self.blocks.get(*number).is_none_or(is_next))
        });
        below.filter(|number| self.is_taken.get(*number) == Some(&false)).collect()
    }

    /// A thing that a block names and others tell of.
    fn titled(&self, head: usize, rest: Vec<usize>) -> Option<Item> {
        let block = self.blocks.get(head)?;
        let name = name_of(&block.text)?;
        let told = rest.iter().filter_map(|number| Some((self.blocks.get(*number)?, self.place(*number))));
        let mut found = facts::of_blocks(told, self.site);
        if let Some(status) = super::change::status(&block.text) {
            found.push(FactKind::Status, status, self.place(head));
        }
        let link = own_link(&block.links).or_else(|| {
            let links =
                rest.iter().filter_map(|number| self.blocks.get(*number)).flat_map(|block| &block.links);
            links
                .filter(|link| self.site.key(&link.address).is_some())
                .map(|link| link.address.clone())
                .next()
        });
        let blocks = [vec![head], rest].concat();
        let place = self.place(head).to_owned();
        is_told_of(&found).then_some(Item { name, link, place, found, blocks })
    }
}

/// What else than the name stands in the cell of the name.
fn rest_of_name(is_name: bool, text: &str) -> String {
    if is_name { text.lines().skip(1).collect::<Vec<_>>().join("\n") } else { text.to_owned() }
}

/// A text that can be a name.
fn name_of(text: &str) -> Option<String> {
    let name = text.lines().next()?.trim().trim_end_matches([',', ':', ';']).trim();
    let is_name = (2..=LONGEST_NAME).contains(&name.len())
        && name.chars().any(char::is_alphabetic)
        && !label::is_generic(name)
        && label::of(name).is_none()
        && words::phones(name).is_empty()
        && words::emails(name).is_empty()
        && words::ends_in_postcode(name).is_none()
        && !(is_of_days(name) && name.len() < 40);
    is_name.then(|| name.to_owned())
}

fn own_link(links: &[model::alignment::Link]) -> Option<String> {
    links.iter().find(|link| link.address.starts_with("http")).map(|link| link.address.clone())
}

/// Whether anything is told by which a thing can be known.
fn is_told_of(found: &Found) -> bool {
    found.has(&[FactKind::Address, FactKind::Postcode, FactKind::Phone, FactKind::Email, FactKind::Hours])
}

/// Whether so much is told that it is a thing, and not one part of what the page is about.
fn is_whole(found: &Found) -> bool {
    let kinds = [FactKind::Phone, FactKind::Email, FactKind::Hours, FactKind::Url];
    let told = kinds.iter().filter(|kind| found.has(&[**kind])).count();
    found.has(&[FactKind::Address, FactKind::Postcode]) || told >= 2
}
