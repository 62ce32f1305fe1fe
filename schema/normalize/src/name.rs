//! Names of organizations, services and places.

use std::borrow::Cow;
use std::sync::LazyLock;

use crate::table::Table;
use crate::text;

/// Words for the legal form of a body.
static LEGAL: LazyLock<Table> = LazyLock::new(|| Table::of(include_str!("../data/legal_forms.txt")));

/// Words that join others.
static FILLER: LazyLock<Table> = LazyLock::new(|| Table::of(include_str!("../data/filler_words.txt")));

/// Ways to write one word.
static SAME: LazyLock<Table> = LazyLock::new(|| Table::of(include_str!("../data/name_words.txt")));

/// A name, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Name {
    /// All words, transliterated, in lower case, joined by one space.
    pub text: String,
    /// The words that carry the name, in order: without legal forms, fillers and the qualifier, variants of one word
    /// made the same. Where nothing else is left, all words.
    pub tokens: Vec<String>,
    /// What stands in brackets, if anything, as words.
    pub qualifier: Option<String>,
    /// The numbers in the name, the qualifier's too, in order: `Ward 3` and `Ward 4` are two things.
    pub numbers: Vec<String>,
}

/// Takes a name apart. Never fails: a name without any word gives an empty one.
pub fn normalize(name: &str) -> Name {
    let name = text::line(name);
    let all = phrase(&name);
    let (core, qualifier) = match name.contains(['(', '[']) {
        true => split_qualifier(&name),
        false => (Cow::Borrowed(all.as_str()), None),
    };
    let mut tokens: Vec<String> =
        words(&core).filter(|word| !LEGAL.has(word) && !FILLER.has(word)).map(canonical).collect();
    if tokens.is_empty() {
        tokens = words(&all).map(canonical).collect();
    }
    Name { numbers: words(&all).filter_map(number).collect(), tokens, qualifier, text: all }
}

/// The words of a name, those undone that a careless "replace all" made of others.
fn phrase(text: &str) -> String {
    let phrase = text::phrase(text);
    if phrase.contains("day") { crate::replaced_days::undo(&phrase) } else { phrase }
}

fn words(phrase: &str) -> impl Iterator<Item = &str> {
    phrase.split(' ').filter(|word| !word.is_empty())
}

/// The words of a name without those in brackets, and those in brackets.
fn split_qualifier(name: &str) -> (Cow<'static, str>, Option<String>) {
    let (mut core, mut inner) = (String::with_capacity(name.len()), String::new());
    let mut depth = 0usize;
    for c in name.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth > 0 => inner.push(c),
            _ => core.push(c),
        }
        if matches!(c, '(' | '[' | ')' | ']') {
            core.push(' ');
            inner.push(' ');
        }
    }
    let inner = phrase(&inner);
    (Cow::Owned(phrase(&core)), (!inner.is_empty()).then_some(inner))
}

fn canonical(word: &str) -> String {
    SAME.get(word).unwrap_or(word).to_owned()
}

/// A word that begins with a digit, as the bare number: `3rd` is `3`, `007` is `7`.
fn number(word: &str) -> Option<String> {
    let end = word.find(|c: char| !c.is_ascii_digit()).unwrap_or(word.len());
    let number = word.get(..end)?.trim_start_matches('0');
    (end > 0).then(|| if number.is_empty() { "0".to_owned() } else { number.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn legal_forms_and_fillers_carry_no_name() {
        assert_eq!(normalize("The Food Bank of Plymouth C.I.C. Ltd").tokens, ["food", "bank", "plymouth"]);
        assert_eq!(normalize("Memory Matters CIC").tokens, ["memory", "matters"]);
        assert_eq!(normalize("The Company").tokens, ["the", "company"]);
    }

    #[test]
    fn a_day_within_a_word_is_a_find_and_replace_accident() {
        assert_eq!(normalize("BeauMondayt House").text, "beaumont house");
        assert_eq!(normalize("Monday Club, Mondays, Faraday Road").text, "monday club mondays faraday road");
    }

    #[test]
    fn brackets_hold_a_qualifier() {
        let name = normalize("Holy Trinity Parish (Holy Family Church hall)");
        assert_eq!(name.tokens, ["holy", "trinity", "parish"]);
        assert_eq!(name.qualifier.as_deref(), Some("holy family church hall"));
    }

    #[test]
    fn numbers_are_read_whatever_their_dress() {
        assert_eq!(normalize("3rd Plymouth Scouts, Ward 007").numbers, ["3", "7"]);
        assert_eq!(normalize("PL12 Community").numbers, Vec::<String>::new());
    }

    #[test]
    fn accents_and_apostrophes_make_no_difference() {
        assert_eq!(
            normalize("Moments Café, Saint Mary’s").tokens,
            normalize("moments cafe st. marys").tokens
        );
    }
}
