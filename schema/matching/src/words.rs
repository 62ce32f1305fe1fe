//! How much a word of a name tells: from lists that ship with the directory, corrected by the frequencies that a match
//! model was fitted with. The frequencies of what is being harvested would make a score depend on what else arrived.

use std::sync::OnceLock;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::frequency::Frequencies;
use crate::word::Word;

/// What a word that few names share tells, in thousandths of a bit.
pub(crate) const RARE: i32 = 7_000;
/// What a word that names a kind of place, body or activity tells.
const COMMON: i32 = 2_500;
/// From where on a word that is in no list is one that few names share.
const RARE_FROM: i32 = 5_000;
/// What the name of a town or an area tells: next to nothing within one directory.
pub(crate) const LOCALITY: i32 = 1_000;

const COMMON_WORDS: &str = include_str!("../data/common_words.txt");
const LOCALITIES: &str = include_str!("../data/localities.txt");
const MAILBOX_DOMAINS: &str = include_str!("../data/mailbox_domains.txt");

/// The words of a data file; lines that begin with `#` say where it is from.
fn words_of(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace)
}

/// What the lists say of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Listing {
    /// It names a larger town or an area.
    Locality,
    /// It names a kind of place, body or activity.
    Common,
    /// It is in no list, and begins with a digit.
    Number,
    /// It is in no list.
    Unlisted,
}

/// The listed words.
fn listed() -> &'static FxHashMap<&'static str, Listing> {
    static LISTED: OnceLock<FxHashMap<&'static str, Listing>> = OnceLock::new();
    LISTED.get_or_init(|| {
        let common = words_of(COMMON_WORDS).map(|word| (word, Listing::Common));
        common.chain(words_of(LOCALITIES).map(|word| (word, Listing::Locality))).collect()
    })
}

impl Listing {
    /// What the lists say of this word.
    pub(crate) fn of(text: &str) -> Self {
        match listed().get(text) {
            Some(&listing) => listing,
            None if text.starts_with(|c: char| c.is_ascii_digit()) => Self::Number,
            None => Self::Unlisted,
        }
    }

    /// What such a word tells in thousandths of a bit, and whether few names share it: by the lists, and by how many
    /// records hold it where the match model knows. A listed word never tells much more than the lists say.
    pub(crate) fn weight(self, word: Word, frequencies: &Frequencies) -> (i32, bool) {
        const MOST: i32 = 12_000;
        const MOST_OVER_LISTED: i32 = 1_500;
        let listed = match self {
            Self::Locality => LOCALITY,
            Self::Common | Self::Number => COMMON,
            Self::Unlisted => {
                let weight = frequencies.word_weight(word, RARE).min(MOST);
                return (weight, weight >= RARE_FROM);
            }
        };
        (frequencies.word_weight(word, listed).min(listed + MOST_OVER_LISTED), false)
    }
}

/// Whether a word is the name of a larger town or area.
pub(crate) fn is_locality(word: &str) -> bool {
    listed().get(word) == Some(&Listing::Locality)
}

/// Whether anybody may have a mailbox at a domain: an address there tells who writes, its domain does not.
pub(crate) fn is_mailbox_domain(domain: &str) -> bool {
    static DOMAINS: OnceLock<FxHashSet<&'static str>> = OnceLock::new();
    DOMAINS.get_or_init(|| words_of(MAILBOX_DOMAINS).collect()).contains(domain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_words_tell_more_than_common_ones_and_towns_least() {
        let weight = |text| Listing::of(text).weight(Word::new(text), &Frequencies::default()).0;
        assert_eq!(
            (weight("venton"), weight("library"), weight("plymouth"), weight("24")),
            (RARE, COMMON, LOCALITY, COMMON)
        );
        assert!(is_locality("devon") && !is_locality("ford"));
        assert!(is_mailbox_domain("gmail.com") && !is_mailbox_domain("plymouth.gov.uk"));
    }
}
