//! What blocks state.

use model::alignment::{Fact, FactKind, Link};
use normalize::{email, phone, postcode, url, website::Website};

use super::{
    block::{Block, Cell, Kind},
    change,
    found::Found,
    label::{self, Label},
    signs::{charity_in, is_of_days, is_website},
    words,
};
use crate::formats::rows::schedules_of;

/// The longest words of opening hours, in bytes.
const LONGEST_HOURS: usize = 1_000;

/// What blocks state, each with the place where it stands.
pub(super) fn of_blocks<'b>(blocks: impl IntoIterator<Item = (&'b Block, &'b str)>, site: &Website) -> Found {
    let mut reader = Reader::at("", site);
    for (block, place) in blocks {
        reader.block(block, place);
    }
    reader.end_hours();
    reader.found
}

/// What a cell says whose column or label says what it is about.
pub(super) fn of_cell(label: Option<Label>, cell: &Cell, place: &str, site: &Website) -> Found {
    let mut reader = Reader::at(place, site);
    reader.links(&cell.links, label);
    match label {
        Some(label) => reader.labelled(label, &cell.text),
        None => reader.lines(&cell.text),
    }
    reader.end_hours();
    reader.found
}

struct Reader<'b, 's> {
    site: &'s Website,
    found: Found,
    place: &'b str,
    /// What the heading above is about.
    section: Option<Label>,
    /// The last term of a definition list.
    term: Option<&'b str>,
    /// A label that stood alone on its line.
    waiting: Option<Label>,
    hours: Vec<String>,
    hours_place: &'b str,
    /// The last lines, of which an address may be made.
    recent: Vec<String>,
}

impl<'b, 's> Reader<'b, 's> {
    fn at(place: &'b str, site: &'s Website) -> Self {
        let (found, hours, recent) = (Found::default(), Vec::new(), Vec::new());
        Self {
            site,
            found,
            place,
            section: None,
            term: None,
            waiting: None,
            hours,
            hours_place: place,
            recent,
        }
    }

    fn block(&mut self, block: &'b Block, place: &'b str) {
        self.place = place;
        match block.kind {
            Kind::Heading(_) => {
                self.end_hours();
                (self.section, self.waiting) = (label::of(&block.text), None);
                self.recent.clear();
                self.change(&block.text);
            }
            Kind::Term => self.term = Some(&block.text),
            Kind::Definition => {
                self.links(&block.links, self.term.and_then(label::of));
                self.pair(self.term.unwrap_or_default(), &block.text);
            }
            Kind::Row => self.row(block),
            Kind::Address => {
                self.links(&block.links, None);
                self.address(&block.text);
                self.lines(&block.text);
            }
            Kind::Text | Kind::Item => {
                self.links(&block.links, self.section);
                if self.section == Some(Label::Address) && block.text.lines().count() > 1 {
                    self.address(&block.text);
                }
                self.lines(&block.text);
            }
        }
    }

    fn row(&mut self, block: &'b Block) {
        self.links(&block.links, None);
        match block.cells.as_slice() {
            [first, rest @ ..] if !rest.is_empty() => {
                let texts: Vec<&str> =
                    rest.iter().map(|cell| cell.text.as_str()).filter(|text| !text.is_empty()).collect();
                self.pair(&first.text, &texts.join(" to ").replace('\n', ", "));
            }
            _ => self.lines(&block.text),
        }
    }

    /// A label and what stands beside it; or a day and its hours.
    fn pair(&mut self, name: &str, value: &str) {
        match label::of(name) {
            Some(label) if label != Label::Name => self.labelled(label, value),
            _ if is_of_days(name) => self.hours_line(&format!("{name}: {value}"), true),
            _ => self.lines(value),
        }
    }

    fn labelled(&mut self, label: Label, value: &str) {
        match label {
            Label::Address => {
                self.address(value);
                self.lines(value);
            }
            Label::Postcode => {
                let code = postcode::find(value);
                code.iter().for_each(|code| self.found.push(FactKind::Postcode, code, self.place));
            }
            Label::Hours => {
                value.lines().for_each(|line| self.hours_line(line, true));
                self.dated(value);
                self.contacts(value);
            }
            Label::Date => {
                let is_range = change::ends(value, true);
                is_range.iter().for_each(|day| self.found.push(FactKind::Ends, &day.to_string(), self.place));
                self.lines(value);
            }
            Label::Website => {
                let words = value.split_whitespace().find(|word| word.contains('.') && !word.contains('@'));
                let address = words.and_then(url::normalize).filter(|_| !self.found.has(&[FactKind::Url]));
                address.iter().for_each(|address| self.found.push(FactKind::Url, address, self.place));
            }
            Label::Charity => {
                let number: String = value.chars().filter(char::is_ascii_digit).collect();
                self.found.charity = Some(number)
                    .filter(|number| (6..=8).contains(&number.len()))
                    .or(self.found.charity.take());
            }
            Label::Phone | Label::Email | Label::Name => self.lines(value),
        }
    }

    /// When a session is over that is told of with its date.
    fn dated(&mut self, value: &str) {
        if let Some(day) = change::ends(value, true) {
            self.found.push(FactKind::Ends, &day.to_string(), self.place);
        }
    }

    fn lines(&mut self, text: &str) {
        for line in text.lines() {
            if let Some((label, rest)) = label::split(line).filter(|(label, _)| *label != Label::Name) {
                self.waiting = Some(label).filter(|_| rest.is_empty());
                if !rest.is_empty() {
                    self.labelled(label, rest);
                    self.recent.clear();
                }
                continue;
            }
            if let Some(label) = self
                .waiting
                .take()
                .filter(|label| matches!(label, Label::Hours | Label::Date | Label::Charity))
            {
                self.labelled(label, line);
                // Hours go on for as many lines as tell of days.
                self.waiting = Some(label).filter(|label| *label == Label::Hours && is_of_days(line));
                continue;
            }
            self.line(line);
        }
    }

    fn line(&mut self, line: &str) {
        self.hours_line(line, self.section == Some(Label::Hours));
        self.change(line);
        if self.section == Some(Label::Date) {
            self.dated(line);
        }
        self.contacts(line);
        self.recent.push(line.to_owned());
        if words::ends_in_postcode(line).is_some() {
            let lines: Vec<&str> = self.recent.iter().map(String::as_str).collect();
            let from = lines.len().saturating_sub(8);
            let address = words::address_of(lines.get(from..).unwrap_or_default());
            address.iter().for_each(|address| self.put_address(address));
            self.recent.clear();
        }
        if let Some(code) = words::postcode_in(line) {
            self.found.push(FactKind::Postcode, &code, self.place);
        }
        if let Some(number) = charity_in(line).filter(|_| self.found.charity.is_none()) {
            self.found.charity = Some(number);
        }
    }

    fn change(&mut self, line: &str) {
        if let Some(status) = change::status(line) {
            self.found.push(FactKind::Status, status, self.place);
        }
        if let Some(day) = change::ends(line, false) {
            self.found.push(FactKind::Ends, &day.to_string(), self.place);
        }
    }

    fn contacts(&mut self, line: &str) {
        words::emails(line).iter().for_each(|email| self.found.push(FactKind::Email, email, self.place));
        words::phones(line).iter().for_each(|phone| self.found.push(FactKind::Phone, phone, self.place));
    }

    /// An address that is marked as one.
    fn address(&mut self, text: &str) {
        let is_part = |line: &&str| {
            words::emails(line).is_empty()
                && words::phones(line).is_empty()
                && label::split(line).is_none()
                && line.len() <= 120
        };
        let parts: Vec<&str> =
            text.lines().take(10).filter(is_part).map(|line| line.trim().trim_end_matches(',')).collect();
        let joined = parts.join(", ");
        if joined.contains([' ', ',']) && joined.len() <= 250 {
            self.put_address(&joined);
        }
        if let Some(code) = postcode::find(&joined).filter(|_| words::postcode_in(&joined).is_some()) {
            self.found.push(FactKind::Postcode, &code, self.place);
        }
    }

    /// One address for each postcode: the first that was read.
    fn put_address(&mut self, address: &str) {
        let code = postcode::find(address);
        let is_told = |fact: &Fact| {
            fact.kind == FactKind::Address && code.is_some() && postcode::find(&fact.value) == code
        };
        if !self.found.facts.iter().any(is_told) {
            self.found.push(FactKind::Address, address, self.place);
        }
    }

    /// A line that may tell of hours: surely where its label says so, elsewhere only where all of it is understood.
    fn hours_line(&mut self, line: &str, is_told: bool) {
        let is_hours = is_of_days(line)
            && (line.contains(|c: char| c.is_ascii_digit()) || line.to_lowercase().contains("closed"));
        let is_read = || line.len() <= 200 && !schedules_of(line).is_empty();
        if is_hours && (is_told || is_read()) || is_told && is_read() {
            if self.hours.is_empty() {
                self.hours_place = self.place;
            }
            self.hours.push(line.trim().trim_end_matches([';', '.', ',']).to_owned());
        } else if !is_told {
            self.end_hours();
        }
    }

    fn end_hours(&mut self) {
        let words = std::mem::take(&mut self.hours).join("; ");
        if !words.is_empty() && words.len() <= LONGEST_HOURS {
            self.found.push(FactKind::Hours, &words, self.hours_place);
        }
    }

    fn links(&mut self, links: &[Link], label: Option<Label>) {
        for link in links {
            if let Some(number) = link.address.strip_prefix("tel:") {
                let number = number.replace("%20", " ");
                let shown = if words::is_phone(&link.text) { &link.text } else { &number };
                if phone::normalize(shown, "GB").is_some() {
                    self.found.push(FactKind::Phone, shown, self.place);
                }
            } else if let Some(to) = link.address.strip_prefix("mailto:") {
                let address = email::normalize(to.split('?').next().unwrap_or(to));
                address.iter().for_each(|address| self.found.push(FactKind::Email, address, self.place));
            } else if is_website(link, label)
                && self.site.key(&link.address).is_none()
                && !self.found.has(&[FactKind::Url])
            {
                self.found.push(FactKind::Url, &link.address, self.place);
            }
        }
    }
}
