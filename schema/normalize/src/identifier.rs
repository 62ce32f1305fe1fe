//! Numbers that public registers give.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::table::Table;
use crate::text;

/// A number in a register.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Identifier {
    /// The register: its code in the org-id.guide list (`GB-CHC`), `UPRN` and `ODS` by their own names, otherwise a
    /// key made of the words the source used.
    pub scheme: String,
    /// The number, in the register's own form where the scheme is known.
    pub value: String,
}

/// The registers known, by the keys of the words that name them.
static REGISTERS: LazyLock<Table> = LazyLock::new(|| Table::of(include_str!("../data/registers.txt")));

/// Words in the names of registers that tell none from another.
static NOISE: LazyLock<Table> = LazyLock::new(|| Table::of(include_str!("../data/register_noise.txt")));

/// What the numbers of Companies House may begin with.
static COMPANY_PREFIXES: LazyLock<Table> =
    LazyLock::new(|| Table::of(include_str!("../data/company_prefixes.txt")));

/// Reads a number, from the register's code or URI, the register in words, and the number, which may begin with the
/// code itself (`GB-CHC-1123081`) or with words (`Registered charity no. 1123081`).
///
/// `None` where the number has not the form that a known register gives, or nothing says which register it is.
pub fn normalize(scheme: Option<&str>, kind: Option<&str>, value: &str) -> Option<Identifier> {
    let named: Vec<String> =
        [scheme, kind].into_iter().flatten().map(text::key).filter(|key| !key.is_empty()).collect();
    let (prefix, number) = prefixed(value);
    let known = prefix.or_else(|| named.iter().find_map(|key| register(key)));
    if let Some(code) = known {
        return in_register(code, &compact(number));
    }
    let value = value.split_whitespace().collect::<Vec<_>>().join(" ").to_ascii_uppercase();
    let scheme = named.into_iter().next()?;
    (!value.is_empty()).then_some(Identifier { scheme, value })
}

/// Whether a scheme is the code of a register that is known, and not a key made of a source's words.
pub fn is_register(scheme: &str) -> bool {
    form(scheme).is_some()
}

/// The code of the register that a key of words names: as a whole, without noise, or as the end of a URI.
fn register(key: &str) -> Option<&'static str> {
    let telling = || key.split('-').filter(|word| !NOISE.has(word)).collect::<Vec<_>>().join("-");
    let in_uri = || {
        let is_uri = key.starts_with("http") || key.contains("org-id-guide");
        let starts = key.match_indices('-').filter_map(|(at, _)| key.get(at + 1..)).filter(|_| is_uri);
        starts.filter(|end| end.contains('-')).find_map(|end| REGISTERS.get(end))
    };
    REGISTERS.get(key).or_else(|| REGISTERS.get(&telling())).or_else(in_uri)
}

/// The register that a number names itself by the words before its first digit, and the rest.
fn prefixed(value: &str) -> (Option<&'static str>, &str) {
    let upper_start = value.find(|c: char| c.is_ascii_digit()).unwrap_or(value.len());
    let (words, _) = value.split_at_checked(upper_start).unwrap_or((value, ""));
    // Letters right before the digits belong to the number: `GB-COH-SC012345`.
    let end = words.trim_end_matches(|c: char| c.is_ascii_alphanumeric()).len();
    let (before, number) = value.split_at_checked(end).unwrap_or(("", value));
    match register(&text::key(before)) {
        Some(code) => (Some(code), number),
        None => (None, value),
    }
}

/// A number in the form of a register; one of another register's form belongs there (`SC012345` as a charity number).
fn in_register(code: &'static str, number: &str) -> Option<Identifier> {
    let found = |code: &'static str, value: Option<String>| {
        Some(Identifier { scheme: code.to_owned(), value: value? })
    };
    match code {
        "GB-CHC" if number.starts_with("SC") => found("GB-SC", scottish_charity(number)),
        "GB-CHC" if number.starts_with("NIC") => found("GB-NIC", northern_irish_charity(number)),
        code => found(code, form(code)?(number)),
    }
}

/// The form of a register's numbers. Origin: each register's own guidance; none of them has a check digit.
fn form(code: &str) -> Option<fn(&str) -> Option<String>> {
    Some(match code {
        "GB-CHC" => charity,
        "GB-SC" => scottish_charity,
        "GB-NIC" => northern_irish_charity,
        "GB-COH" => company,
        "GB-EDU" => school,
        "GB-UKPRN" => provider,
        "UPRN" => uprn,
        "ODS" => ods,
        "OFSTED" => ofsted,
        "US-EIN" => employer,
        _ => return None,
    })
}

/// Whether a register gives one number to one thing, so that two numbers mean two things.
pub fn is_exclusive(scheme: &str) -> bool {
    form(scheme).is_some()
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

/// Eight digits; two letters (Scotland, Northern Ireland, partnerships and so on) and six digits; or R and seven.
fn company(value: &str) -> Option<String> {
    if let Some(number) = digits(value, 1..=8) {
        return (number.trim_start_matches('0').len() >= 4).then(|| format!("{number:0>8}"));
    }
    if let Some(number) = value.strip_prefix('R').and_then(|number| digits(number, 7..=7)) {
        return Some(format!("R{number}"));
    }
    let (prefix, number) = value.split_at_checked(2)?;
    let number = digits(number, 1..=6)?;
    COMPANY_PREFIXES.has(&prefix.to_ascii_lowercase()).then(|| format!("{prefix}{number:0>6}"))
}

fn school(value: &str) -> Option<String> {
    digits(value, 6..=6).filter(|number| !number.starts_with('0'))
}

/// Six or seven digits, childcare's older ones behind two letters.
fn ofsted(value: &str) -> Option<String> {
    let bare = ["EY", "RP", "SC", "CA", "CH"].iter().find_map(|prefix| value.strip_prefix(prefix));
    digits(bare.unwrap_or(value), 6..=7).map(|_| value.to_owned())
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
    digits(value, 9..=9)
        .filter(|n| !n.starts_with("00"))
        .and_then(|n| n.split_at_checked(2).map(|(area, serial)| format!("{area}-{serial}")))
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
    fn registers_are_known_by_code_uri_and_name() {
        for (scheme, value, code, number) in [
            ("http://org-id.guide/list/GB-CHC", "1123081", "GB-CHC", "1123081"),
            ("https://org-id.guide/GB-COH", "1234567", "GB-COH", "01234567"),
            ("Charity Number", "1123081", "GB-CHC", "1123081"),
            ("Registered Charity No.", "1123081", "GB-CHC", "1123081"),
            ("Charity Commission for England and Wales", "1123081", "GB-CHC", "1123081"),
            ("Charity Number", "SC012345", "GB-SC", "SC012345"),
            ("charity", "NIC100123", "GB-NIC", "100123"),
            ("Companies House", "1234567", "GB-COH", "01234567"),
            ("Company Reg No", "R0000123", "GB-COH", "R0000123"),
            ("Ofsted URN", "EY123456", "OFSTED", "EY123456"),
            ("ODS code", "a81001", "ODS", "A81001"),
            ("", "GB-CHC-1123081", "GB-CHC", "1123081"),
            ("", "GB-COH-SC012345", "GB-COH", "SC012345"),
            ("", "Registered charity no. 1123081", "GB-CHC", "1123081"),
            ("org-id", "gb-chc/1123081", "GB-CHC", "1123081"),
        ] {
            assert_eq!(read(scheme, value), Some((code.to_owned(), number.to_owned())), "{scheme} {value}");
        }
    }

    #[test]
    fn a_number_of_the_wrong_form_is_none() {
        for (scheme, value) in [
            ("GB-CHC", "12"),
            ("GB-COH", "exempt"),
            ("UPRN", "n/a"),
            ("", "5"),
            ("GB-COH", "ZZ123456"),
            ("URN", "000000"),
        ] {
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
