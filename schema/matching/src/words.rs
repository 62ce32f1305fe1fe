//! How much a word of a name tells: from lists that ship with the directory, corrected by the frequencies that a match
//! model was fitted with. The frequencies of what is being harvested would make a score depend on what else arrived.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

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

/// What each listed word tells.
fn listed() -> &'static HashMap<&'static str, i32> {
    static LISTED: OnceLock<HashMap<&'static str, i32>> = OnceLock::new();
    LISTED.get_or_init(|| {
        let common = words_of(COMMON_WORDS).map(|word| (word, COMMON));
        common.chain(words_of(LOCALITIES).map(|word| (word, LOCALITY))).collect()
    })
}

/// What a word tells in thousandths of a bit, and whether few names share it: by the lists, and by how many records
/// hold it where the match model knows. A listed word never tells much more than the lists say.
pub(crate) fn weight(text: &str, word: Word, frequencies: &Frequencies) -> (i32, bool) {
    const MOST: i32 = 12_000;
    const MOST_OVER_LISTED: i32 = 1_500;
    let is_number = || text.starts_with(|c: char| c.is_ascii_digit());
    match listed().get(text) {
        Some(&listed) => (frequencies.word_weight(word, listed).min(listed + MOST_OVER_LISTED), false),
        None if is_number() => (frequencies.word_weight(word, COMMON).min(COMMON + MOST_OVER_LISTED), false),
        None => {
            let weight = frequencies.word_weight(word, RARE).min(MOST);
            (weight, weight >= RARE_FROM)
        }
    }
}

/// Whether a word is the name of a larger town or area.
pub(crate) fn is_locality(word: &str) -> bool {
    listed().get(word) == Some(&LOCALITY)
}

/// Whether anybody may have a mailbox at a domain: an address there tells who writes, its domain does not.
pub(crate) fn is_mailbox_domain(domain: &str) -> bool {
    static DOMAINS: OnceLock<HashSet<&'static str>> = OnceLock::new();
    DOMAINS.get_or_init(|| words_of(MAILBOX_DOMAINS).collect()).contains(domain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_words_tell_more_than_common_ones_and_towns_least() {
        let weight = |text| weight(text, Word::new(text), &Frequencies::default()).0;
        assert_eq!(
            (weight("venton"), weight("library"), weight("plymouth"), weight("24")),
            (RARE, COMMON, LOCALITY, COMMON)
        );
        assert!(is_locality("devon") && !is_locality("ford"));
        assert!(is_mailbox_domain("gmail.com") && !is_mailbox_domain("plymouth.gov.uk"));
    }
}
