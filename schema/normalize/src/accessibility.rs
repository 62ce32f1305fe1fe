//! What disabled visitors find at a place, read out of what is written about it.
//!
//! A place is said to have something only where a clause says so and does not deny it: `no lift` and `the toilet is
//! not accessible` tell of nothing. The phrases are a table, `data/accessibility.txt`.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::{table, text};

/// Words before or after which something is said not to be there.
const DENIALS: [&str; 7] = ["no", "not", "without", "cannot", "isn", "aren", "lacks"];

/// Something that disabled visitors may find, by its code, such as `hearing-loop`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Feature(u8);

/// The codes in their order, and every phrase, surrounded by hyphens, with the number of its code.
struct Features {
    codes: Vec<&'static str>,
    phrases: Vec<(String, u8)>,
}

static FEATURES: LazyLock<Features> = LazyLock::new(|| {
    let mut features = Features { codes: Vec::new(), phrases: Vec::new() };
    for (phrase, code) in table::rows(include_str!("../data/accessibility.txt")) {
        if features.codes.last() != Some(&code) {
            features.codes.push(code);
        }
        let number = u8::try_from(features.codes.len() - 1).unwrap_or(u8::MAX);
        features.phrases.push((format!("-{phrase}-"), number));
    }
    features
});

impl Feature {
    /// Every feature there is, in the order of the table.
    pub fn all() -> impl Iterator<Item = Self> {
        (0_u8..).take(FEATURES.codes.len()).map(Self)
    }

    /// The feature of a code.
    pub fn of(code: &str) -> Option<Self> {
        Self::all().find(|feature| feature.as_str().eq_ignore_ascii_case(code.trim()))
    }

    /// Its code.
    pub fn as_str(self) -> &'static str {
        FEATURES.codes.get(usize::from(self.0)).copied().unwrap_or_default()
    }
}

/// The features that a text says are there, sorted, each once.
pub fn features(said: &str) -> Vec<Feature> {
    let mut found: Vec<Feature> = clauses(said).flat_map(|clause| features_of(&clause)).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// The parts of a text that deny or affirm for themselves, as keys surrounded by hyphens.
fn clauses(said: &str) -> impl Iterator<Item = String> {
    let clauses = said.split(['.', ';', ',', '\n', '(', ')', '/']).flat_map(|part| part.split(" but "));
    clauses.map(|clause| format!("-{}-", text::key(clause)))
}

fn features_of(clause: &str) -> Vec<Feature> {
    let mut said = clause.to_owned();
    let mut found = Vec::new();
    for (phrase, number) in &FEATURES.phrases {
        if said.contains(phrase.as_str()) {
            found.push(Feature(*number));
            // What the phrase itself denies, as in `no steps`, denies nothing else.
            said = said.replace(phrase.as_str(), "-");
        }
    }
    let denied = said.split('-').any(|word| DENIALS.contains(&word));
    if denied { Vec::new() } else { found }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(said: &str) -> Vec<&'static str> {
        features(said).into_iter().map(Feature::as_str).collect()
    }

    #[test]
    fn what_is_said_to_be_there_is_found_by_its_code() {
        assert_eq!(
            codes("Level access, lift and accessible toilets."),
            ["step-free", "accessible-toilet", "lift"]
        );
        assert_eq!(
            codes("Fully wheelchair accessible; hearing loop at reception"),
            ["wheelchair", "hearing-loop"]
        );
        assert_eq!(codes("No steps."), ["step-free"]);
        assert_eq!(Feature::of("Hearing-Loop").map(Feature::as_str), Some("hearing-loop"));
        assert_eq!(Feature::of("loop"), None);
    }

    #[test]
    fn what_is_denied_is_not_there() {
        assert_eq!(codes("Ramp at the side. There is no lift."), ["step-free"]);
        assert_eq!(codes("The first floor is not accessible by wheelchair"), [""; 0]);
        assert_eq!(codes("Accessible toilet but no hearing loop"), ["accessible-toilet"]);
        assert_eq!(codes(""), [""; 0]);
    }
}
