use chrono::{DateTime, NaiveDate, TimeDelta};
use chrono_tz::Tz;
use model::part_id;
use normalize::recurrence::{Doubts, Held};
use uuid::Uuid;

use super::{OccurrenceCursor, OccurrenceSort, cursor::Key};
use crate::{Entry, clock::moment_of, opening::Opening};

/// How a session is attended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Attendance {
    /// At a place.
    InPerson,
    /// On line.
    Online,
    /// By telephone.
    Phone,
}

impl Attendance {
    /// Its name in interfaces.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InPerson => "in_person",
            Self::Online => "online",
            Self::Phone => "phone",
        }
    }

    /// What a schedule says of it. Several words, or others, say nothing that is sure.
    fn of_words(words: &str) -> Option<Self> {
        let lower = words.to_lowercase();
        let has = |list: &[&str]| list.iter().any(|word| lower.contains(word));
        let told = [
            (Self::InPerson, has(&["person", "physical", "face to face", "face-to-face"])),
            (Self::Online, has(&["online", "on line", "on-line", "virtual", "video", "web"])),
            (Self::Phone, has(&["phone", "telephone"])),
        ];
        let mut told = told.into_iter().filter(|(_, is_told)| *is_told);
        let first = told.next().map(|(attendance, _)| attendance);
        first.filter(|_| told.next().is_none())
    }
}

/// How exact the coordinates of a place are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Precision {
    /// A source gives them.
    Given,
    /// They were derived, such as from the postcode.
    Derived,
}

impl Precision {
    /// Its name in interfaces.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Derived => "derived",
        }
    }
}

/// A service on one day at one place.
#[derive(Clone, Debug)]
pub struct Session<'a> {
    /// The service.
    pub service: &'a Entry,
    /// The service at the location; none where it is held at no known place.
    pub at: Option<&'a Entry>,
    /// The location.
    pub location: Option<&'a Entry>,
    /// When it is, whether it was called off, and why it is not sure.
    pub held: Held,
    /// Metres from where was asked, as the crow flies.
    pub distance: Option<f64>,
    pub(super) opening: &'a Opening,
    pub(super) sort: OccurrenceSort,
    pub(super) key: Key,
}

impl Session<'_> {
    /// The day on which it begins.
    pub fn date(&self) -> NaiveDate {
        self.held.occurrence.date
    }

    /// When it begins, where the time is known.
    pub fn starts(&self) -> Option<DateTime<Tz>> {
        self.held.occurrence.opens.map(moment_of)
    }

    /// When it ends, where that is known: never before it begins, also where clocks are changed.
    pub fn ends(&self) -> Option<DateTime<Tz>> {
        let ends = self.held.occurrence.closes.map(moment_of)?;
        Some(self.starts().map_or(ends, |starts| ends.max(starts)))
    }

    /// Why it is not sure that it is held.
    pub fn doubts(&self) -> Doubts {
        self.held.doubts
    }

    /// What its schedule says of how to attend.
    pub fn attending_type(&self) -> Option<&str> {
        self.opening.attending.as_deref()
    }

    /// How it is attended, by what its schedule says or else by what its place is.
    pub fn attendance(&self) -> Option<Attendance> {
        if let Some(told) = self.attending_type() {
            return Attendance::of_words(told);
        }
        let location = self.location?.body.location()?;
        match &*location.sort {
            "virtual" => Some(Attendance::Online),
            "physical" => Some(Attendance::InPerson),
            _ => None,
        }
    }

    /// How exact the coordinates of its place are, where it has any.
    pub fn precision(&self) -> Option<Precision> {
        let location = self.location?.body.location()?;
        location.point?;
        Some(if location.is_derived { Precision::Derived } else { Precision::Given })
    }

    /// Degrees north and east of its place.
    pub fn point(&self) -> Option<(f64, f64)> {
        self.location?.body.location()?.point
    }

    /// An id that stays while the session is the same: that of its service, place, day and time.
    pub fn id(&self) -> Uuid {
        let occurrence = &self.held.occurrence;
        let begins = occurrence.opens.map_or(-1, |opens| (opens - occurrence.begins_of_day()).num_minutes());
        part_id(self.service.id, "occurrence", &format!("{} {} {begins}", self.key.at, occurrence.date))
    }

    /// Its place in the order, to go on after.
    pub fn cursor(&self) -> OccurrenceCursor {
        OccurrenceCursor { sort: self.sort, key: self.key }
    }

    /// How long it is, where both ends are known.
    pub fn lasts(&self) -> Option<TimeDelta> {
        Some(self.ends()? - self.starts()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_to_attend_is_read_where_the_words_say_one_way() {
        for (words, attendance) in [
            ("Online", Some(Attendance::Online)),
            ("virtual", Some(Attendance::Online)),
            ("In person", Some(Attendance::InPerson)),
            ("By telephone", Some(Attendance::Phone)),
            ("In person or online", None),
            ("Ask", None),
        ] {
            assert_eq!(Attendance::of_words(words), attendance, "{words}");
        }
    }
}
