//! Countries.

use phonenumber::country::Id;

use crate::text;

/// Names that feeds use, as keys, and the country's code. Own list: the United Kingdom with its parts, and the
/// countries whose directories publish in HSDS. Other countries are taken by their code.
const NAMES: &[(&str, &str)] = &[
    ("uk", "GB"),
    ("u-k", "GB"),
    ("gbr", "GB"),
    ("united-kingdom", "GB"),
    ("the-united-kingdom", "GB"),
    ("united-kingdom-of-great-britain-and-northern-ireland", "GB"),
    ("great-britain", "GB"),
    ("britain", "GB"),
    ("england", "GB"),
    ("scotland", "GB"),
    ("wales", "GB"),
    ("cymru", "GB"),
    ("northern-ireland", "GB"),
    ("usa", "US"),
    ("u-s-a", "US"),
    ("u-s", "US"),
    ("united-states", "US"),
    ("united-states-of-america", "US"),
    ("america", "US"),
    ("canada", "CA"),
    ("can", "CA"),
    ("ireland", "IE"),
    ("republic-of-ireland", "IE"),
    ("irl", "IE"),
    ("eire", "IE"),
    ("jersey", "JE"),
    ("guernsey", "GG"),
    ("isle-of-man", "IM"),
    ("australia", "AU"),
    ("new-zealand", "NZ"),
    ("france", "FR"),
    ("germany", "DE"),
    ("netherlands", "NL"),
    ("spain", "ES"),
    ("italy", "IT"),
];

/// The country as an ISO 3166-1 alpha-2 code, from a code or a common English name. `None` where it is unknown.
pub fn normalize(text: &str) -> Option<String> {
    let key = text::key(text);
    if let Some((_, code)) = NAMES.iter().find(|(name, _)| *name == key) {
        return Some((*code).to_owned());
    }
    let code = key.to_ascii_uppercase();
    (code.len() == 2 && code.parse::<Id>().is_ok()).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_codes_give_the_code() {
        for (text, code) in [("England", "GB"), ("U.K.", "GB"), ("gb", "GB"), ("USA", "US"), ("fr", "FR")] {
            assert_eq!(normalize(text).as_deref(), Some(code), "{text}");
        }
        for text in ["", "Atlantis", "ZZ", "Plymouth"] {
            assert_eq!(normalize(text), None, "{text}");
        }
    }
}
