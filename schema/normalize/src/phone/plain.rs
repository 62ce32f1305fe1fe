//! The quick way: numbers written plainly, as nearly all are, read without the library and with its own answer.

use phonenumber::country::Id;

use super::plan::{self, Plan};

/// Digits of a national number.
const NATIONAL: usize = plan::LENGTH as usize;

/// The longest number read here: calling code and national number, one digit more for a trunk prefix.
const LONGEST: usize = 3 + NATIONAL;

/// Reads a number of digits, spaces, dots, hyphens, brackets and a leading plus, words before and after it, dialled
/// in the United Kingdom or in the USA or Canada. The outer `None` says that the library must be asked, the inner one
/// that it is no valid number.
pub(super) fn read(text: &str, country: Id) -> Option<Option<String>> {
    if !text.bytes().all(|byte| matches!(byte, b' '..=b'~') && !matches!(byte, b'<' | b'&')) {
        return None;
    }
    let bare = super::without_label(text);
    let written = Written::of(bare)?;
    let digits = written.digits();
    let (code, plan, national) = match country {
        Id::GB => ("+44", plan::british()?, british(digits, written.is_international)?),
        Id::US | Id::CA => ("+1", plan::north_american()?, north_american(digits, written.is_international)?),
        _ => return None,
    };
    if !written.splits_after(code.len() - 1) {
        return None;
    }
    let national = std::str::from_utf8(national).ok()?;
    match is_number(plan, code, national) {
        true => Some(Some([code, national].concat())),
        // Words may part two numbers, of which the second is valid.
        false => (bare.len() == text.len()).then_some(None),
    }
}

fn is_number(plan: &Plan, code: &str, national: &str) -> bool {
    plan.is_valid(national.as_bytes()) || (code == "+44" && super::is_drama(national))
}

/// The digits of a number, and how they are written.
#[derive(Default)]
struct Written {
    digits: [u8; LONGEST],
    length: usize,
    /// A plus stands before them.
    is_international: bool,
    /// After how many digits the first sign other than a space stands.
    first_sign: Option<usize>,
    has_space: bool,
}

impl Written {
    /// `None` where anything else is written.
    fn of(text: &str) -> Option<Self> {
        let mut written = Self::default();
        let mut bytes = text.as_bytes();
        while let Some((&first, rest)) = bytes.split_first() {
            bytes = match first {
                b'0'..=b'9' => written.push(first).map(|()| rest)?,
                b'(' if rest.starts_with(b"0)") && written.length > 0 => rest.get(2..)?,
                b'+' if written.length == 0 && !written.is_international => {
                    written.is_international = true;
                    rest
                }
                b' ' => {
                    written.has_space = true;
                    rest
                }
                b'-' | b'.' | b'(' | b')' => {
                    written.first_sign = written.first_sign.or(Some(written.length));
                    rest
                }
                _ => return None,
            };
        }
        Some(written)
    }

    fn push(&mut self, digit: u8) -> Option<()> {
        *self.digits.get_mut(self.length)? = digit;
        self.length += 1;
        Some(())
    }

    fn digits(&self) -> &[u8] {
        self.digits.get(..self.length).unwrap_or_default()
    }

    /// Whether the calling code ends where a `tel:` URI would end it (RFC 3966): at the first sign, unless there are
    /// spaces, which no URI has.
    fn splits_after(&self, code: usize) -> bool {
        !self.is_international || self.has_space || self.first_sign.is_none_or(|at| at == code)
    }
}

/// The national number behind `0`, or behind `+44`.
fn british(digits: &[u8], is_international: bool) -> Option<&[u8]> {
    let national = digits.strip_prefix(if is_international { b"44".as_slice() } else { b"0" })?;
    (national.len() == NATIONAL && !national.starts_with(b"0")).then_some(national)
}

/// The national number behind `1`, or alone where no plus is written.
fn north_american(digits: &[u8], is_international: bool) -> Option<&[u8]> {
    let alone = (!is_international).then_some(digits);
    let national = digits.strip_prefix(b"1").or(alone)?;
    (national.len() == NATIONAL && national.first().is_some_and(|first| *first >= b'2')).then_some(national)
}
