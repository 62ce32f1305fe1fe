//! Why it is not sure that something is held.

use std::fmt;

/// Why it is not sure that something is held on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Doubt {
    /// It is a bank holiday, and nothing says whether it is held on those; or what is said of bank holidays decides, and
    /// those of the year are not known.
    BankHoliday,
    /// It depends on school terms, and those around the day are not known.
    Term,
    /// Its remarks limit it in words that are not understood.
    Remark,
    /// Its times are those of another zone.
    Timezone,
}

impl Doubt {
    /// Every one.
    pub const ALL: [Self; 4] = [Self::BankHoliday, Self::Term, Self::Remark, Self::Timezone];

    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::BankHoliday => "bank-holiday",
            Self::Term => "term",
            Self::Remark => "remark",
            Self::Timezone => "timezone",
        }
    }
}

impl fmt::Display for Doubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// All reasons why it is not sure that something is held.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Doubts(u8);

impl Doubts {
    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Each of them.
    pub fn iter(self) -> impl Iterator<Item = Doubt> {
        Doubt::ALL.into_iter().filter(move |doubt| self.0 & (1 << *doubt as u8) != 0)
    }

    /// The same and one more, if it applies.
    #[must_use]
    pub fn with(self, doubt: Doubt, applies: bool) -> Self {
        if applies { Self(self.0 | 1 << doubt as u8) } else { self }
    }
}
