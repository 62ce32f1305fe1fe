//! Telephone numbers.

mod plain;
mod plan;

#[cfg(test)]
mod agreement;

use phonenumber::country::Id;

/// The country assumed where none is given or the given one is unknown.
const DEFAULT_COUNTRY: Id = Id::GB;

/// What separates several numbers in one field.
const SEPARATORS: &[&str] = &["/", ",", ";", "|", " or ", " and ", "\n"];

/// Numbers that Ofcom keeps free for drama, as national prefixes: well-formed, never anybody's, and so outside the
/// numbering plan that the library checks against. Test data uses them.
/// Origin: Ofcom, "Telephone numbers for use in TV and radio drama programmes".
const DRAMA: &[&str] = &["7700900", "1632960", "2079460", "8081570", "9098790", "3069990"];

/// The number as E.164 (`+441752668000`), read as dialled from `country` (ISO alpha-2; Great Britain where it is
/// empty or unknown). The first valid number, where the text holds several; extensions are left out.
/// `None` where there is no number valid by the country's numbering plan.
pub fn normalize(text: &str, country: &str) -> Option<String> {
    let country = country_of(country);
    plain::read(text, country).unwrap_or_else(|| with_library(text, country))
}

fn country_of(text: &str) -> Id {
    match text {
        "GB" => Id::GB,
        "US" => Id::US,
        text => text.trim().to_ascii_uppercase().parse().unwrap_or(DEFAULT_COUNTRY),
    }
}

/// Reads any text that may hold a number.
fn with_library(text: &str, country: Id) -> Option<String> {
    let lower = crate::text::line(text).to_lowercase();
    let whole = parse(&lower, country);
    whole.or_else(|| split(&lower).into_iter().find_map(|part| parse(part, country)))
}

fn split(text: &str) -> Vec<&str> {
    let mut parts = vec![text];
    for separator in SEPARATORS {
        parts = parts.into_iter().flat_map(|part| part.split(separator)).collect();
    }
    parts
}

fn parse(text: &str, country: Id) -> Option<String> {
    let dialled = without_label(text).replace("(0)", "");
    let number = phonenumber::parse(Some(country), dialled).ok()?;
    let national = number.national().value().to_string();
    let is_drama = number.code().value() == 44 && is_drama(&national);
    (is_drama || phonenumber::is_valid(&number))
        .then(|| number.format().mode(phonenumber::Mode::E164).to_string())
}

/// Whether a British national number is kept for drama.
fn is_drama(national: &str) -> bool {
    national.len() == 10 && DRAMA.iter().any(|prefix| national.starts_with(prefix))
}

/// Without words before the number (`tel:`) and after it (`ext. 5`, `ask for Jo`).
fn without_label(text: &str) -> &str {
    let start = text.find(|c: char| c.is_ascii_digit() || matches!(c, '+' | '(')).unwrap_or(text.len());
    let rest = text.get(start..).unwrap_or_default();
    let end = rest.find(char::is_alphabetic).unwrap_or(rest.len());
    rest.get(..end).unwrap_or_default().trim_end_matches(|c: char| !c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_number_has_one_form() {
        for text in ["01752 668000", "+44 (0)1752 668000", "0044 1752 668000", "tel: (01752) 668-000 ext 5"] {
            assert_eq!(normalize(text, "GB").as_deref(), Some("+441752668000"), "{text}");
        }
        assert_eq!(normalize("(305) 358-8888", "US").as_deref(), Some("+13053588888"));
        assert_eq!(normalize("01752 668000", "??").as_deref(), Some("+441752668000"));
    }

    #[test]
    fn the_first_of_several_counts() {
        assert_eq!(normalize("01752 668000 / 01752 305901", "GB").as_deref(), Some("+441752668000"));
    }

    #[test]
    fn numbers_kept_for_drama_are_numbers() {
        assert_eq!(normalize("07700 900000", "GB").as_deref(), Some("+447700900000"));
    }

    #[test]
    fn what_no_plan_knows_is_no_number() {
        for text in ["", "n/a", "12", "01752", "see website", "99999999999999999999"] {
            assert_eq!(normalize(text, "GB"), None, "{text}");
        }
    }
}
