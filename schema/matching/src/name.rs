//! Names with what each word tells.

use normalize::name;
use smallvec::SmallVec;

use crate::frequency::{Frequencies, Hashed, Sort};
use crate::place::Place;
use crate::word::Word;
use crate::words::{self, Listing};

/// The names of a record: what the source calls it, with and without its qualifier, and other names in use.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    /// The forms that are compared, the main one first.
    pub(crate) forms: Vec<Form>,
    /// The numbers in the main name, sorted.
    pub(crate) numbers: Vec<Word>,
    /// Whether the main name only repeats the street address.
    repeats_address: bool,
}

/// One form of a name.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Form {
    /// The words, sorted, each once.
    pub(crate) words: Box<[Term]>,
    /// The first letters of the words in their order, where there are enough for an acronym.
    pub(crate) initials: Option<Word>,
    /// Whether it is the name itself, rather than a qualifier or another name.
    pub(crate) is_main: bool,
}

/// One word of a name.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Term {
    pub(crate) word: Word,
    /// What it tells in this name, in thousandths of a bit: next to nothing where the record's address holds it too.
    pub(crate) weight: i32,
    /// Whether few names share it.
    pub(crate) is_rare: bool,
    /// Whether it only tells where the thing is.
    pub(crate) is_of_place: bool,
    /// Whether the record's own address holds it, or the name of a place where it is given.
    is_local: bool,
    listing: Listing,
}

impl Term {
    fn new(text: &str, frequencies: &Frequencies) -> Self {
        let (word, listing) = (Word::new(text), Listing::of(text));
        let (weight, is_rare) = listing.weight(word, frequencies);
        Self { word, weight, is_rare, is_of_place: false, is_local: false, listing }
    }

    /// A word of running text, which no list knows.
    pub(crate) fn of_text(word: Word, frequencies: &Frequencies) -> Self {
        let weight = frequencies.word_weight(word, words::RARE);
        let listing = Listing::Unlisted;
        Self { word, weight, is_rare: false, is_of_place: false, is_local: false, listing }
    }

    /// Weighs it by other frequencies.
    fn weigh(&mut self, frequencies: &Frequencies) {
        let (weight, is_rare) = self.listing.weight(self.word, frequencies);
        self.weight = if self.is_local { words::LOCALITY } else { weight };
        self.is_rare = is_rare;
    }

    fn make_local(&mut self) {
        (self.weight, self.is_local) = (words::LOCALITY, true);
    }
}

impl Names {
    /// Takes the main name.
    pub(crate) fn add(&mut self, text: Option<&str>, frequencies: &Frequencies) {
        let name = name::normalize(text.unwrap_or_default());
        if name.text.is_empty() {
            return;
        }
        self.numbers = name.numbers.iter().map(|number| Word::new(number)).collect();
        self.numbers.sort_unstable();
        self.numbers.dedup();
        self.push(&name.tokens, true, frequencies);
        if let Some(qualifier) = &name.qualifier {
            let qualifier = name::normalize(qualifier).tokens;
            self.push(&[name.tokens, qualifier.clone()].concat(), true, frequencies);
            self.push(&qualifier, false, frequencies);
        }
        self.repeats_address = name.text.starts_with(|c: char| c.is_ascii_digit());
    }

    /// Takes another name in use.
    pub(crate) fn add_other(&mut self, text: &str, frequencies: &Frequencies) {
        self.push(&name::normalize(text).tokens, false, frequencies);
    }

    fn push(&mut self, tokens: &[String], is_main: bool, frequencies: &Frequencies) {
        if tokens.is_empty() {
            return;
        }
        let form = Form::new(tokens, is_main, frequencies);
        if !self.forms.contains(&form) {
            self.forms.push(form);
        }
    }

    /// Weighs down the words that the record's own address holds, and notes a name that is nothing but its address.
    pub(crate) fn forget_address(&mut self, places: &[Place]) {
        let is_local = |word: &Word| places.iter().any(|place| place.holds(word));
        for term in self.forms.iter_mut().flat_map(|form| form.words.iter_mut()) {
            if is_local(&term.word) {
                term.make_local();
            }
        }
        let has_place = places.iter().any(|place| place.number.is_some() && !place.street.is_empty());
        let is_covered = self.main().iter().all(|term| is_local(&term.word));
        self.repeats_address &= has_place && is_covered;
    }

    /// Weighs down the words of the places where a service is given: `Story Time at Efford Library` and `Efford Library`
    /// share nothing that tells what is given there.
    pub(crate) fn forget_places(&mut self, places: &[String]) {
        let local: Vec<Word> = places
            .iter()
            .flat_map(|place| name::normalize(place).tokens)
            .map(|word| Word::new(&word))
            .collect();
        for term in self.forms.iter_mut().flat_map(|form| form.words.iter_mut()) {
            if local.contains(&term.word) {
                term.make_local();
                term.is_of_place = true;
            }
        }
    }

    /// Weighs all words by other frequencies.
    pub(crate) fn weigh(&mut self, frequencies: &Frequencies) {
        self.forms.iter_mut().flat_map(|form| form.words.iter_mut()).for_each(|term| term.weigh(frequencies));
    }

    /// Gives back the memory that no name is kept in.
    pub(crate) fn shrink(&mut self) {
        self.forms.shrink_to_fit();
        self.numbers.shrink_to_fit();
    }

    /// The words of the main name, sorted.
    pub(crate) fn main(&self) -> &[Term] {
        self.forms.first().map(|form| form.words.as_ref()).unwrap_or_default()
    }

    /// The words of the main name, those in brackets too; some perhaps twice.
    pub(crate) fn main_words(&self) -> impl Iterator<Item = &Term> {
        self.forms.iter().filter(|form| form.is_main).flat_map(|form| form.words.iter())
    }

    /// Whether the main name holds nothing but words of the place.
    pub(crate) fn is_of_place(&self) -> bool {
        !self.forms.is_empty() && self.main().iter().all(|term| term.is_of_place)
    }

    /// Whether it is known by its address alone.
    pub(crate) fn is_address(&self) -> bool {
        self.forms.is_empty() || self.repeats_address
    }

    /// The words of all forms that few names share, and all words where there are none; those that tell most first.
    pub(crate) fn telling_words(&self) -> SmallVec<[Word; 12]> {
        let all = || self.forms.iter().flat_map(|form| form.words.iter());
        let any_rare = all().any(|term| term.is_rare);
        let mut telling: SmallVec<[&Term; 12]> = all().filter(|term| term.is_rare || !any_rare).collect();
        telling.sort_unstable_by(|a, b| b.weight.cmp(&a.weight).then(a.word.cmp(&b.word)));
        let mut words = SmallVec::new();
        for term in telling {
            if !words.contains(&term.word) {
                words.push(term.word);
            }
        }
        words
    }

    /// Whether the main name tells one body from all others: by a word that few names share, by a town and what is
    /// there, or by many common words; common words with a saint never do.
    pub(crate) fn is_distinctive(&self) -> bool {
        let words = self.main();
        let is_enough = words.len() >= 4
            || (words.len() >= 3 && words.iter().any(|term| words::is_locality(term.word.text())));
        words.iter().any(|term| term.is_rare)
            || (is_enough && !words.iter().any(|term| term.word.bytes() == b"st"))
    }

    /// The words of the main name together, whatever their order.
    pub(crate) fn hashed(&self) -> Option<Hashed> {
        self.forms.first().map(Form::hashed)
    }
}

impl Form {
    fn new(tokens: &[String], is_main: bool, frequencies: &Frequencies) -> Self {
        let initials: String = tokens.iter().filter_map(|token| token.chars().next()).collect();
        let mut words: Vec<Term> = tokens.iter().map(|token| Term::new(token, frequencies)).collect();
        words.sort_by_key(|term| term.word);
        words.dedup_by_key(|term| term.word);
        Self {
            words: words.into_boxed_slice(),
            initials: (initials.len() >= 3).then(|| Word::new(&initials)),
            is_main,
        }
    }

    fn hashed(&self) -> Hashed {
        let mut words: SmallVec<[u8; 64]> = SmallVec::new();
        for term in &self.words {
            words.extend_from_slice(term.word.bytes());
            words.push(b' ');
        }
        Hashed::of(Sort::Name, &words)
    }
}
