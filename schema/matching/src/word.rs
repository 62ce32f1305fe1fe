//! Words small enough to lie in a row.

use std::fmt;

use rapidfuzz::distance::{jaro_winkler, osa};

/// The first sixteen bytes of a word. Words that differ only after them are one: no two words of names do so but by
/// their endings.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(crate) struct Word([u8; Word::MOST]);

impl Word {
    const MOST: usize = 16;

    pub(crate) fn new(text: &str) -> Self {
        let mut bytes = [0; Self::MOST];
        for (slot, byte) in bytes.iter_mut().zip(text.bytes()) {
            *slot = byte;
        }
        Self(bytes)
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        self.0.get(..self.len()).unwrap_or_default()
    }

    /// The word as text. A word cut within a letter loses that letter.
    pub(crate) fn text(&self) -> &str {
        let bytes = self.bytes();
        match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => bytes
                .get(..error.valid_up_to())
                .and_then(|valid| std::str::from_utf8(valid).ok())
                .unwrap_or_default(),
        }
    }

    /// Its first bytes.
    pub(crate) fn prefix(&self, bytes: usize) -> Self {
        let mut prefix = [0; Self::MOST];
        for (slot, byte) in prefix.iter_mut().zip(self.bytes()).take(bytes) {
            *slot = *byte;
        }
        Self(prefix)
    }

    pub(crate) fn len(&self) -> usize {
        // The lowest bit that is set is in the first byte that is zero; there is none where all are letters.
        const ONES: u128 = u128::from_le_bytes([0x01; Word::MOST]);
        const TOPS: u128 = u128::from_le_bytes([0x80; Word::MOST]);
        let bytes = u128::from_le_bytes(self.0);
        let zeros = bytes.wrapping_sub(ONES) & !bytes & TOPS;
        zeros.trailing_zeros() as usize / 8
    }

    pub(crate) fn has_digit(&self) -> bool {
        self.bytes().iter().any(u8::is_ascii_digit)
    }

    /// Whether two words are one, but for a slip of the keyboard or an ending. Words with digits never are.
    pub(crate) fn is_slip_of(&self, other: &Self) -> bool {
        const SHORTEST: usize = 5;
        const LIKENESS: f64 = 0.93;
        const SHORTEST_WITH_ANY_SLIP: usize = 6;
        if self.is_transposed(other) || self.lacks_one_letter(other) || other.lacks_one_letter(self) {
            return true;
        }
        let (a, b) = (self.bytes(), other.bytes());
        let shortest = a.len().min(b.len());
        if shortest < SHORTEST || a.len().abs_diff(b.len()) > 2 || self.has_digit() || other.has_digit() {
            return false;
        }
        let ends_alike = a.first() == b.first() || a.last() == b.last();
        let is_alike = || {
            a.first() == b.first()
                && jaro_winkler::similarity(a.iter().copied(), b.iter().copied()) >= LIKENESS
        };
        let is_one_slip = || osa::distance(a.iter().copied(), b.iter().copied()) <= 1;
        ends_alike && (is_alike() || (shortest >= SHORTEST_WITH_ANY_SLIP && is_one_slip()))
    }

    /// Whether it is the other without one letter that is neither the first nor the last: `frst`, `thre`.
    fn lacks_one_letter(&self, other: &Self) -> bool {
        const SHORTEST: usize = 4;
        let (short, long) = (self.bytes(), other.bytes());
        if long.len() != short.len() + 1 || other.has_digit() {
            return false;
        }
        let before = short.iter().zip(long).take_while(|(a, b)| a == b).count();
        let after = short.iter().rev().zip(long.iter().rev()).take_while(|(a, b)| a == b).count();
        let is_within = before > 0 && after > 0 && before + after >= short.len();
        let is_doubled = before + after > short.len();
        is_within && (short.len() >= SHORTEST || (is_doubled && long.len() >= SHORTEST))
    }

    /// Whether two neighbouring letters changed places, and nothing else.
    fn is_transposed(&self, other: &Self) -> bool {
        const SHORTEST: usize = 4;
        let (a, b) = (self.bytes(), other.bytes());
        if a.len() != b.len() || a.len() < SHORTEST || self.has_digit() {
            return false;
        }
        let mut differ = a.iter().zip(b).enumerate().filter(|(_, (a, b))| a != b);
        let (Some((at, (a1, b1))), Some((next, (a2, b2))), None) =
            (differ.next(), differ.next(), differ.next())
        else {
            return false;
        };
        next == at + 1 && a1 == b2 && a2 == b1
    }

    /// Whether it is the beginning of a much longer word, as people shorten words: `deli`, `comm`.
    pub(crate) fn shortens(&self, other: &Self) -> bool {
        const SHORTEST: usize = 3;
        let (own, others) = (self.bytes(), other.bytes());
        own.len() >= SHORTEST
            && others.len() >= own.len() + SHORTEST
            && others.starts_with(own)
            && !self.has_digit()
    }

    /// Whether it is the other word and an `s`.
    pub(crate) fn is_plural_of(&self, other: &Self) -> bool {
        const SHORTEST: usize = 4;
        other.len() >= SHORTEST
            && !other.has_digit()
            && self.bytes().strip_suffix(b"s") == Some(other.bytes())
    }

    /// Whether it is a longer word without most of its vowels, as people contract words: `hlth`, `svcs`, `mgmt`.
    pub(crate) fn contracts(&self, other: &Self) -> bool {
        const SHORTEST: usize = 3;
        let (own, others) = (self.bytes(), other.bytes());
        let is_vowel = |letter: &u8| b"aeiou".contains(letter);
        let bare = |word: &[u8]| {
            let single = word.strip_suffix(b"s").unwrap_or(word);
            single.strip_suffix(b"e").unwrap_or(single).last().copied()
        };
        let mut rest = others.iter();
        own.len() >= SHORTEST
            && others.len() >= own.len() + 2
            && own.first() == others.first()
            && bare(own) == bare(others)
            && !own.iter().skip(1).any(is_vowel)
            && !self.has_digit()
            && own.iter().all(|letter| rest.any(|other| other == letter))
    }

    /// Whether it is these two words written together.
    pub(crate) fn is_joint_of(&self, first: &Self, second: &Self) -> bool {
        self.len() == first.len() + second.len()
            && self.bytes().starts_with(first.bytes())
            && self.bytes().ends_with(second.bytes())
    }
}

impl fmt::Debug for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.text())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_slip(a: &str, b: &str) -> bool {
        Word::new(a).is_slip_of(&Word::new(b))
    }

    #[test]
    fn a_slip_is_one_letter_in_a_long_word() {
        assert!(is_slip("stonehouse", "stonhouse") && is_slip("efford", "eford") && is_slip("down", "dwon"));
        assert!(is_slip("legal", "leal") && is_slip("room", "rom") && is_slip("bread", "breead"));
        assert!(!is_slip("manor", "minor") && !is_slip("ford", "fort") && !is_slip("section12", "section13"));
    }

    #[test]
    fn a_word_without_its_vowels_is_the_word() {
        let contracts = |a, b| Word::new(a).contracts(&Word::new(b));
        assert!(
            contracts("hlth", "health") && contracts("svcs", "services") && contracts("mgmt", "management")
        );
        assert!(!contracts("st", "street") && !contracts("ward", "westward") && !contracts("care", "centre"));
    }

    #[test]
    fn two_words_written_together_are_one() {
        assert!(Word::new("wellbeing").is_joint_of(&Word::new("well"), &Word::new("being")));
        assert!(!Word::new("wellbeing").is_joint_of(&Word::new("being"), &Word::new("well")));
    }
}
