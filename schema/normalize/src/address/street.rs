//! Streets, house numbers and units within the words of an address.

use crate::text;

/// Words that end the name of a street, and their abbreviations.
/// Own list, after the street types of BS 7666 and USPS Publication 28.
const SUFFIXES: &[(&str, &[&str])] = &[
    ("alley", &["aly"]),
    ("approach", &["appr"]),
    ("arcade", &["arc"]),
    ("avenue", &["ave", "av", "aven"]),
    ("bank", &[]),
    ("boulevard", &["blvd", "boul"]),
    ("broadway", &["bdwy"]),
    ("circle", &["cir"]),
    ("circus", &[]),
    ("close", &["cl"]),
    ("court", &["ct", "crt"]),
    ("crescent", &["cres", "crsc"]),
    ("cross", &[]),
    ("drive", &["dr", "drv"]),
    ("embankment", &["emb"]),
    ("esplanade", &["esp"]),
    ("expressway", &["expy"]),
    ("gardens", &["gdns", "gdn", "garden"]),
    ("green", &["grn"]),
    ("grove", &["gr", "gro", "grv"]),
    ("highway", &["hwy"]),
    ("hill", &[]),
    ("lane", &["ln", "la"]),
    ("mews", &[]),
    ("mount", &[]),
    ("parade", &["pde"]),
    ("park", &["pk"]),
    ("parkway", &["pkwy"]),
    ("path", &[]),
    ("place", &["pl"]),
    ("plain", &[]),
    ("plaza", &["plz"]),
    ("quay", &[]),
    ("ridgeway", &[]),
    ("rise", &[]),
    ("road", &["rd"]),
    ("row", &[]),
    ("square", &["sq"]),
    ("street", &["st", "str"]),
    ("terrace", &["ter", "terr", "tce"]),
    ("trail", &["trl"]),
    ("turnpike", &["tpke"]),
    ("vale", &[]),
    ("view", &[]),
    ("walk", &["wlk"]),
    ("way", &["wy"]),
    ("wharf", &[]),
    ("yard", &["yd"]),
];

/// Suffixes that also end the names of districts and buildings; one counts only after a house number.
const WEAK: &[&str] = &[
    "bank", "court", "cross", "green", "hill", "mount", "park", "plaza", "quay", "vale", "view", "wharf",
    "yard",
];

/// Other words of addresses in one spelling. Own list.
const SAME: &[(&str, &str)] = &[
    ("saint", "st"),
    ("bldg", "building"),
    ("bldgs", "buildings"),
    ("hse", "house"),
    ("ctr", "centre"),
    ("center", "centre"),
    ("mt", "mount"),
    ("flr", "floor"),
    ("fl", "floor"),
    ("ste", "suite"),
    ("apt", "flat"),
    ("apartment", "flat"),
    ("nth", "north"),
    ("sth", "south"),
];

/// Words that begin a unit within a building.
const UNITS: &[&str] = &["unit", "flat", "suite", "room", "floor", "office", "shop", "studio", "block"];

/// What names the place within an address.
#[derive(Debug, Default)]
pub(super) struct Place {
    pub(super) number: Option<String>,
    pub(super) unit: Option<String>,
    pub(super) street: Option<String>,
}

/// The words of a part of an address; a range of numbers is one word (`349-351`, `70 & 72` is two).
pub(super) fn words(part: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let spaced = part.replace(['–', '—', '‑'], "-").replace('-', " - ");
    let mut range = false;
    for chunk in spaced.split_whitespace() {
        if chunk == "-" {
            range = out.last().is_some_and(|last| is_number(last));
            continue;
        }
        for word in text::words(chunk) {
            match out.last_mut() {
                Some(last) if range && is_number(&word) && !last.contains('-') => {
                    *last = format!("{last}-{word}")
                }
                _ => out.push(word),
            }
            range = false;
        }
    }
    out
}

/// Whether a word is a house number: digits with at most one letter after them, or a range of these.
pub(super) fn is_number(word: &str) -> bool {
    word.split('-').all(|part| {
        let digits = part.trim_end_matches(|c: char| c.is_ascii_lowercase());
        part.len() - digits.len() <= 1
            && (1..=6).contains(&digits.len())
            && digits.chars().all(|c| c.is_ascii_digit())
    })
}

/// The words with their abbreviations spelt out. `st` is a street behind another word that is no number and before
/// the end or a direction, otherwise a saint.
pub(super) fn spell_out(words: &[String]) -> Vec<String> {
    let at_end = |at: usize| {
        words.get(at + 1).is_none_or(|next| {
            matches!(next.as_str(), "north" | "south" | "east" | "west" | "n" | "s" | "e" | "w")
        })
    };
    let follows_name = |at: usize| {
        at.checked_sub(1).and_then(|before| words.get(before)).is_some_and(|before| !is_number(before))
    };
    let spell = |(at, word): (usize, &String)| {
        if follows_name(at)
            && at_end(at)
            && let Some(suffix) = suffix_of(word)
        {
            return suffix.to_owned();
        }
        SAME.iter().find(|(short, _)| short == word).map_or(word.as_str(), |(_, long)| long).to_owned()
    };
    words.iter().enumerate().map(spell).collect()
}

/// The full word of a street suffix.
pub(super) fn suffix_of(word: &str) -> Option<&'static str> {
    SUFFIXES.iter().find(|(full, short)| *full == word || short.contains(&word)).map(|(full, _)| *full)
}

/// Finds unit, house number and street in the parts of an address: best a number and a street together, then a
/// number in a part of its own before the street, then a street alone.
pub(super) fn find(segments: &[Vec<String>]) -> Place {
    let unit = segments.iter().find_map(|words| unit(words));
    let numbered = segments.iter().find_map(|words| numbered_street(words));
    let (number, street) = match numbered {
        Some((number, street)) => (Some(number), Some(street)),
        None => (None, segments.iter().find_map(|words| bare_street(words))),
    };
    let number = number.or_else(|| lone_number(segments, street.as_deref()));
    Place { number, unit, street }
}

/// `unit 5`, `first floor`.
fn unit(words: &[String]) -> Option<String> {
    let at = words.iter().position(|word| UNITS.contains(&word.as_str()))?;
    let word = words.get(at)?;
    if let Some(name) = words.get(at + 1).filter(|name| is_number(name) || name.len() == 1) {
        return Some(format!("{word} {name}"));
    }
    let before = at.checked_sub(1).and_then(|before| words.get(before))?;
    (word == "floor").then(|| format!("{before} floor"))
}

/// The last number that a street follows within one part.
fn numbered_street(words: &[String]) -> Option<(String, String)> {
    let end = words.iter().rposition(|word| suffix_of(word) == Some(word))?;
    let start = words.get(..end)?.iter().rposition(|word| is_number(word))?;
    let is_unit =
        start.checked_sub(1).and_then(|at| words.get(at)).is_some_and(|word| UNITS.contains(&word.as_str()));
    let street = words.get(start + 1..=end)?;
    let has_name = street.len() > 1
        || street
            .iter()
            .any(|word| matches!(word.as_str(), "ridgeway" | "broadway" | "parade" | "esplanade" | "mews"));
    (!is_unit && has_name).then(|| (words.get(start).cloned().unwrap_or_default(), street.join(" ")))
}

/// A street without a number; behind more than a name of three words, its last two.
fn bare_street(words: &[String]) -> Option<String> {
    let last = words.last()?;
    let is_street =
        words.len() > 1 && suffix_of(last) == Some(last.as_str()) && !WEAK.contains(&last.as_str());
    let from = if words.len() <= 3 { 0 } else { words.len() - 2 };
    is_street.then(|| words.get(from..).unwrap_or_default().join(" "))
}

/// A part that is only a number, right before the part with the street; or a leading number where no street is known.
fn lone_number(segments: &[Vec<String>], street: Option<&str>) -> Option<String> {
    let only = |words: &Vec<String>| match words.as_slice() {
        [word] if is_number(word) => Some(word.clone()),
        _ => None,
    };
    if street.is_some() {
        return segments.iter().find_map(only);
    }
    let leading =
        |words: &Vec<String>| words.first().filter(|word| words.len() > 1 && is_number(word)).cloned();
    segments.iter().find_map(only).or_else(|| segments.iter().find_map(leading))
}
