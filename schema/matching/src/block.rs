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

/// The blocks that a record stands in, sorted, each once.
pub(crate) fn blocks(features: &Features) -> Vec<Block> {
    let mut keys = Keys::default();
    keys.by_value(features);
    if features.subject != Subject::Taxonomy {
        keys.by_words(features);
    }
    keys.by_columns(features);
    keys.found.sort_unstable();
    keys.found.dedup();
    keys.found
}

#[derive(Default)]
struct Keys {
    found: Vec<Block>,
}

impl Keys {
    fn add(&mut self, sort: &'static str, key: Hashed) {
        self.found.push(Block { sort, key });
    }

    fn all(&mut self, sort: &'static str, keys: impl IntoIterator<Item = Hashed>) {
        keys.into_iter().for_each(|key| self.add(sort, key));
    }

    /// What is rare enough by itself.
    fn by_value(&mut self, features: &Features) {
        self.all("name", features.names.hashed());
        self.all("uri", features.uri);
        self.all("identifier", features.numbers.iter().map(|number| number.scheme.and(number.value)));
        self.all("phone", features.phones.iter().copied());
        self.all("e-mail", features.emails.iter().copied());
        self.all("web site", features.sites.iter().copied());
        self.all("postcode", features.postcodes().map(|code| Hashed::of(Sort::Postcode, code.bytes())));
        self.all("house", features.places.iter().filter_map(crate::place::Place::house));
        self.all("location", features.locations.iter().map(|id| Hashed::of(Sort::Location, id.as_bytes())));
    }

    /// The telling words of the name: alone, in pairs, and together with the site.
    fn by_words(&mut self, features: &Features) {
        let words = features.names.telling_words();
        let hashed = |word: &Word| Hashed::of(Sort::Word, word.bytes());
        let alone = words.get(..MOST_ALONE.min(words.len())).unwrap_or_default();
        self.all("word", alone.iter().map(hashed));
        for (at, first) in alone.iter().enumerate() {
            for second in alone.iter().skip(at + 1) {
                let (first, second) = (first.min(second), first.max(second));
                self.add("two words", hashed(first).and(hashed(second)));
            }
        }
        let sites = sites(features);
        for word in words.iter().take(MOST_WORDS) {
            let start = Hashed::of(Sort::Prefix, word.prefix(PREFIX).bytes());
            self.all("site and word", sites.iter().map(|site| site.and(start)));
        }
    }

    /// Whole values of the compared columns, and their words.
    fn by_columns(&mut self, features: &Features) {
        for (number, value) in features.columns.iter().enumerate() {
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

/// Where a record is, in cells that two records of one site have in common: around its position, in its postcode, in
/// its postcode's district; and whose it is.
fn sites(features: &Features) -> Vec<Hashed> {
    let mut sites = cells(features);
    for postcode in features.postcodes() {
        sites.push(Hashed::of(Sort::Postcode, normalize::postcode::outward(postcode.text()).as_bytes()));
    }
    sites.extend(features.organization.map(|id| Hashed::of(Sort::Organization, id.as_bytes())));
    sites
}

/// The cells around a position in four grids of some 500 by 350 metres, each shifted by half, so that what is near but
/// over an edge is met too.
fn cells(features: &Features) -> Vec<Hashed> {
    const CELLS_PER_DEGREE: f64 = 200.0;
    let Some((latitude, longitude)) = features.position else { return Vec::new() };
    #[expect(clippy::cast_possible_truncation, reason = "a degree times two hundred is far within i32")]
    let cell = |degrees: f64, shift: f64| (degrees * CELLS_PER_DEGREE + shift).floor() as i32;
    let corners = [(0.0, 0.0), (0.0, 0.5), (0.5, 0.0), (0.5, 0.5)];
    let hash = |(at, (north, east)): (i32, (f64, f64))| {
        let parts = [at, cell(latitude, north), cell(longitude, east)];
        Hashed::of(Sort::Cell, &parts.map(i32::to_le_bytes).concat())
    };
    (0..).zip(corners).map(hash).collect()
}
