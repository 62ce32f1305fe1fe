//! Names with what each word tells, and how alike two records' names are.

use std::collections::BTreeSet;

use normalize::address::Address;
use normalize::name;
use rapidfuzz::distance::jaro_winkler;

use crate::match_model::Level;
use crate::words;

/// The names of a record: what the source calls it, with and without its qualifier, and other names in use.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    /// The name as it is, for blocks and explanations.
    pub(crate) text: String,
    /// The forms that are compared, the main one first.
    pub(crate) forms: Vec<Form>,
    /// The numbers in the main name.
    pub(crate) numbers: BTreeSet<String>,
    /// Whether the main name only repeats the street address.
    repeats_address: bool,
}

/// One form of a name.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Form {
    /// The words, sorted, each once.
    words: Vec<Word>,
    /// The first letters of the words in their order, where there are enough for an acronym.
    initials: Option<String>,
    /// Whether it is the name itself, rather than a qualifier or another name.
    is_main: bool,
}

/// One word of a name.
#[derive(Clone, Debug, PartialEq)]
struct Word {
    text: String,
    /// What it tells in this name, in thousandths of a bit: next to nothing where the record's address holds it too.
    weight: i32,
    /// Whether few names share it.
    is_rare: bool,
    /// Whether it only tells where the thing is.
    is_of_place: bool,
}

impl Word {
    fn new(text: &str) -> Self {
        let weight = words::weight(text);
        Self { text: text.to_owned(), weight, is_rare: weight == words::RARE, is_of_place: false }
    }
}

/// How many common words together tell as much as one that few names share.
const ENOUGH_COMMON: usize = 3;

impl Names {
    /// Takes the main name.
    pub(crate) fn add(&mut self, text: Option<&str>) {
        let name = name::normalize(text.unwrap_or_default());
        if name.text.is_empty() {
            return;
        }
        self.numbers = name.numbers.iter().cloned().collect();
        self.push(name.tokens.clone(), true);
        if let Some(qualifier) = &name.qualifier {
            let qualifier = name::normalize(qualifier).tokens;
            self.push([name.tokens, qualifier.clone()].concat(), true);
            self.push(qualifier, false);
        }
        self.text = name.text;
    }

    /// Takes another name in use.
    pub(crate) fn add_other(&mut self, text: Option<&str>) {
        let name = name::normalize(text.unwrap_or_default());
        self.push(name.tokens, false);
    }

    fn push(&mut self, tokens: Vec<String>, is_main: bool) {
        if tokens.is_empty() {
            return;
        }
        let form = Form::new(&tokens, is_main);
        if !self.forms.contains(&form) {
            self.forms.push(form);
        }
    }

    /// Weighs down the words that the record's own address holds, and notes a name that is nothing but its address.
    pub(crate) fn forget_address(&mut self, addresses: &[Address]) {
        let local: BTreeSet<&String> = addresses.iter().flat_map(|address| &address.tokens).collect();
        for word in self.forms.iter_mut().flat_map(|form| &mut form.words) {
            word.weight = if local.contains(&word.text) { words::LOCALITY } else { word.weight };
        }
        let has_place = addresses.iter().any(|address| address.number.is_some() && address.street.is_some());
        let main = self.forms.first().map(|form| form.words.as_slice()).unwrap_or_default();
        let is_covered = main.iter().all(|word| local.contains(&word.text));
        self.repeats_address = has_place && is_covered && self.text.starts_with(|c: char| c.is_ascii_digit());
    }

    /// Weighs down the words of the places where a service is given: `Story Time at Efford Library` and `Efford Library`
    /// share nothing that tells what is given there.
    pub(crate) fn forget_places(&mut self, places: &[String]) {
        let local: BTreeSet<String> = places.iter().flat_map(|place| name::normalize(place).tokens).collect();
        for word in self.forms.iter_mut().flat_map(|form| &mut form.words) {
            if local.contains(&word.text) {
                (word.weight, word.is_of_place) = (words::LOCALITY, true);
            }
        }
    }

    /// Whether the main name holds nothing but words of the place.
    pub(crate) fn is_of_place(&self) -> bool {
        self.forms.first().is_some_and(|form| form.words.iter().all(|word| word.is_of_place))
    }

    /// Whether it is known by its address alone.
    pub(crate) fn is_address(&self) -> bool {
        self.forms.is_empty() || self.repeats_address
    }

    /// The words of all forms that few names share, and all words where there are none.
    pub(crate) fn telling_words(&self) -> BTreeSet<&str> {
        let all = || self.forms.iter().flat_map(|form| &form.words);
        let rare: BTreeSet<&str> = all().filter(|word| word.is_rare).map(|word| word.text.as_str()).collect();
        if rare.is_empty() { all().map(|word| word.text.as_str()).collect() } else { rare }
    }

    /// Whether the main name tells one body from all others: by a word that few names share, by a town and what is
    /// there, or by many common words; common words with a saint never do.
    pub(crate) fn is_distinctive(&self) -> bool {
        let words = self.forms.first().map(|form| form.words.as_slice()).unwrap_or_default();
        let has = |is: fn(&Word) -> bool| words.iter().any(is);
        let is_enough = words.len() >= 4 || (words.len() >= 3 && has(|word| words::is_locality(&word.text)));
        has(|word| word.is_rare) || (is_enough && !has(|word| word.text == "st"))
    }

    /// The main name as words in order of the alphabet, so that names with the same words sort together.
    pub(crate) fn sorted_text(&self) -> String {
        let words = self.forms.first().map(|form| form.words.as_slice()).unwrap_or_default();
        words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
    }
}

impl Form {
    fn new(tokens: &[String], is_main: bool) -> Self {
        let initials: String = tokens.iter().filter_map(|token| token.chars().next()).collect();
        let words: BTreeSet<&String> = tokens.iter().collect();
        Self {
            words: words.into_iter().map(|word| Word::new(word)).collect(),
            initials: (initials.len() >= 3).then_some(initials),
            is_main,
        }
    }

    fn total(&self) -> i32 {
        self.words.iter().map(|word| word.weight).sum()
    }
}

/// How alike the main names of two records are; `None` where one has no name.
pub(crate) fn compare_main(a: &Names, b: &Names) -> Option<Level> {
    let main = |names: &'_ Names| names.forms.iter().filter(|form| form.is_main).cloned().collect::<Vec<_>>();
    let (left, right) = (main(a), main(b));
    left.iter().flat_map(|left| right.iter().map(|right| compare_forms(left, right))).max()
}

/// How alike the names of two records are, at the best of their forms; `None` where one has no name.
pub(crate) fn compare(a: &Names, b: &Names) -> Option<Level> {
    let best =
        a.forms.iter().flat_map(|left| b.forms.iter().map(|right| compare_forms(left, right))).max()?;
    let is_common = best == Level::Same && !(a.is_distinctive() && b.is_distinctive());
    Some(if is_common { Level::SameCommon } else { best })
}

fn compare_forms(a: &Form, b: &Form) -> Level {
    let same_words =
        a.words.len() == b.words.len() && a.words.iter().zip(&b.words).all(|(x, y)| x.text == y.text);
    if same_words {
        return match (a.is_main, b.is_main) {
            (true, true) => Level::Same,
            (true, false) | (false, true) => Level::Near,
            // Two things may well have another name in common: that of who gives them.
            (false, false) => Level::Partial,
        };
    }
    if is_acronym(a, b) || is_acronym(b, a) {
        return Level::Acronym;
    }
    let overlap = overlap(a, b);
    match overlap {
        Overlap { only_towns: true, .. } => Level::SameCommon,
        Overlap { shared, .. } if shared >= 800 => Level::Near,
        Overlap { contained, telling: true, .. } if contained >= 900 => Level::Contained,
        Overlap { shared, .. } if shared >= 500 => Level::Partial,
        Overlap { shared, .. } if shared >= 250 => Level::Weak,
        _ => Level::Different,
    }
}

fn is_acronym(short: &Form, long: &Form) -> bool {
    let [word] = short.words.as_slice() else { return false };
    long.initials.as_ref() == Some(&word.text)
}

/// What two forms share, in thousandths.
struct Overlap {
    /// Of both together.
    shared: i32,
    /// Of the one that has more of itself in the other.
    contained: i32,
    /// Whether a word that few names share is among it, or as many common ones as make a name.
    telling: bool,
    /// Whether only names of towns are not shared.
    only_towns: bool,
}

fn overlap(a: &Form, b: &Form) -> Overlap {
    let (mut in_a, mut in_b, mut words_shared, mut rare) = (0, 0, 0, false);
    let mut free: Vec<&Word> = b.words.iter().collect();
    let mut left: Vec<&Word> = Vec::new();
    for word in &a.words {
        let exact = free.iter().position(|other| other.text == word.text);
        let Some(at) = exact.or_else(|| free.iter().position(|other| is_slip(&word.text, &other.text)))
        else {
            left.push(word);
            continue;
        };
        in_a += word.weight;
        in_b += free.swap_remove(at).weight;
        words_shared += usize::from(!word.is_of_place);
        rare |= word.is_rare && !word.is_of_place;
    }
    let (total_a, total_b) = (a.total().max(1), b.total().max(1));
    let telling = rare || words_shared >= ENOUGH_COMMON;
    let unshared = left.into_iter().chain(free).map(|word| word.weight);
    Overlap {
        shared: 1000 * (in_a + in_b) / (total_a + total_b),
        contained: (1000 * in_a / total_a).max(1000 * in_b / total_b),
        telling,
        only_towns: (telling || words_shared >= 2) && unshared.max() <= Some(words::LOCALITY),
    }
}

/// Whether two words are one, but for a slip of the keyboard or an ending. Words with digits never are.
fn is_slip(a: &str, b: &str) -> bool {
    const SHORTEST: usize = 5;
    const LIKENESS: f64 = 0.93;
    let alike = a.len().min(b.len()) >= SHORTEST
        && a.len().abs_diff(b.len()) <= 2
        && a.as_bytes().first() == b.as_bytes().first();
    let has_digit = |word: &str| word.bytes().any(|byte| byte.is_ascii_digit());
    alike && !has_digit(a) && !has_digit(b) && jaro_winkler::similarity(a.chars(), b.chars()) >= LIKENESS
}

/// The towns and areas that only one of two main names holds, for each of the two.
pub(crate) fn own_localities<'a>(a: &'a Names, b: &'a Names) -> (Vec<&'a str>, Vec<&'a str>) {
    fn words(names: &Names) -> &[Word] {
        names.forms.first().map(|form| form.words.as_slice()).unwrap_or_default()
    }
    let only = |these: &'a Names, those: &'a Names| {
        let is_own =
            |word: &&str| words::is_locality(word) && !words(those).iter().any(|other| other.text == **word);
        words(these).iter().map(|word| word.text.as_str()).filter(is_own).collect()
    };
    (only(a, b), only(b, a))
}

/// Whether the words of a record's name all stand in the other's address, one of them telling more than a kind or a
/// town: the building is listed under the name of who is in it.
pub(crate) fn is_in_address(names: &Names, addresses: &[Address]) -> bool {
    let holds = |tokens: &Vec<String>, word: &str| {
        tokens.iter().any(|token| token == word || is_slip(token, word) || words::is_locality(word))
    };
    let covered = |form: &Form, address: &Address| {
        let telling = form.words.iter().any(|word| word.is_rare) || form.words.len() >= 3;
        telling && form.words.len() >= 2 && form.words.iter().all(|word| holds(&address.tokens, &word.text))
    };
    names.forms.iter().any(|form| addresses.iter().any(|address| covered(form, address)))
}
