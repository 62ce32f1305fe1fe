//! Postcodes of the United Kingdom. Rule: BS 7666 and the Royal Mail's programmers' guide to the PAF.

/// The longest postcode without its space.
const LONGEST: usize = 7;

/// A postcode as the Royal Mail writes it (`PL1 1AB`), from any case, spacing or punctuation (`pl1,1ab`), with a letter
/// O for a nought or the other way round where the form leaves no doubt (`P011 9EE`).
/// `None` where the text is not exactly one postcode by form; whether it is in use is not known here.
pub fn normalize(text: &str) -> Option<String> {
    let compact = Compact::of(text)?;
    let compact = if compact.is_postcode() { compact } else { compact.without_slips()? };
    Some(compact.written())
}

/// The last postcode inside a longer text, such as an address on one line.
pub fn find(text: &str) -> Option<String> {
    find_span(text).map(|(_, _, postcode)| postcode)
}

/// As [`find`], with the byte range where it stands.
pub(crate) fn find_span(text: &str) -> Option<(usize, usize, String)> {
    let mut after: Option<(usize, usize)> = None;
    let mut end = text.len();
    while let Some((start, stop)) = last_word(text, end) {
        if let Some(found) = exact(text, start, stop) {
            return Some((start, stop, found));
        }
        if let Some((next, next_end)) = after
            && next - stop <= MOST_BETWEEN
            && !is_ordinal(text.get(next..next_end)?)
            && let Some(found) = exact(text, start, next_end)
        {
            return Some((start, next_end, found));
        }
        (after, end) = (Some((start, stop)), start);
    }
    None
}

/// The most bytes between the halves of a postcode: a comma and spaces.
const MOST_BETWEEN: usize = 3;

/// The outward half of a normalized postcode: `PL1` of `PL1 1AB`.
pub fn outward(postcode: &str) -> &str {
    postcode.split(' ').next().unwrap_or_default()
}

fn exact(text: &str, start: usize, end: usize) -> Option<String> {
    let compact = Compact::of(text.get(start..end)?)?;
    compact.is_postcode().then(|| compact.written())
}

/// Where the last run of letters and digits before `end` is.
fn last_word(text: &str, end: usize) -> Option<(usize, usize)> {
    let before = text.get(..end)?;
    let stop = before.trim_end_matches(|c: char| !c.is_alphanumeric()).len();
    let start = before.get(..stop)?.trim_end_matches(char::is_alphanumeric).len();
    (start < stop).then_some((start, stop))
}

/// `27th`: with a direction before it (`NW 27th Street`) it has the form of a postcode and is none.
fn is_ordinal(word: &str) -> bool {
    let word = word.as_bytes();
    let Some((digits, ending)) = word.split_last_chunk::<2>() else { return false };
    let is_ending = matches!(&ending.map(|byte| byte.to_ascii_lowercase()), b"st" | b"nd" | b"rd" | b"th");
    is_ending && digits.len() >= 2 && digits.iter().all(u8::is_ascii_digit)
}

/// The letters and digits of a text, in capitals.
#[derive(Clone, Copy)]
struct Compact {
    bytes: [u8; LONGEST],
    length: usize,
}

impl Compact {
    /// `None` where there are too few or too many, or others than those of ASCII.
    fn of(text: &str) -> Option<Self> {
        let mut compact = Self { bytes: [0; LONGEST], length: 0 };
        for c in text.chars().filter(|c| !c.is_whitespace()) {
            if !c.is_ascii() {
                return None;
            }
            if c.is_ascii_alphanumeric() {
                *compact.bytes.get_mut(compact.length)? = c.to_ascii_uppercase() as u8;
                compact.length += 1;
            }
        }
        (compact.length >= 5).then_some(compact)
    }

    fn halves(&self) -> (&[u8], &[u8]) {
        let all = self.bytes.get(..self.length).unwrap_or_default();
        all.split_at_checked(all.len().saturating_sub(3)).unwrap_or_default()
    }

    fn is_postcode(&self) -> bool {
        let (outward, inward) = self.halves();
        is_outward(outward) && is_inward(inward)
    }

    /// Second a letter and first of the inward half a digit, where they are written as the other.
    fn without_slips(mut self) -> Option<Self> {
        let swap = |byte: &mut u8, from, to| {
            if *byte == from {
                *byte = to;
            }
        };
        swap(self.bytes.get_mut(self.length - 3)?, b'O', b'0');
        if !self.is_postcode() {
            swap(self.bytes.get_mut(1)?, b'0', b'O');
        }
        self.is_postcode().then_some(self)
    }

    fn written(&self) -> String {
        let (outward, inward) = self.halves();
        let all = outward.iter().chain(b" ").chain(inward);
        all.map(|byte| char::from(*byte)).collect()
    }
}

/// A9, A99, AA9, AA99, A9A, AA9A, and GIR.
fn is_outward(text: &[u8]) -> bool {
    let letter = |at: usize| text.get(at).is_some_and(u8::is_ascii_uppercase);
    let digit = |at: usize| text.get(at).is_some_and(u8::is_ascii_digit);
    let area = if letter(1) { 2 } else { 1 };
    let district = match text.len() - area.min(text.len()) {
        1 => true,
        2 => digit(area + 1) || letter(area + 1),
        _ => false,
    };
    text == b"GIR" || (letter(0) && digit(area) && district)
}

/// A digit and two letters, of which C, I, K, M, O and V are never used.
fn is_inward(text: &[u8]) -> bool {
    let letter = |c: &u8| c.is_ascii_uppercase() && !b"CIKMOV".contains(c);
    matches!(text, [digit, a, b] if digit.is_ascii_digit() && letter(a) && letter(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_spacing_and_commas_make_no_difference() {
        for text in ["PL1 1AB", "pl11ab", " PL1,1AB ", "PL1-1ab", "P L 1 1 A B"] {
            assert_eq!(normalize(text).as_deref(), Some("PL1 1AB"), "{text}");
        }
        assert_eq!(normalize("PL2, 1AB").as_deref(), Some("PL2 1AB"));
        assert_eq!(normalize("ec1a1bb").as_deref(), Some("EC1A 1BB"));
    }

    #[test]
    fn a_nought_for_an_o_is_read_where_the_form_tells() {
        assert_eq!(normalize("P011 9EE").as_deref(), Some("PO11 9EE"));
        assert_eq!(normalize("PL1 OAB").as_deref(), Some("PL1 0AB"));
        assert_eq!(find("PL1 Old Town"), None);
    }

    #[test]
    fn a_numbered_street_behind_a_direction_is_no_postcode() {
        assert_eq!(find("8280 NW 27th Street, Miami"), None);
        assert_eq!(find("Willesden Lane, NW2 7TH").as_deref(), Some("NW2 7TH"));
    }

    #[test]
    fn what_has_not_the_form_is_no_postcode() {
        for text in ["", "PL1", "33101", "PL1 1CC", "PLY 1AB", "PL123 4AB", "ＰＬ１ １ＡＢ"] {
            assert_eq!(normalize(text), None, "{text}");
        }
    }

    #[test]
    fn the_last_postcode_of_an_address_is_found() {
        assert_eq!(find("22 Granby Street , Plymouth, Devon PL1 4BH").as_deref(), Some("PL1 4BH"));
        assert_eq!(find("Mutley Baptist Church, Devon PL46LB, UK").as_deref(), Some("PL4 6LB"));
        assert_eq!(find("1 High Street, Plymouth"), None);
        assert_eq!(outward("PL1 4BH"), "PL1");
    }
}
