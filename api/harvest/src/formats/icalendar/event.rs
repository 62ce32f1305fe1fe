//! One event as its lines tell it.

use chrono::NaiveDate;

use super::{
    property::Property,
    recurrence::Rule,
    when::{When, span},
};

/// An event: its properties by name.
#[derive(Clone, Debug, Default)]
pub(super) struct Event {
    pub(super) properties: Vec<Property>,
    /// Lines that cannot be read.
    pub(super) unread: u64,
}

impl Event {
    pub(super) fn read<'l>(lines: impl Iterator<Item = &'l str>) -> Self {
        let mut event = Self::default();
        for line in lines {
            match Property::read(line) {
                Some(property) => event.properties.push(property),
                None => event.unread += 1,
            }
        }
        event
    }

    pub(super) fn property(&self, name: &str) -> Option<&Property> {
        self.properties.iter().find(|property| property.name == name)
    }

    pub(super) fn all<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Property> {
        self.properties.iter().filter(move |property| property.name == name)
    }

    /// A value that says something.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.property(name).map(|property| property.value.as_str()).filter(|value| !value.is_empty())
    }

    pub(super) fn starts(&self) -> Option<When> {
        When::read(self.text("DTSTART")?)
    }

    /// When it ends. A day in `DTEND` is the one after the last.
    pub(super) fn ends(&self) -> Option<When> {
        let starts = self.starts()?;
        let told = self.text("DTEND").and_then(When::read);
        let lasts = || starts.after(span(self.text("DURATION")?)?);
        let ends = told.or_else(lasts).filter(|ends| *ends >= starts)?;
        match ends.time {
            None if ends.day > starts.day => ends.day.pred_opt().map(|day| When { day, time: None }),
            _ => Some(ends),
        }
    }

    pub(super) fn is_cancelled(&self) -> bool {
        self.text("STATUS").is_some_and(|status| status.eq_ignore_ascii_case("CANCELLED"))
    }

    /// Whether anyone may know of it. Of one that is not public, nothing is told that is shared with others.
    pub(super) fn is_public(&self) -> bool {
        self.text("CLASS").is_none_or(|class| class.eq_ignore_ascii_case("PUBLIC"))
    }

    /// The day on which it takes the place of a recurring one.
    pub(super) fn replaces(&self) -> Option<When> {
        When::read(self.text("RECURRENCE-ID")?)
    }

    /// The moments in lists such as `EXDATE`.
    pub(super) fn moments(&self, name: &str) -> Vec<When> {
        let values = self.all(name).flat_map(|property| property.value.split(','));
        // A period begins with its moment.
        values.filter_map(|value| When::read(value.split('/').next().unwrap_or(value))).collect()
    }

    /// The last day on which it may be; `None` where there is no end to it or none is told.
    pub(super) fn last_day(&self) -> Option<NaiveDate> {
        let starts = self.starts()?;
        let own = self.ends().map_or(starts.day, |ends| ends.day);
        let more = self.moments("RDATE").into_iter().map(|when| when.day).max();
        let last = match self.text("RRULE") {
            Some(rule) => Rule::read(rule).last_day(starts.day)?,
            None => own,
        };
        [Some(own), more, Some(last)].into_iter().flatten().max()
    }
}
