//! Blocks: records that share a key are candidates for being one thing.

use crate::frequency::{Hashed, Sort};
use crate::word::Word;
use crate::{Features, Subject};

/// How many of the telling words of a name make blocks with something else.
const MOST_WORDS: usize = 6;
/// How many make blocks of their own.
const MOST_ALONE: usize = 4;
/// How many words of a column make blocks.
const MOST_COLUMN_WORDS: usize = 6;
/// How much of a word makes a block that its slips share.
const PREFIX: usize = 5;

/// A block: what its records share, in words, and its key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Block {
    /// What the records share.
    pub(crate) sort: &'static str,
    /// Alike for all records of the block.
    pub(crate) key: Hashed,
}

/// Blocks that are made of one sort of evidence. No two families have a key in common, so that each can be gone through
/// by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    /// Values that are rare enough by themselves.
    Values,
    /// Telling words of the name.
    Words,
    /// Cells of the first two grids around the position, with a telling word.
    FirstCells,
    /// Cells of the other two.
    OtherCells,
    /// District or organization, with a telling word.
    Districts,
    /// Compared columns and their words.
    Columns,
}

impl Family {
    /// Every family.
    pub(crate) const ALL: [Self; 6] =
        [Self::Values, Self::Words, Self::FirstCells, Self::OtherCells, Self::Districts, Self::Columns];
}

/// The blocks that a record stands in, sorted, each once.
pub(crate) fn blocks(features: &Features) -> Vec<Block> {
    let mut keys = Keys { found: Vec::with_capacity(64) };
    Family::ALL.into_iter().for_each(|family| keys.take(features, family));
    keys.found.sort_unstable();
    keys.found.dedup();
    keys.found
}

/// The keys of the blocks of one family that a record stands in, in any order, some perhaps twice.
pub(crate) fn each_key(features: &Features, family: Family, keys: &mut Keys, mut take: impl FnMut(Hashed)) {
    keys.found.clear();
    keys.take(features, family);
    keys.found.iter().for_each(|block| take(block.key));
}

/// Blocks that were found, in memory that can be used again.
#[derive(Default)]
pub(crate) struct Keys {
    found: Vec<Block>,
}

impl Keys {
    fn take(&mut self, features: &Features, family: Family) {
        let is_named = features.subject != Subject::Taxonomy;
        match family {
            Family::Values => self.by_value(features),
            Family::Words if is_named => self.by_words(features),
            Family::FirstCells if is_named => self.by_site(features, cells(features, CORNERS[0])),
            Family::OtherCells if is_named => self.by_site(features, cells(features, CORNERS[1])),
            Family::Districts if is_named => self.by_site(features, districts(features)),
            Family::Columns => self.by_columns(features),
            Family::Words | Family::FirstCells | Family::OtherCells | Family::Districts => {}
        }
    }

    fn add(&mut self, sort: &'static str, key: Hashed) {
        self.found.push(Block { sort, key });
    }

    fn all(&mut self, sort: &'static str, keys: impl IntoIterator<Item = Hashed>) {
        keys.into_iter().for_each(|key| self.add(sort, key));
    }

    /// What is rare enough by itself.
    fn by_value(&mut self, features: &Features) {
        self.all("name", features.names.hashed());
        self.all("uri", features.more().uri);
        self.all("identifier", features.more().numbers.iter().map(|number| number.scheme.and(number.value)));
        self.all("phone", features.phones().iter().copied());
        self.all("e-mail", features.emails().iter().copied());
        self.all("web site", features.sites().iter().copied());
        self.all("postcode", features.postcodes().map(|code| Hashed::of(Sort::Postcode, code.bytes())));
        self.all("house", features.places.iter().filter_map(crate::place::Place::house));
        self.all(
            "location",
            features.more().locations.iter().map(|id| Hashed::of(Sort::Location, id.as_bytes())),
        );
    }

    /// The telling words of the name, alone and in pairs.
    fn by_words(&mut self, features: &Features) {
        let words = features.names.telling_words();
        let hashed = |word: &Word| Hashed::of(Sort::Word, word.bytes());
        let alone = words.get(..MOST_ALONE.min(words.len())).unwrap_or_default();
        self.all("word", alone.iter().map(hashed));
        if features.subject == Subject::Organization {
            let start = |word: &Word| Hashed::of(Sort::Prefix, word.prefix(PREFIX).bytes());
            self.all("start of a word", alone.iter().map(start));
        }
        for (at, first) in alone.iter().enumerate() {
            for second in alone.iter().skip(at + 1) {
                let (first, second) = (first.min(second), first.max(second));
                self.add("two words", hashed(first).and(hashed(second)));
            }
        }
    }

    /// The telling words of the name together with where the record is, or whose.
    fn by_site(&mut self, features: &Features, sites: impl Iterator<Item = Hashed> + Clone) {
        if sites.clone().next().is_none() {
            return;
        }
        for word in features.names.telling_words().iter().take(MOST_WORDS) {
            let start = Hashed::of(Sort::Prefix, word.prefix(PREFIX).bytes());
            self.all("site and word", sites.clone().map(|site| site.and(start)));
        }
    }

    /// Whole values of the compared columns, and their words.
    fn by_columns(&mut self, features: &Features) {
        for (number, value) in features.more().columns.iter().enumerate() {
            let Some(value) = value else { continue };
            self.add("column", value.hashed(number));
            let words = value.words();
            let words = words.iter().filter(|word| word.len() > 1).take(MOST_COLUMN_WORDS);
            for word in words {
                self.add("word of a column", Hashed::column(number, word.bytes()));
                if word.len() > PREFIX {
                    self.add("start of a word", Hashed::column(number, word.prefix(PREFIX).bytes()));
                }
            }
        }
    }
}

/// In which districts a record is, by its postcodes, and whose it is.
fn districts(features: &Features) -> impl Iterator<Item = Hashed> + Clone + '_ {
    let district = |code: &Word| {
        let outward = code.bytes().split(|byte| *byte == b' ').next().unwrap_or_default();
        Hashed::of(Sort::Postcode, outward)
    };
    let owner = features.more().organization.map(|id| Hashed::of(Sort::Organization, id.as_bytes()));
    features.postcodes().map(district).chain(owner)
}

/// The shifts of four grids in cells, with a number for each: two and two.
const CORNERS: [[(i32, f64, f64); 2]; 2] = [[(0, 0.0, 0.0), (1, 0.0, 0.5)], [(2, 0.5, 0.0), (3, 0.5, 0.5)]];

/// The cells around a position in grids of some 500 by 350 metres, each shifted by half, so that what is near but over an
/// edge is met too.
fn cells(features: &Features, corners: [(i32, f64, f64); 2]) -> impl Iterator<Item = Hashed> + Clone {
    const CELLS_PER_DEGREE: f64 = 200.0;
    #[expect(clippy::cast_possible_truncation, reason = "a degree times two hundred is far within i32")]
    let cell = |degrees: f64, shift: f64| (degrees * CELLS_PER_DEGREE + shift).floor() as i32;
    let position = features.position;
    let hash = move |(at, north, east): (i32, f64, f64)| {
        let (latitude, longitude) = position?;
        let mut parts = [0; 12];
        let numbers = [at, cell(latitude, north), cell(longitude, east)];
        for (part, number) in parts.chunks_exact_mut(4).zip(numbers) {
            part.copy_from_slice(&number.to_le_bytes());
        }
        Some(Hashed::of(Sort::Cell, &parts))
    };
    corners.into_iter().filter_map(hash)
}
