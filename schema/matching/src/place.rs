//! Addresses, ready to be compared.

use normalize::address;

use crate::frequency::{Hashed, Sort};
use crate::statement::AddressLines;
use crate::word::Word;

/// An address, taken apart.
#[derive(Clone, Debug, Default)]
pub(crate) struct Place {
    /// The house number or range.
    pub(crate) number: Option<Word>,
    /// The unit, flat, suite or floor.
    pub(crate) unit: Option<Hashed>,
    /// The words of the street in their order.
    pub(crate) street: Box<[Word]>,
    /// Every word of the address but the postcode, hashed and sorted.
    tokens: Box<[Hashed]>,
    /// The postcode.
    pub(crate) postcode: Option<Word>,
}

impl Place {
    pub(crate) fn of(address: &AddressLines) -> Self {
        let lines: Vec<&str> = address.lines.iter().map(String::as_str).collect();
        let parts = address::normalize(&lines, address.postcode.as_deref());
        let words = |text: &str| text.split(' ').filter(|word| !word.is_empty()).map(Word::new).collect();
        let mut tokens: Vec<Hashed> = parts.tokens.iter().map(|token| hashed(&Word::new(token))).collect();
        tokens.sort_unstable();
        tokens.dedup();
        Self {
            number: parts.number.as_deref().map(Word::new),
            unit: parts.unit.as_deref().map(|unit| Hashed::of(Sort::Unit, unit.as_bytes())),
            street: parts.street.as_deref().map(words).unwrap_or_default(),
            tokens: tokens.into_boxed_slice(),
            postcode: parts.postcode.as_deref().map(Word::new),
        }
    }

    /// Whether the word stands in the address.
    pub(crate) fn holds(&self, word: &Word) -> bool {
        self.tokens.binary_search(&hashed(word)).is_ok()
    }

    /// Whether it says anything.
    pub(crate) fn is_empty(&self) -> bool {
        self.tokens.is_empty() && self.postcode.is_none()
    }

    /// House number and street together.
    pub(crate) fn house(&self) -> Option<Hashed> {
        let number = self.number.as_ref()?;
        let first = self.street.first()?;
        Some(Hashed::of(Sort::House, number.bytes()).and(Hashed::of(Sort::House, first.bytes())))
    }
}

fn hashed(word: &Word) -> Hashed {
    Hashed::of(Sort::Word, word.bytes())
}
