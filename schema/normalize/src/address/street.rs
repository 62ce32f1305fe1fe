//! Unit, house number and street within the words of an address.

use std::ops::Range;

use super::words::{Word, is_joint};

/// The most words of a street's name.
const LONGEST_NAME: usize = 6;

/// What names the place within an address.
#[derive(Debug, Default)]
pub(super) struct Place {
    pub(super) number: Option<String>,
    pub(super) unit: Option<String>,
    pub(super) street: Option<String>,
}

/// Finds unit, house number and street: best a number and a street together, then a number in a part of its own beside
/// a street, then a street alone. Numbers of units are nobody's house number.
pub(super) fn find(words: &[Word<'_>]) -> Place {
    let (unit, taken) = units(words);
    let pieces = pieces(words, &taken);
    let numbered = || first(&pieces, |piece| numbered_street(words, piece));
    let (number, street) =
        match numbered().or_else(|| box_number(words)).or_else(|| plain_street(words, &pieces)) {
            Some((number, street)) => (Some(number), Some(street)),
            None => {
                let bare = first(&pieces, |piece| bare_street(words, piece));
                let street = bare.or_else(|| first(&pieces, |piece| inner_street(words, piece)));
                (lone_number(words, &pieces, street.as_ref()), street)
            }
        };
    Place { number, unit, street: street.map(|street| joined(words, street)) }
}

fn first<T>(pieces: &[Range<usize>], find: impl Fn(Range<usize>) -> Option<T>) -> Option<T> {
    pieces.iter().cloned().find_map(find)
}

fn joined(words: &[Word<'_>], range: Range<usize>) -> String {
    let mut out = String::with_capacity(24);
    for word in words.get(range).unwrap_or_default() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&word.text);
    }
    out
}

/// The smallest part of a building that is named, and the places of all words that name one.
fn units(words: &[Word<'_>]) -> (Option<String>, Vec<usize>) {
    let mut best: Option<(u8, Range<usize>)> = None;
    let mut taken = Vec::new();
    let mut at = 0;
    while at < words.len() {
        if let Some((rank, range)) = unit_at(words, at) {
            at = range.end;
            taken.extend(range.clone());
            if best.as_ref().is_none_or(|(least, _)| rank < *least) {
                best = Some((rank, range));
            }
        } else {
            at += 1;
        }
    }
    (best.map(|(_, range)| joined(words, range)), taken)
}

/// `unit 5`, `1st floor`, `basement`, from this word on.
fn unit_at(words: &[Word<'_>], at: usize) -> Option<(u8, Range<usize>)> {
    const LARGE: u8 = 100;
    let word = words.get(at)?;
    let next = words.get(at + 1).filter(|next| next.segment == word.segment);
    if word.names_floor() && next.is_some_and(|next| next.is("floor") || next.is("level")) {
        return Some((LARGE, at..at + 2));
    }
    if word.is("basement") || word.is("mezzanine") {
        return Some((LARGE, at..at + 1));
    }
    let (unit, rank) = word.meaning.unit.filter(|(unit, _)| word.is(unit))?;
    let names = |next: &&Word<'_>| {
        next.text.len() == 1 || (next.text.len() <= 7 && has_digit(next) && !is_ordinal_street(words, at + 1))
    };
    next.filter(names)?;
    let is_large = matches!(unit, "floor" | "level" | "block" | "building");
    Some((if is_large { LARGE + rank } else { rank }, at..at + 2))
}

fn has_digit(word: &Word<'_>) -> bool {
    word.text.bytes().any(|byte| byte.is_ascii_digit())
}

/// `7th street` behind `building`: the number of a street.
fn is_ordinal_street(words: &[Word<'_>], at: usize) -> bool {
    words.get(at).is_some_and(Word::names_floor) && words.get(at + 1).is_some_and(Word::is_suffix)
}

/// The runs of words of one segment without those of units.
fn pieces(words: &[Word<'_>], taken: &[usize]) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        if taken.contains(&at) {
            continue;
        }
        match out.last_mut() {
            Some(last)
                if last.end == at
                    && words.get(last.start).map(|first| first.segment) == Some(word.segment) =>
            {
                last.end += 1;
            }
            _ => out.push(at..at + 1),
        }
    }
    out
}

/// The number of a house and the words of its street, up to the first suffix that ends one.
fn numbered_street(words: &[Word<'_>], piece: Range<usize>) -> Option<(String, Range<usize>)> {
    let suffixes = || piece.clone().filter(|at| words.get(*at).is_some_and(Word::is_suffix));
    let street = |end: usize| street_before(words, piece.start, end);
    let strong = suffixes().filter(|at| words.get(*at).is_some_and(Word::is_strong_suffix));
    let (number, start, end) =
        strong.filter_map(street).next().or_else(|| suffixes().rev().find_map(street))?;
    let end = with_direction(words, with_chain(words, piece.end, end));
    Some((words.get(number)?.text.to_string(), start..end + 1))
}

/// The nearest number before a suffix, where only the name of a street stands between: the places of the number, the
/// first word and the last.
fn street_before(words: &[Word<'_>], from: usize, end: usize) -> Option<(usize, usize, usize)> {
    let number = (from..end).rev().find(|at| words.get(*at).is_some_and(Word::is_number))?;
    let name = words.get(number + 1..end)?;
    let suffix = words.get(end)?;
    if name.is_empty() {
        let letter = words.get(end + 1).filter(|next| next.segment == suffix.segment && next.text.len() == 1);
        let is_lettered = suffix.is("avenue") && letter.is_some();
        return (suffix.meaning.is_sole || is_lettered).then_some((
            number,
            number + 1,
            if is_lettered { end + 1 } else { end },
        ));
    }
    let is_name = name.len() <= LONGEST_NAME
        && !name.iter().any(|word| is_joint(&word.text))
        && !holds_building(words, number + 1..end + 1);
    is_name.then_some((number, number + 1, end))
}

/// Whether a building ends within these words: `cafe high street`, but not `church street` or `old school lane`.
fn holds_building(words: &[Word<'_>], range: Range<usize>) -> bool {
    let words = words.get(range).unwrap_or_default();
    words.windows(2).any(|pair| match pair {
        [building, next] => building.meaning.is_building && !next.meaning.is_building && !next.is_suffix(),
        _ => false,
    })
}

/// The last of the suffixes that follow one another (`park road`), and the number of a highway.
fn with_chain(words: &[Word<'_>], piece_end: usize, end: usize) -> usize {
    let follows = |at: &usize| *at < piece_end && words.get(*at).is_some_and(Word::is_suffix);
    let last = (end + 1..).take_while(follows).last().unwrap_or(end);
    let is_highway = words.get(last).is_some_and(|word| word.is("highway") || word.is("route"));
    let is_numbered = is_highway && last + 1 < piece_end && words.get(last + 1).is_some_and(Word::is_number);
    if is_numbered { last + 1 } else { last }
}

/// The direction behind a street belongs to it, but `Ocean Road, South Shields` goes on with a town: behind a comma or
/// before more words it is written short or is one of two words.
fn with_direction(words: &[Word<'_>], end: usize) -> usize {
    let (Some(last), Some(next)) = (words.get(end), words.get(end + 1)) else { return end };
    let is_alone = words.get(end + 2).is_none_or(|after| after.segment > next.segment);
    let is_of_two = next.text.len() > 5;
    let is_clear = match next.segment - last.segment {
        0 => is_alone || next.was_short || is_of_two,
        1 => is_alone || (next.was_short && is_of_two),
        _ => false,
    };
    if next.is_direction() && is_clear { end + 1 } else { end }
}

/// `PO Box 219` is as good as a street and a number.
fn box_number(words: &[Word<'_>]) -> Option<(String, Range<usize>)> {
    let at = words.windows(3).position(|words| match words {
        [office, post_box, number] => office.is("po") && post_box.is("box") && has_digit(number),
        _ => false,
    })?;
    Some((words.get(at + 2)?.text.to_string(), at..at + 2))
}

/// A number at the beginning of a part and a name without a suffix: `11 Bretonside`.
fn plain_street(words: &[Word<'_>], pieces: &[Range<usize>]) -> Option<(String, Range<usize>)> {
    const LONGEST_PLAIN: usize = 3;
    pieces.iter().find_map(|piece| {
        let (number, name) = words.get(piece.clone())?.split_first()?;
        let is_street = |word: &Word<'_>| {
            !word.meaning.is_building
                && !has_digit(word)
                && !is_joint(&word.text)
                && word.meaning.unit.is_none()
        };
        let is_plain = number.is_number()
            && (1..=LONGEST_PLAIN).contains(&name.len())
            && name.iter().all(is_street)
            && name.iter().any(|word| word.text.len() > 2 && !word.is_direction());
        is_plain.then(|| (number.text.to_string(), piece.start + 1..piece.end))
    })
}

/// A street without a number at the end of a part: behind a building all that follows, behind more than a name of
/// three words its last two.
fn bare_street(words: &[Word<'_>], piece: Range<usize>) -> Option<Range<usize>> {
    let is = |at: usize, is: fn(&Word<'_>) -> bool| words.get(at).is_some_and(is);
    let last = piece.clone().rev().find(|at| !is(*at, |word| word.is_direction()))?;
    if !is(last, |word| word.is_strong_suffix()) || last == piece.start {
        return None;
    }
    let ends = |at: &usize| {
        is(*at, |word| is_joint(&word.text)) || (is(*at, |word| word.meaning.is_building) && *at + 1 < last)
    };
    let start = match (piece.start..last).rev().find(ends) {
        Some(building) => building + 1,
        None if last - piece.start < 3 => piece.start,
        None => last - 1,
    };
    Some(start..with_direction(words, last) + 1)
}

/// A street between a building and a town: `Oakwood Centre Cleasby Way Eaglescliffe`.
fn inner_street(words: &[Word<'_>], piece: Range<usize>) -> Option<Range<usize>> {
    const LONGEST_INNER: usize = 3;
    let is_building = |at: &usize| words.get(*at).is_some_and(|word| word.meaning.is_building);
    let building = piece.clone().rev().find(is_building)?;
    let mut behind = building + 1..piece.end;
    let end = behind.find(|at| words.get(*at).is_some_and(Word::is_strong_suffix))?;
    (2..=LONGEST_INNER).contains(&(end - building)).then_some(building + 1..end + 1)
}

/// A number in a part of its own right before or behind a street; or a leading number where no street is known. Five
/// digits at the end are a postcode.
fn lone_number(words: &[Word<'_>], pieces: &[Range<usize>], street: Option<&Range<usize>>) -> Option<String> {
    const LONGEST_BEHIND: usize = 4;
    let holds_street = |at: Option<usize>| {
        let piece = at.and_then(|at| pieces.get(at));
        piece.zip(street).is_some_and(|(piece, street)| piece.contains(&street.start))
    };
    let found = pieces.iter().enumerate().find_map(|(at, piece)| {
        let word = words.get(piece.start).filter(|word| word.is_number())?;
        let is_lone = piece.len() == 1;
        let is_beside = is_lone && (holds_street(Some(at + 1)) || holds_street(at.checked_sub(1)));
        let is_postcode = is_lone && at + 1 == pieces.len() && word.text.len() > LONGEST_BEHIND;
        ((street.is_none() || is_beside) && !is_postcode).then_some(word)
    });
    found.map(|word| word.text.to_string())
}
