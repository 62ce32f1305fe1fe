//! The words of an address: lower case, abbreviations spelt out, what each can mean noted.

use std::borrow::Cow;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::spelling;
use crate::text;

/// What a word can mean in an address. A word can mean several things; where it stands decides.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Meaning {
    /// The end of a street's name, spelt out.
    pub(super) suffix: Option<&'static str>,
    /// The suffix also ends the names of districts and buildings.
    pub(super) is_weak: bool,
    /// The suffix can be a street's whole name.
    pub(super) is_sole: bool,
    /// A direction, spelt out.
    pub(super) direction: Option<&'static str>,
    /// A part of a building, spelt out, and how large a part it is: the smallest first.
    pub(super) unit: Option<(&'static str, u8)>,
    /// Which floor, or the number of a street, in one form.
    pub(super) ordinal: Option<&'static str>,
    /// Which floor, in words.
    pub(super) floor: Option<&'static str>,
    /// A building, or what is in one.
    pub(super) is_building: bool,
    /// A state of the USA.
    pub(super) is_state: bool,
    /// The one spelling of any other word.
    pub(super) same: Option<&'static str>,
}

/// One word of an address.
#[derive(Clone, Debug)]
pub(super) struct Word<'a> {
    /// The word as it is compared.
    pub(super) text: Cow<'a, str>,
    pub(super) meaning: Meaning,
    /// Whether it is spelt out from an abbreviation.
    pub(super) was_short: bool,
    /// Part of the address between commas, line ends or brackets, counted from the first.
    pub(super) segment: usize,
}

impl Word<'_> {
    pub(super) fn is(&self, text: &str) -> bool {
        self.text == text
    }

    /// Whether it is a house number: digits with at most one letter after them, or a range of these.
    pub(super) fn is_number(&self) -> bool {
        is_number(&self.text)
    }

    /// Whether it is spelt as the suffix of a street.
    pub(super) fn is_suffix(&self) -> bool {
        self.meaning.suffix.is_some_and(|suffix| self.text == suffix)
    }

    pub(super) fn is_strong_suffix(&self) -> bool {
        self.is_suffix() && !self.meaning.is_weak
    }

    /// Whether it is spelt as a direction.
    pub(super) fn is_direction(&self) -> bool {
        self.meaning.direction.is_some() && self.text.len() > 2
    }

    /// Whether it is the word for a part of a building.
    pub(super) fn is_unit(&self) -> bool {
        self.meaning.unit.is_some_and(|(unit, _)| self.text == unit)
    }

    /// Whether it says which floor.
    pub(super) fn names_floor(&self) -> bool {
        let is = |known: Option<&str>| known.is_some_and(|known| self.text == known);
        is(self.meaning.floor) || is(self.meaning.ordinal) || is_ordinal(&self.text)
    }
}

type Meanings = FxHashMap<&'static str, Meaning>;

static MEANINGS: LazyLock<Meanings> = LazyLock::new(meanings);

/// All tables of words in one, so that a word is looked up once.
fn meanings() -> Meanings {
    let mut all = Meanings::default();
    let mut note = |table: &'static str, note: &dyn Fn(&mut Meaning, &'static str, usize)| {
        for (row, (form, kept)) in rows(table).into_iter().enumerate() {
            note(all.entry(form).or_default(), kept, row);
        }
    };
    note(include_str!("../../data/street_suffixes.txt"), &|word, kept, _| word.suffix = Some(kept));
    note(include_str!("../../data/weak_suffixes.txt"), &|word, _, _| word.is_weak = true);
    note(include_str!("../../data/sole_streets.txt"), &|word, _, _| word.is_sole = true);
    note(include_str!("../../data/directions.txt"), &|word, kept, _| word.direction = Some(kept));
    note(include_str!("../../data/ordinals.txt"), &|word, kept, _| word.ordinal = Some(kept));
    note(include_str!("../../data/floors.txt"), &|word, kept, _| word.floor = Some(kept));
    note(include_str!("../../data/buildings.txt"), &|word, _, _| word.is_building = true);
    note(include_str!("../../data/us_states.txt"), &|word, _, _| word.is_state = true);
    note(include_str!("../../data/address_words.txt"), &|word, kept, _| word.same = Some(kept));
    note(include_str!("../../data/units.txt"), &|word, kept, row| {
        word.unit = Some((kept, u8::try_from(row).unwrap_or(u8::MAX)));
    });
    all
}

/// The forms of a table of words with what each is written as, in the table's order.
fn rows(table: &'static str) -> Vec<(&'static str, &'static str)> {
    crate::table::rows(table).collect()
}

pub(super) fn is_building(word: &str) -> bool {
    MEANINGS.get(word).is_some_and(|meaning| meaning.is_building || meaning.unit.is_some())
}

/// The code of a state of the USA, in capitals.
pub(super) fn state_code(word: &str) -> Option<String> {
    let is_code = word.len() == 2 && MEANINGS.get(word).is_some_and(|meaning| meaning.is_state);
    is_code.then(|| word.to_ascii_uppercase())
}

/// Whether a word is digits with at most one letter after them, or a range of these (`349-351`).
pub(super) fn is_number(word: &str) -> bool {
    word.split('-').all(|part| {
        let digits = part.trim_end_matches(|c: char| c.is_ascii_lowercase());
        part.len() - digits.len() <= 1
            && (1..=6).contains(&digits.len())
            && digits.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// `7th`, `22nd`.
fn is_ordinal(word: &str) -> bool {
    let digits = word.trim_start_matches(|c: char| c.is_ascii_digit());
    digits.len() < word.len() && matches!(digits, "st" | "nd" | "rd" | "th")
}

/// The text in ASCII and lower case, apostrophes dropped: what [`read`] takes.
pub(super) fn lower(text: &str) -> String {
    let mut out = text::ascii(text).into_owned();
    out.retain(|c| c != '\'');
    out.make_ascii_lowercase();
    if out.contains("day") { crate::replaced_days::undo(&out) } else { out }
}

/// The words of an address in lower case, in order.
pub(super) fn read(lower: &str) -> Vec<Word<'_>> {
    let mut words = Vec::with_capacity(16);
    let parts = lower.split([',', '\n', ';', '(', ')', '[', ']']);
    for part in parts {
        let segment = words.last().map_or(0, |word: &Word<'_>| word.segment + 1);
        read_segment(part, segment, &mut words);
    }
    words
}

fn read_segment<'a>(part: &'a str, segment: usize, words: &mut Vec<Word<'a>>) {
    let from = words.len();
    // How many of the words are followed by a sign that makes a range of numbers.
    let mut range_after = None;
    for chunk in part.split_ascii_whitespace() {
        if text::is_initials(chunk) {
            push(Cow::Owned(chunk.replace('.', "")), segment, words);
            continue;
        }
        let mut start = 0;
        for (at, byte) in chunk.bytes().enumerate() {
            if byte.is_ascii_alphanumeric() {
                continue;
            }
            push_piece(chunk.get(start..at).unwrap_or_default(), segment, &mut range_after, words);
            match byte {
                b'-' => range_after = Some(words.len()),
                b'#' => push(Cow::Borrowed("unit"), segment, words),
                b'&' => push(Cow::Borrowed("and"), segment, words),
                _ => {}
            }
            start = at + 1;
        }
        push_piece(chunk.get(start..).unwrap_or_default(), segment, &mut range_after, words);
    }
    spelling::spell_out(words, from);
}

/// Takes a word, or joins it to the number before it: `349 - 351`, `37 to 38`, `1251-B`.
fn push_piece<'a>(
    piece: &'a str,
    segment: usize,
    range_after: &mut Option<usize>,
    words: &mut Vec<Word<'a>>,
) {
    if piece.is_empty() {
        return;
    }
    let follows_sign = range_after.take() == Some(words.len());
    if let [.., number, to] = words.as_mut_slice()
        && to.is("to")
        && number.segment == segment
        && number.is_number()
        && is_number(piece)
    {
        number.text = Cow::Owned(format!("{}-{piece}", number.text));
        words.pop();
        return;
    }
    if follows_sign
        && let Some(last) = words.last_mut()
        && last.segment == segment
        && last.is_number()
        && !last.text.contains('-')
    {
        let is_letter = piece.len() == 1 && last.text.bytes().all(|byte| byte.is_ascii_digit());
        if is_number(piece) || is_letter {
            let gap = if is_number(piece) { "-" } else { "" };
            last.text = Cow::Owned(format!("{}{gap}{piece}", last.text));
            return;
        }
    }
    push(Cow::Borrowed(piece), segment, words);
}

fn push<'a>(text: Cow<'a, str>, segment: usize, words: &mut Vec<Word<'a>>) {
    let meaning = MEANINGS.get(text.as_ref()).copied().unwrap_or_default();
    words.push(Word { text, meaning, was_short: false, segment });
}

/// Words after which another place is named.
pub(super) fn is_joint(word: &str) -> bool {
    matches!(
        word,
        "at" | "and"
            | "off"
            | "near"
            | "nr"
            | "between"
            | "corner"
            | "opposite"
            | "opp"
            | "behind"
            | "beside"
            | "by"
    )
}
