//! Whether something costs anything.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::{table::Table, text};

/// What is known of a price.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Cost {
    /// Nothing is charged.
    Free,
    /// Something is charged, at least to some.
    Paid,
    /// Nobody says, or not so that it could be told.
    #[default]
    Unknown,
}

impl Cost {
    /// Every value.
    pub const ALL: [Self; 3] = [Self::Free, Self::Paid, Self::Unknown];

    /// Its name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Free => "free",
            Self::Paid => "paid",
            Self::Unknown => "unknown",
        }
    }

    /// What several statements on one thing come to: it is free where all that can be told say so.
    pub fn of_all(statements: impl IntoIterator<Item = Self>) -> Self {
        let known = statements.into_iter().filter(|cost| *cost != Self::Unknown);
        known.reduce(|one, other| if one == other { one } else { Self::Paid }).unwrap_or_default()
    }
}

static FREE: LazyLock<Table> = LazyLock::new(|| Table::of(include_str!("../data/free.txt")));

/// What a price in words says: `Free of charge.` is free, `£3 a session` is paid; `Some activities are free` tells
/// nothing of all.
pub fn of_words(said: &str) -> Cost {
    let names_a_sum =
        said.contains(['£', '€', '$']) && said.contains(|letter: char| ('1'..='9').contains(&letter));
    if names_a_sum {
        return Cost::Paid;
    }
    let (first, rest) = said.split_once(['.', ';', ',', '\n', '(', '-', '–']).unwrap_or((said, ""));
    let is_qualified = ["charge", "cost", "pay", "fee"].iter().any(|word| rest.to_lowercase().contains(word));
    if FREE.has(&text::key(first)) && !is_qualified { Cost::Free } else { Cost::Unknown }
}

/// What a price as a number says.
pub fn of_amount(amount: f64) -> Cost {
    if amount > 0.0 {
        Cost::Paid
    } else if amount == 0.0 {
        Cost::Free
    } else {
        Cost::Unknown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_free_are_free_and_sums_are_not() {
        for said in ["Free of charge.", "free", "FREE!", "No charge", "There is no charge; just come along."]
        {
            assert_eq!(of_words(said), Cost::Free, "{said}");
        }
        for said in ["£3 a session", "Free for members, £2.50 for others"] {
            assert_eq!(of_words(said), Cost::Paid, "{said}");
        }
        for said in
            ["", "Some activities are free and some have a charge.", "Free; materials are charged", "Freedom"]
        {
            assert_eq!(of_words(said), Cost::Unknown, "{said}");
        }
    }

    #[test]
    fn one_price_among_free_ones_makes_it_paid() {
        assert_eq!(Cost::of_all([Cost::Free, Cost::Unknown]), Cost::Free);
        assert_eq!(Cost::of_all([Cost::Free, of_amount(2.0)]), Cost::Paid);
        assert_eq!(Cost::of_all([]), Cost::Unknown);
        assert_eq!(of_amount(f64::NAN), Cost::Unknown);
    }
}
