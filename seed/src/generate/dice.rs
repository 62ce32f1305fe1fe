//! Chance that repeats itself: what is thrown for one thing never depends on what was thrown for another.

use rand::Rng;
use rand_chacha::{ChaCha8Rng, rand_core::SeedableRng};

/// What the dice are thrown for. Each has throws of its own.
#[derive(Clone, Copy, Debug)]
pub(super) enum About {
    /// How many services an organization gives, and who tells of them.
    Shape,
    /// An organization itself.
    Organization,
    /// A place itself.
    Place,
    /// A service itself.
    Service,
    /// How the source of this number tells of an organization and its places and services.
    Telling(u16),
    /// A town of a country.
    Town,
    /// A street of a town, by its number among those of all towns; the parts of a town as well.
    Street,
    /// A family name, or another word that a country's places are called by.
    Word,
    /// Who tells of a place of a country.
    Heard,
    /// A place of a country itself.
    Venue,
    /// How the source of this number tells of a country's place.
    VenueTelling(u16),
}

/// The streams from here on belong to the places of a country.
const OF_COUNTRY: u64 = 1 << 17;

impl About {
    const fn stream(self) -> u64 {
        match self {
            Self::Shape => 0,
            Self::Organization => 1,
            Self::Place => 2,
            Self::Service => 3,
            Self::Telling(source) => 4 + source as u64,
            Self::Town => OF_COUNTRY,
            Self::Street => OF_COUNTRY + 1,
            Self::Word => OF_COUNTRY + 2,
            Self::Heard => OF_COUNTRY + 3,
            Self::Venue => OF_COUNTRY + 4,
            Self::VenueTelling(source) => OF_COUNTRY + 5 + source as u64,
        }
    }
}

/// A seeded source of chance. The arithmetic is our own, so that the bytes made do not change with the version of a
/// library's distributions.
pub(super) struct Dice(ChaCha8Rng);

impl Dice {
    /// The dice for the thing of this number.
    pub(super) fn new(seed: u64, about: About, index: u64) -> Self {
        const LONGEST_INDEX: u32 = 44;
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(about.stream() << LONGEST_INDEX | index);
        Self(rng)
    }

    /// A number below `bound`; 0 where `bound` is 0.
    pub(super) fn below(&mut self, bound: u64) -> u64 {
        self.0.next_u64().checked_rem(bound).unwrap_or_default()
    }

    /// True in so many of a hundred throws.
    pub(super) fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// One of the items; the default where there is none.
    pub(super) fn pick<T: Copy + Default>(&mut self, items: &[T]) -> T {
        let at = self.below(items.len() as u64);
        nth(items, at)
    }
}

/// The item at a place that is counted round the list.
pub(super) fn nth<T: Copy + Default>(items: &[T], at: u64) -> T {
    let at = at.checked_rem(items.len() as u64).unwrap_or_default();
    usize::try_from(at).ok().and_then(|at| items.get(at)).copied().unwrap_or_default()
}
