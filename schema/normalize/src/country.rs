//! Countries.

use std::sync::LazyLock;

use phonenumber::country::Id;

use crate::table::Table;
use crate::text;

/// Names that feeds use, as keys, and the country's code.
static NAMES: LazyLock<Table> = LazyLock::new(|| Table::of(include_str!("../data/countries.txt")));

/// The country as an ISO 3166-1 alpha-2 code, from a code or a common English name. `None` where it is unknown.
pub fn normalize(text: &str) -> Option<String> {
    let key = text::key(text);
    if let Some(code) = NAMES.get(&key) {
        return Some(code.to_owned());
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
