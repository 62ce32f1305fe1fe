//! Numbers that public registers give.

use crate::text;

/// A number in a register.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Identifier {
    /// The register: its code in the org-id.guide list (`GB-CHC`), `UPRN` and `ODS` by their own names, otherwise a
    /// key made of the words the source used.
    pub scheme: String,
    /// The number, in the register's own form where the scheme is known.
    pub value: String,
}

/// A register that is known: its code, the words that mean it, and whether it gives one number to one thing.
struct Scheme {
    code: &'static str,
    words: &'static [&'static str],
    form: fn(&str) -> Option<String>,
}

/// The registers known, and the keys of the words by which feeds name them.
/// Origin of the codes: org-id.guide; of the forms: each register's own guidance.
const SCHEMES: &[Scheme] = &[
    Scheme {
        code: "GB-CHC",
        words: &[
            "gb-chc",
            "charity",
            "charity-number",
            "charity-commission",
            "registered-charity",
            "registered-charity-number",
            "chc",
        ],
        form: charity,
    },
    Scheme {
        code: "GB-SC",
        words: &["gb-sc", "oscr", "scottish-charity", "scottish-charity-number"],
        form: scottish_charity,
    },
    Scheme {
        code: "GB-NIC",
        words: &["gb-nic", "ccni", "northern-ireland-charity"],
        form: northern_irish_charity,
    },
    Scheme {
        code: "GB-COH",
        words: &[
            "gb-coh",
            "company",
            "company-number",
            "companies-house",
            "company-registration-number",
            "coh",
            "crn",
        ],
        form: company,
    },
    Scheme { code: "GB-EDU", words: &["gb-edu", "urn", "edubase", "gias", "school-urn"], form: school },
    Scheme { code: "GB-UKPRN", words: &["gb-ukprn", "ukprn"], form: provider },
    Scheme { code: "UPRN", words: &["uprn", "unique-property-reference-number", "gb-uprn"], form: uprn },
    Scheme { code: "ODS", words: &["ods", "ods-code", "gb-nhs", "nhs-ods", "nacs"], form: ods },
    Scheme { code: "US-EIN", words: &["us-ein", "ein", "tax-id"], form: employer },
];

/// Reads a number, from the register's code, the register in words and the number. `None` where the number has not
/// the form that a known register gives, or neither code nor words say which register it is.
pub fn normalize(scheme: Option<&str>, kind: Option<&str>, value: &str) -> Option<Identifier> {
    let named = [scheme, kind].into_iter().flatten().map(text::key).filter(|key| !key.is_empty());
    let named: Vec<String> = named.collect();
    let known = named.iter().find_map(|key| SCHEMES.iter().find(|known| known.words.contains(&key.as_str())));
    if let Some(known) = known {
        return Some(Identifier { scheme: known.code.to_owned(), value: (known.form)(&compact(value))? });
    }
    let value = value.split_whitespace().collect::<Vec<_>>().join(" ").to_ascii_uppercase();
    let scheme = named.into_iter().next()?;
    (!value.is_empty()).then_some(Identifier { scheme, value })
}

/// Whether a register gives one number to one thing, so that two numbers mean two things.
pub fn is_exclusive(scheme: &str) -> bool {
    SCHEMES.iter().any(|known| known.code == scheme)
}

fn compact(value: &str) -> String {
    value.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
}

/// Digits of a length, leading zeros kept.
fn digits(value: &str, lengths: std::ops::RangeInclusive<usize>) -> Option<String> {
    let fits = lengths.contains(&value.len()) && value.chars().all(|c| c.is_ascii_digit());
    fits.then(|| value.to_owned())
}

fn charity(value: &str) -> Option<String> {
    digits(value.trim_start_matches('0'), 6..=7)
}

fn scottish_charity(value: &str) -> Option<String> {
    digits(value.strip_prefix("SC").unwrap_or(value).trim_start_matches('0'), 1..=6)
        .map(|n| format!("SC{n:0>6}"))
}

fn northern_irish_charity(value: &str) -> Option<String> {
    digits(value.strip_prefix("NIC").unwrap_or(value), 6..=6)
}

/// Eight digits, or two letters (Scotland, Northern Ireland, partnerships and so on) and six digits.
fn company(value: &str) -> Option<String> {
    if let Some(number) = digits(value, 1..=8) {
        return (number.trim_start_matches('0').len() >= 4).then(|| format!("{number:0>8}"));
    }
    let (prefix, number) = value.split_at_checked(2)?;
    let number = digits(number, 1..=6)?;
    prefix.chars().all(|c| c.is_ascii_uppercase()).then(|| format!("{prefix}{number:0>6}"))
}

fn school(value: &str) -> Option<String> {
    digits(value, 6..=6)
}

fn provider(value: &str) -> Option<String> {
    digits(value, 8..=8).filter(|number| number.starts_with('1'))
}

fn uprn(value: &str) -> Option<String> {
    digits(value.trim_start_matches('0'), 1..=12)
}

fn ods(value: &str) -> Option<String> {
    let has_digit = value.chars().any(|c| c.is_ascii_digit());
    ((3..=10).contains(&value.len()) && has_digit).then(|| value.to_owned())
}

fn employer(value: &str) -> Option<String> {
    digits(value, 9..=9).and_then(|n| n.split_at_checked(2).map(|(area, serial)| format!("{area}-{serial}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(scheme: &str, value: &str) -> Option<(String, String)> {
        normalize(Some(scheme), None, value).map(|found| (found.scheme, found.value))
    }

    #[test]
    fn known_registers_have_one_code_and_one_form() {
        let pair = |scheme: &str, value: &str| Some((scheme.to_owned(), value.to_owned()));
        assert_eq!(read("GB-CHC", "1 234 567"), pair("GB-CHC", "1234567"));
        assert_eq!(read("Company number", "1234567"), pair("GB-COH", "01234567"));
        assert_eq!(read("gb-coh", "sc 12345"), pair("GB-COH", "SC012345"));
        assert_eq!(read("UPRN", "000010012345678"), pair("UPRN", "10012345678"));
        assert_eq!(read("EIN", "123456789"), pair("US-EIN", "12-3456789"));
        assert_eq!(normalize(None, Some("Registered charity"), "234567").unwrap().scheme, "GB-CHC");
    }

    #[test]
    fn a_number_of_the_wrong_form_is_none() {
        for (scheme, value) in [("GB-CHC", "12"), ("GB-COH", "exempt"), ("UPRN", "n/a"), ("", "5")] {
            assert_eq!(read(scheme, value), None, "{scheme} {value}");
        }
    }

    #[test]
    fn an_unknown_register_is_kept_under_its_own_words() {
        let found = normalize(None, Some("Local Ref"), " ab-1 ").unwrap();
        assert_eq!((found.scheme.as_str(), found.value.as_str()), ("local-ref", "AB-1"));
        assert!(!is_exclusive(&found.scheme) && is_exclusive("UPRN"));
    }
}
