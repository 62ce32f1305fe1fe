//! Names of organizations, services and places.

use crate::text;

/// Words for the legal form of a body, which come and go between sources without meaning anything.
/// Own list, after the forms of companies and charities registered in the UK and the USA.
const LEGAL: &[&str] = &[
    "ltd",
    "limited",
    "plc",
    "llp",
    "lp",
    "cic",
    "cio",
    "scio",
    "inc",
    "incorporated",
    "llc",
    "corp",
    "corporation",
    "co",
    "company",
    "pbc",
    "cbs",
    "bencom",
];

/// Words that join others and tell nothing apart. Own list.
const FILLER: &[&str] = &[
    "the", "a", "an", "and", "of", "at", "in", "for", "on", "to", "with", "by", "from", "or", "our", "your",
];

/// Ways to write one word, and the way that is kept. Own list, from the variants that public directories use.
const SAME: &[(&str, &str)] = &[
    ("saint", "st"),
    ("center", "centre"),
    ("ctr", "centre"),
    ("centres", "centre"),
    ("childrens", "children"),
    ("womens", "women"),
    ("mens", "men"),
    ("comm", "community"),
    ("assoc", "association"),
    ("assn", "association"),
    ("dept", "department"),
    ("govt", "government"),
    ("hosp", "hospital"),
    ("sch", "school"),
    ("univ", "university"),
    ("theater", "theatre"),
    ("program", "programme"),
];

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
    let (core, qualifier) = split_qualifier(&name);
    let all = text::words(&name);
    let mut tokens = core_tokens(&text::words(&core));
    if tokens.is_empty() {
        tokens = all.iter().map(|word| canonical(word)).collect();
    }
    Name { numbers: numbers(&all), text: all.join(" "), tokens, qualifier }
}

/// The name without its bracketed parts, and their words.
fn split_qualifier(name: &str) -> (String, Option<String>) {
    let (mut core, mut inner) = (String::new(), String::new());
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
    let inner = text::words(&inner).join(" ");
    (core, (!inner.is_empty()).then_some(inner))
}

fn core_tokens(words: &[String]) -> Vec<String> {
    let carries = |word: &&String| !LEGAL.contains(&word.as_str()) && !FILLER.contains(&word.as_str());
    words.iter().filter(carries).map(|word| canonical(word)).collect()
}

fn canonical(word: &str) -> String {
    SAME.iter().find(|(other, _)| *other == word).map_or(word, |(_, kept)| kept).to_owned()
}

/// Words that begin with a digit, as the bare number: `3rd` is `3`, `007` is `7`.
fn numbers(words: &[String]) -> Vec<String> {
    let digits = |word: &String| {
        let end = word.find(|c: char| !c.is_ascii_digit()).unwrap_or(word.len());
        let number = word.get(..end)?.trim_start_matches('0');
        (end > 0).then(|| if number.is_empty() { "0".to_owned() } else { number.to_owned() })
    };
    words.iter().filter_map(digits).collect()
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
