//! What is found in text by its form: numbers to ring, addresses to write to, postcodes.

use normalize::{email, phone, postcode};

/// The longest address on one line, in bytes.
const LONGEST_ADDRESS: usize = 200;

/// The telephone numbers of a text as it writes them.
pub(super) fn phones(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(['+', '(', '0']) {
        let here = rest.get(start..).unwrap_or_default();
        let end =
            here.find(|c: char| !(c.is_ascii_digit() || " ()-.+\u{a0}".contains(c))).unwrap_or(here.len());
        let before = rest.get(..start).unwrap_or_default();
        let number = here.get(..end).unwrap_or_default().trim_end_matches(|c: char| !c.is_ascii_digit());
        let is_apart = !before.ends_with(|c: char| c.is_alphanumeric() || "£/-".contains(c));
        if is_apart && is_phone(number) {
            found.push(number.replace('\u{a0}', " "));
        }
        rest = here.get(end.max(1)..).unwrap_or_default();
    }
    found
}

/// Whether a text is a telephone number of the United Kingdom, or an international one.
pub(super) fn is_phone(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let bare = text.trim_start_matches(['(', ' ']);
    (10..=14).contains(&digits)
        && (bare.starts_with('0') || bare.starts_with('+'))
        && phone::normalize(text, "GB").is_some()
}

/// The e-mail addresses of a text.
pub(super) fn emails(text: &str) -> Vec<String> {
    if !text.contains('@') {
        return Vec::new();
    }
    let words = text
        .split(|c: char| c.is_whitespace() || "<>()[],;|\"".contains(c))
        .filter(|word| word.contains('@'));
    let bare = words.map(|word| word.trim_matches(|c: char| !(c.is_alphanumeric() || c == '_')));
    let bare = bare.map(|word| word.rsplit(':').next().unwrap_or(word));
    bare.filter_map(email::normalize).collect()
}

/// Whether a line ends in a postcode.
pub(super) fn ends_in_postcode(line: &str) -> Option<String> {
    let line = line.trim_end_matches(|c: char| !c.is_alphanumeric());
    let mut words = line.rsplit([' ', ',', '\u{a0}']).filter(|word| !word.is_empty());
    let last = words.next()?;
    let two = words.next().map(|before| format!("{before} {last}"));
    two.as_deref().and_then(exact).or_else(|| exact(last))
}

/// A postcode that is written as one, in capitals.
fn exact(text: &str) -> Option<String> {
    let is_written = text.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == ' ');
    let read = postcode::find(text).filter(|_| is_written || text.contains(' '))?;
    let letters = |text: &str| text.chars().filter(char::is_ascii_alphanumeric).count();
    (letters(&read) == letters(text)).then_some(read)
}

/// The postcode that stands in a text, in capitals.
pub(super) fn postcode_in(text: &str) -> Option<String> {
    let found = postcode::find(text)?;
    let compact: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    compact.contains(&found.replace(' ', "")).then_some(found)
}

/// An address on one line, made of lines of which the last ends in a postcode.
pub(super) fn address_of(lines: &[&str]) -> Option<String> {
    let (last, before) = lines.split_last()?;
    ends_in_postcode(last)?;
    let mut parts = vec![*last];
    for line in before.iter().rev() {
        let is_part = line.len() <= 80
            && !line.ends_with(['.', ':', '?', '!'])
            && super::label::split(line).is_none()
            && emails(line).is_empty()
            && phones(line).is_empty();
        if !is_part || parts.len() > 7 {
            break;
        }
        parts.push(line);
    }
    parts.reverse();
    let joined = parts.iter().map(|part| part.trim().trim_end_matches(',')).collect::<Vec<_>>().join(", ");
    let address = if parts.len() == 1 { of_prose(&joined) } else { &joined };
    let postcode = ends_in_postcode(address)?;
    let is_more = address.chars().filter(|c| c.is_alphanumeric()).count() > postcode.len() + 2;
    (is_more && address.len() <= LONGEST_ADDRESS).then(|| address.to_owned())
}

/// The address at the end of a line, without the sentence before it.
fn of_prose(line: &str) -> &str {
    let line = super::label::split(line).map_or(line, |(_, rest)| rest);
    let breaks = [
        ". ",
        ": ",
        "; ",
        " is at ",
        " are at ",
        " located at ",
        " held at ",
        " meet at ",
        " meets at ",
        " based at ",
        " visit us at ",
        " write to ",
    ];
    let start = breaks.iter().filter_map(|part| Some(line.rfind(part)? + part.len())).max();
    line.get(start.unwrap_or(0)..).unwrap_or(line).trim()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_are_found_where_they_stand_in_text() {
        assert_eq!(phones("Call 01752 305900 or 07700 900123."), ["01752 305900", "07700 900123"]);
        assert_eq!(
            phones("tel (01752) 668000, fax none; +44 1752 668001"),
            ["(01752) 668000", "+44 1752 668001"]
        );
        assert_eq!(phones("ref 2025-0012345678, £0123456789, 10am to 4pm, 2019-2020"), Vec::<String>::new());
    }

    #[test]
    fn an_address_ends_in_a_postcode() {
        let lines = ["Stoke Library", "Albert Road", "Plymouth", "PL2 1AB"];
        assert_eq!(address_of(&lines).as_deref(), Some("Stoke Library, Albert Road, Plymouth, PL2 1AB"));
        let prose = ["We meet weekly. The hall is at 3 High Street, Plymouth PL1 2AA"];
        assert_eq!(address_of(&prose).as_deref(), Some("3 High Street, Plymouth PL1 2AA"));
        assert_eq!(address_of(&["PL1 2AA"]), None);
        assert_eq!(address_of(&["Open 9am to 5pm"]), None);
    }

    proptest! {
        #[test]
        fn no_text_makes_them_panic(text in ".{0,120}") {
            let _ = (phones(&text), emails(&text), ends_in_postcode(&text), postcode_in(&text));
            let lines: Vec<&str> = text.split(' ').collect();
            let _ = address_of(&lines);
        }
    }
}
