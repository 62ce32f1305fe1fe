use std::cmp::Reverse;

use crate::{Located, Need, PlacePrecision, Snapshot, text::words as stems};

/// Words that tell no need from another, as stems. What a phrase says without them is what must be said.
const EMPTY: &[&str] = &[
    "a", "abl", "about", "all", "am", "an", "and", "ani", "anyth", "are", "around", "at", "be", "been",
    "can", "cannot", "close", "could", "do", "don", "find", "for", "from", "get", "go", "have", "help",
    "how", "i", "i'm", "in", "is", "it", "like", "look", "m", "me", "my", "near", "need", "nearbi", "of",
    "on", "or", "pleas", "some", "somebodi", "someon", "someth", "somewher", "t", "that", "the", "there",
    "this", "to", "ve", "want", "we", "where", "which", "who", "with", "would", "you",
];

/// The words before a place.
const BEFORE_PLACE: &[&str] = &["near", "nearby", "in", "around", "at", "to", "by", "from", "of"];
/// The most words of a place's name.
const LONGEST_PLACE: usize = 5;
/// The most of a text that is looked at.
const LONGEST: usize = 500;

/// What was understood of what somebody said.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Understood<'a> {
    /// The needs, the one that most was said of first.
    pub needs: Vec<&'a Need>,
    /// The circumstances, likewise.
    pub circumstances: Vec<&'a Need>,
    /// The place.
    pub place: Option<Located>,
}

impl Snapshot {
    /// The needs, the circumstances and the place that somebody speaks of, such as in "I want to learn to use a computer
    /// near PL2".
    ///
    /// A need is told by any of its phrases: all words of it that tell anything must be there, in whatever order and
    /// ending. Of two needs the one with the longer phrase comes first.
    pub fn understand(&self, text: &str) -> Understood<'_> {
        let text: String = text.chars().take(LONGEST).collect();
        let place = self.place_in(&text);
        let rest = place.as_ref().map_or(text.as_str(), |(_, rest)| rest.as_str());
        let said = stems(rest);
        let needs = &self.guide.needs;
        let place = place.map(|(place, _)| place);
        Understood {
            needs: told(needs.needs(), &said),
            circumstances: told(needs.circumstances(), &said),
            place,
        }
    }

    /// The place that a text speaks of, and the text without it.
    fn place_in(&self, text: &str) -> Option<(Located, String)> {
        let words: Vec<&str> = text.split_whitespace().collect();
        self.place_after_word(&words).or_else(|| self.postcode_among(&words))
    }

    /// The longest place that stands behind a word such as `near`, the last of them first.
    fn place_after_word(&self, words: &[&str]) -> Option<(Located, String)> {
        let is_before = |word: &str| BEFORE_PLACE.contains(&word.to_lowercase().as_str());
        for at in (0..words.len()).rev().filter(|at| words.get(*at).is_some_and(|word| is_before(word))) {
            let behind = words.get(at + 1..)?;
            for length in (1..=behind.len().min(LONGEST_PLACE)).rev() {
                let place = behind.get(..length)?.join(" ");
                if let Some(place) = self.locate(bare(&place)) {
                    let rest = [words.get(..at)?, behind.get(length..)?].concat();
                    return Some((place, rest.join(" ")));
                }
            }
        }
        None
    }

    /// A postcode, or the beginning of one, wherever it stands.
    fn postcode_among(&self, words: &[&str]) -> Option<(Located, String)> {
        let is_code = |word: &str| word.chars().any(|c| c.is_ascii_digit());
        for length in [2, 1] {
            for (at, few) in words.windows(length).enumerate() {
                let text = few.join(" ");
                let place = is_code(&text).then(|| self.locate(bare(&text))).flatten();
                if let Some(place) = place.filter(|place| place.precision <= PlacePrecision::District) {
                    let rest = [words.get(..at)?, words.get(at + length..)?].concat();
                    return Some((place, rest.join(" ")));
                }
            }
        }
        None
    }
}

/// Without what ends a sentence.
fn bare(text: &str) -> &str {
    text.trim_matches(|c: char| matches!(c, '.' | '?' | '!' | ';' | ':' | '"' | '\''))
}

/// The stems of a phrase that tell anything.
pub(super) fn telling(phrase: &str) -> Vec<String> {
    let mut stems = stems(phrase);
    stems.retain(|stem| !EMPTY.contains(&stem.as_str()));
    stems.sort_unstable();
    stems.dedup();
    stems
}

fn told<'a>(needs: &'a [Need], said: &[String]) -> Vec<&'a Need> {
    let longest = |need: &Need| {
        let is_said =
            |phrase: &&Vec<String>| !phrase.is_empty() && phrase.iter().all(|stem| said.contains(stem));
        need.stems.iter().filter(is_said).map(Vec::len).max()
    };
    let mut found: Vec<(usize, &Need)> =
        needs.iter().filter_map(|need| Some((longest(need)?, need))).collect();
    found.sort_by_key(|(length, _)| Reverse(*length));
    found.into_iter().map(|(_, need)| need).collect()
}
