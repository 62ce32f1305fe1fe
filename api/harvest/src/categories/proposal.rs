use std::collections::BTreeSet;

use normalize::text;
use rapidfuzz::fuzz;

use super::{Categories, Category};

/// Less alike than this is no proposal.
const LEAST: f64 = 0.6;

/// The category whose name, or another word for it, is most like that of a term, and how much, 0 to 1.
pub(super) fn likeliest<'c>(categories: &'c Categories, term: &str) -> Option<(&'c Category, f64)> {
    let term = stems(term);
    let mut best: Option<(&Category, f64)> = None;
    for category in categories.iter() {
        let names = std::iter::once(&category.name).chain(&category.also);
        let score = names.map(|name| likeness(&term, &stems(name))).fold(0.0, f64::max);
        if score >= LEAST && best.is_none_or(|(_, known)| score > known) {
            best = Some((category, score));
        }
    }
    best
}

/// The words that tell something, without the sign of the plural, in order.
fn stems(text: &str) -> BTreeSet<String> {
    const EMPTY: [&str; 6] = ["and", "the", "for", "of", "in", "services"];
    let stem = |word: String| match word.strip_suffix('s') {
        Some(stem) if stem.len() > 2 && !stem.ends_with('s') => stem.to_owned(),
        _ => word,
    };
    text::words(text).into_iter().filter(|word| !EMPTY.contains(&word.as_str())).map(stem).collect()
}

/// The greater of the share of words in common and the likeness of the letters.
fn likeness(a: &BTreeSet<String>, b: &BTreeSet<String>) -> f64 {
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    let joined = |words: &BTreeSet<String>| words.iter().map(String::as_str).collect::<Vec<_>>().join(" ");
    let count = |number: usize| f64::from(u32::try_from(number).unwrap_or(u32::MAX));
    let common = 2.0 * count(a.intersection(b).count()) / count(a.len() + b.len());
    fuzz::ratio(joined(a).chars(), joined(b).chars()).max(common)
}
