//! How much a word of a name tells, from lists that ship with the match model: the frequencies of the words in the
//! directory itself would make a score depend on what else was harvested.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

/// What a word that few names share tells, in thousandths of a bit.
pub(crate) const RARE: i32 = 7_000;
/// What a word that names a kind of place, body or activity tells.
const COMMON: i32 = 2_500;
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

/// What a word tells, in thousandths of a bit, wherever it stands.
pub(crate) fn weight(word: &str) -> i32 {
    let is_number = || word.starts_with(|c: char| c.is_ascii_digit());
    listed().get(word).copied().unwrap_or_else(|| if is_number() { COMMON } else { RARE })
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
        assert_eq!(
            (weight("venton"), weight("library"), weight("plymouth"), weight("24")),
            (RARE, COMMON, LOCALITY, COMMON)
        );
        assert!(is_locality("devon") && !is_locality("ford"));
        assert!(is_mailbox_domain("gmail.com") && !is_mailbox_domain("plymouth.gov.uk"));
    }
}
