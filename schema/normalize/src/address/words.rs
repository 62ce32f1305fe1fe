//! The words of an address: lower case, abbreviations spelt out, what each can mean noted.

use std::borrow::Cow;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

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
    ordinal: Option<&'static str>,
    /// Which floor, in words.
    floor: Option<&'static str>,
    /// A building, or what is in one.
    pub(super) is_building: bool,
    /// A state of the USA.
    pub(super) is_state: bool,
    /// The one spelling of any other word.
    same: Option<&'static str>,
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
    if out.contains("day") { text::undo_replaced_days(&out) } else { out }
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
    spell_out(words, from);
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

/// Spells out the abbreviations of the words of a segment, which begins at `from`.
fn spell_out(words: &mut Vec<Word<'_>>, from: usize) {
    let mut at = from;
    while at < words.len() {
        if let Some(spelt) = spelling(words, from, at)
            && let Some(word) = words.get_mut(at)
        {
            word.was_short = word.text != spelt;
            word.text = Cow::Borrowed(spelt);
        }
        name_by_number(words, from, at);
        if join_directions(words, from, at) {
            words.remove(at)
        } else {
            at += 1;
            continue;
        };
    }
}

/// `NW 7 Avenue` is `NW 7th Avenue`.
fn name_by_number(words: &mut [Word<'_>], from: usize, at: usize) {
    let before = at.checked_sub(1).filter(|before| *before >= from).and_then(|before| words.get(before));
    let follows_direction = before.is_some_and(Word::is_direction);
    let precedes_suffix = words.get(at + 1).is_some_and(|next| next.meaning.suffix.is_some());
    if let Some(word) = words.get_mut(at)
        && follows_direction
        && precedes_suffix
        && let Ok(number) = word.text.parse::<u32>()
    {
        word.text = Cow::Owned(ordinal(number));
    }
}

fn ordinal(number: u32) -> String {
    let ending = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

/// `south east` is one direction.
fn join_directions(words: &mut [Word<'_>], from: usize, at: usize) -> bool {
    let Some((before, rest)) = words.split_at_mut_checked(at) else { return false };
    let (Some(first), Some(second)) = (before.get_mut(from..).and_then(<[_]>::last_mut), rest.first()) else {
        return false;
    };
    let joined = match (first.text.as_ref(), second.text.as_ref()) {
        ("north", "east") => "northeast",
        ("north", "west") => "northwest",
        ("south", "east") => "southeast",
        ("south", "west") => "southwest",
        _ => return false,
    };
    first.text = Cow::Borrowed(joined);
    true
}

/// How the word at a place of a segment is spelt out, if it is an abbreviation there.
fn spelling(words: &[Word<'_>], from: usize, at: usize) -> Option<&'static str> {
    let word = words.get(at)?;
    let meaning = word.meaning;
    let before = at.checked_sub(1).filter(|before| *before >= from).and_then(|before| words.get(before));
    let after = words.get(at + 1);
    if let Some(suffix) = meaning.suffix
        && before.is_some_and(|before| !before.is_number() && !before.is_unit())
        && (!is_ambiguous(&word.text) || ends_street(words, from, at))
    {
        return Some(suffix);
    }
    if let Some(suffix) = meaning.suffix
        && word.text.starts_with("av")
        && after.is_some_and(|after| after.text.len() == 1)
    {
        return Some(suffix); // `Ave A`
    }
    if let Some(direction) = meaning.direction
        && (word.text.len() == 2 || word.text.len() > 3 || is_beside_street(words, from, at))
    {
        return Some(direction);
    }
    if let Some(ordinal) = meaning.ordinal.or(meaning.floor)
        && after.is_some_and(|after| after.meaning.suffix.is_some() || after.meaning.unit.is_some())
    {
        return Some(ordinal);
    }
    if let Some((unit, _)) = meaning.unit {
        return Some(unit);
    }
    meaning.same.or(meaning.floor)
}

impl Word<'_> {
    fn is_unit(&self) -> bool {
        self.meaning.unit.is_some_and(|(unit, _)| self.text == unit)
    }
}

/// Abbreviations of suffixes that are also words of their own: saint, la, doctor.
fn is_ambiguous(word: &str) -> bool {
    matches!(word, "st" | "la" | "dr" | "ct" | "gr" | "cl" | "pl" | "ter" | "arc" | "cr" | "prom")
}

/// Whether an ambiguous suffix ends a street here: nothing or a direction follows, or it is the only suffix behind a
/// number and a name.
fn ends_street(words: &[Word<'_>], from: usize, at: usize) -> bool {
    let Some(after) = words.get(at + 1) else { return true };
    if after.meaning.direction.is_some() || after.meaning.unit.is_some() || is_joint(&after.text) {
        return true;
    }
    let has_number = words.get(from..at.saturating_sub(1)).unwrap_or_default().iter().any(Word::is_number);
    let later = words.get(at + 1..).unwrap_or_default();
    let is_common =
        matches!(words.get(at).map(|word| word.text.as_ref()), Some("st" | "dr" | "ct" | "pl" | "cl"));
    is_common && has_number && !later.iter().any(|word| word.meaning.suffix.is_some())
}

/// Whether a single letter is a direction here: right behind a house number or a suffix, or before a street's name at
/// the beginning.
fn is_beside_street(words: &[Word<'_>], from: usize, at: usize) -> bool {
    let before = at.checked_sub(1).filter(|before| *before >= from).and_then(|before| words.get(before));
    let later = words.get(at + 1..).unwrap_or_default();
    let has_street = later.len() > 1 && later.iter().any(|word| word.meaning.suffix.is_some());
    match before {
        None => has_street,
        Some(before) if before.is_suffix() => true,
        Some(before) => before.is_number() && !later.is_empty() && !follows_unit(words, from, at - 1),
    }
}

fn follows_unit(words: &[Word<'_>], from: usize, at: usize) -> bool {
    at.checked_sub(1).filter(|before| *before >= from).and_then(|at| words.get(at)).is_some_and(Word::is_unit)
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
