//! Postcodes of the United Kingdom. Rule: BS 7666 and the Royal Mail's programmers' guide to the PAF.

/// A postcode as the Royal Mail writes it (`PL1 1AB`), from any case, spacing or punctuation (`pl1,1ab`).
/// `None` where the text is not exactly one postcode by form; whether it is in use is not known here.
pub fn normalize(text: &str) -> Option<String> {
    let compact: String =
        text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect();
    let only_punctuation = text.chars().all(|c| c.is_ascii() || c.is_whitespace());
    if !only_punctuation || !(5..=7).contains(&compact.len()) {
        return None;
    }
    let (outward, inward) = compact.split_at(compact.len() - 3);
    (is_outward(outward) && is_inward(inward)).then(|| format!("{outward} {inward}"))
}

/// The last postcode inside a longer text, such as an address on one line.
pub fn find(text: &str) -> Option<String> {
    find_span(text).map(|(_, _, postcode)| postcode)
}

/// As [`find`], with the byte range where it stands.
pub(crate) fn find_span(text: &str) -> Option<(usize, usize, String)> {
    let words = word_spans(text);
    for (index, &(start, end)) in words.iter().enumerate().rev() {
        if let Some(postcode) = text.get(start..end).and_then(normalize) {
            return Some((start, end, postcode));
        }
        let Some(&(before, before_end)) = index.checked_sub(1).and_then(|at| words.get(at)) else { continue };
        let between = text.get(before_end..start).unwrap_or_default();
        if between.len() <= 3
            && let Some(postcode) = text.get(before..end).and_then(normalize)
        {
            return Some((before, end, postcode));
        }
    }
    None
}

/// The outward half of a normalized postcode: `PL1` of `PL1 1AB`.
pub fn outward(postcode: &str) -> &str {
    postcode.split(' ').next().unwrap_or_default()
}

/// Where the runs of ASCII letters and digits are.
fn word_spans(text: &str) -> Vec<(usize, usize)> {
    let mut spans = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices() {
        match (c.is_alphanumeric(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                spans.push((from, at));
                start = None;
            }
            _ => {}
        }
    }
    spans.extend(start.map(|from| (from, text.len())));
    spans
}

/// A9, A99, AA9, AA99, A9A, AA9A, and GIR.
fn is_outward(text: &str) -> bool {
    let shape: String = text.chars().map(|c| if c.is_ascii_digit() { '9' } else { 'A' }).collect();
    text == "GIR" || matches!(shape.as_str(), "A9" | "A99" | "AA9" | "AA99" | "A9A" | "AA9A")
}

/// A digit and two letters, of which C, I, K, M, O and V are never used.
fn is_inward(text: &str) -> bool {
    let mut chars = text.chars();
    let letter = |c: char| c.is_ascii_uppercase() && !"CIKMOV".contains(c);
    chars.next().is_some_and(|c| c.is_ascii_digit()) && chars.all(letter)
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
