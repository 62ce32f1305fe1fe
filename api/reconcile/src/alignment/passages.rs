//! Pages that share most of their text.
//!
//! The words of a page are taken in runs of [`RUN`] (shingles). Each run has a hash; of these a page keeps the least, those
//! below a bound that is the same for all pages (a bottom sketch, as of MinHash), so that two sketches can be held against
//! each other whatever the lengths: how much of the shorter page stands in the other is the share of its sketch that is in
//! the other's. Candidates share a hash that few pages have; what stands on many is the site's own frame. The share is then
//! taken again over all runs.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use normalize::text;
use xxhash_rust::xxh3::xxh3_64;

/// How many words make a run.
const RUN: usize = 6;
/// One run in so many is kept of a long page.
const KEPT: u64 = 4;
/// A page of fewer runs keeps all of them.
const SHORT: usize = 400;
/// What stands on more pages than this leads to no candidate.
const COMMON: usize = 24;
/// The least share of the shorter page that has to stand in the other.
const LEAST: f64 = 0.5;
/// The fewest runs that a page must have to be compared.
const FEWEST: usize = 30;
/// How many passages are shown.
const MOST_PASSAGES: usize = 3;

/// Two pages by number, the lesser first, and the share of the shorter one that stands in the other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Shared {
    pub(super) a: usize,
    pub(super) b: usize,
    pub(super) share: f64,
}

/// The kept hashes of a page's runs, sorted.
#[derive(Clone, Debug, Default)]
pub(super) struct Sketch {
    hashes: Vec<u64>,
    runs: usize,
}

impl Sketch {
    /// Of a text.
    pub(super) fn of(text: &str) -> Self {
        let mut hashes: Vec<u64> = runs(&text::words(text)).collect();
        hashes.sort_unstable();
        hashes.dedup();
        let runs = hashes.len();
        if runs > SHORT {
            hashes.retain(|hash| *hash < u64::MAX / KEPT);
        }
        Self { hashes, runs }
    }

    fn below(&self, bound: u64) -> impl Iterator<Item = &u64> {
        self.hashes.iter().take_while(move |hash| **hash < bound)
    }

    /// The bound up to which it keeps every hash.
    fn bound(&self) -> u64 {
        if self.runs > SHORT { u64::MAX / KEPT } else { u64::MAX }
    }
}

fn runs(words: &[String]) -> impl Iterator<Item = u64> {
    words.windows(RUN).map(|run| xxh3_64(run.join(" ").as_bytes()))
}

/// Pairs of pages whose sketches share enough, by number.
pub(super) fn alike(sketches: &[Sketch]) -> Vec<Shared> {
    let mut holders: HashMap<u64, Vec<u32>> = HashMap::new();
    for (number, sketch) in (0_u32..).zip(sketches).filter(|(_, sketch)| sketch.runs >= FEWEST) {
        for hash in sketch.below(u64::MAX / KEPT) {
            holders.entry(*hash).or_default().push(number);
        }
    }
    let mut candidates: BTreeSet<(u32, u32)> = BTreeSet::new();
    for pages in holders.values().filter(|pages| pages.len() <= COMMON) {
        for (at, a) in pages.iter().enumerate() {
            candidates.extend(pages.iter().skip(at + 1).map(|b| (*a, *b)));
        }
    }
    let common: BTreeSet<u64> =
        holders.iter().filter(|(_, pages)| pages.len() > COMMON).map(|(hash, _)| *hash).collect();
    let shared = candidates.into_iter().filter_map(|(a, b)| {
        let (a, b) = (a as usize, b as usize);
        let share = share(sketches.get(a)?, sketches.get(b)?, &common)?;
        (share >= LEAST).then_some(Shared { a, b, share })
    });
    shared.collect()
}

/// The share of the smaller sketch that is in the other, without what stands on many pages.
fn share(a: &Sketch, b: &Sketch, common: &BTreeSet<u64>) -> Option<f64> {
    let bound = a.bound().min(b.bound());
    let own = |sketch: &Sketch| -> BTreeSet<u64> {
        sketch.below(bound).filter(|hash| !common.contains(hash)).copied().collect()
    };
    let (a, b) = (own(a), own(b));
    let least = a.len().min(b.len());
    let both = a.intersection(&b).count();
    (least >= FEWEST / 4).then(|| both as f64 / least as f64)
}

/// The longest passages that two texts share, in the words of the first.
pub(super) fn passages(a: &str, b: &str) -> Vec<String> {
    let theirs: BTreeSet<u64> = runs(&text::words(b)).collect();
    let mut found: Vec<String> = Vec::new();
    for block in a.split('\n') {
        found.extend(shared_in(block, &theirs));
    }
    found.sort_by_key(|passage| (std::cmp::Reverse(passage.len()), passage.clone()));
    found.dedup();
    found.truncate(MOST_PASSAGES);
    found
}

/// The parts of a block whose runs of words all stand in another text.
fn shared_in(block: &str, theirs: &BTreeSet<u64>) -> Vec<String> {
    let words: Vec<&str> = block.split_whitespace().collect();
    let mut at_word: BTreeMap<usize, bool> = BTreeMap::new();
    for (at, run) in words.windows(RUN).enumerate() {
        let normal = text::words(&run.join(" "));
        let is_shared = runs(&normal).any(|hash| theirs.contains(&hash));
        if is_shared {
            at_word.extend((at..at + RUN).map(|at| (at, true)));
        }
    }
    let mut passages: Vec<Vec<&str>> = vec![Vec::new()];
    for (at, word) in words.iter().enumerate() {
        match (at_word.contains_key(&at), passages.last_mut()) {
            (true, Some(last)) => last.push(word),
            (false, Some(last)) if !last.is_empty() => passages.push(Vec::new()),
            _ => {}
        }
    }
    passages.into_iter().filter(|words| words.len() >= RUN).map(|words| words.join(" ")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(from: usize, to: usize) -> String {
        (from..to).map(|at| format!("word{at}")).collect::<Vec<_>>().join(" ")
    }

    fn pairs(texts: &[String]) -> Vec<(usize, usize)> {
        let sketches: Vec<Sketch> = texts.iter().map(|text| Sketch::of(text)).collect();
        alike(&sketches).iter().map(|shared| (shared.a, shared.b)).collect()
    }

    #[test]
    fn pages_that_share_most_of_the_shorter_one_are_alike_whatever_their_lengths() {
        let texts = [text(0, 200), text(40, 240), text(5_000, 5_200), text(60, 2_000)];
        assert_eq!(pairs(&texts), [(0, 1), (0, 3), (1, 3)]);
    }

    #[test]
    fn the_frame_of_a_site_makes_no_pages_alike() {
        let frame = text(0, 120);
        let texts: Vec<String> =
            (0..60).map(|at| format!("{frame} {}", text(1_000 * (at + 1), 1_000 * (at + 1) + 60))).collect();
        assert_eq!(pairs(&texts), []);
    }

    #[test]
    fn shared_passages_are_shown_as_they_are_written() {
        let passage = "Every Tuesday the kettle is on from ten, and nobody has to sit alone";
        let shown =
            passages(&format!("Welcome, all!\n{passage}. More."), &format!("News: {passage}; come along."));
        assert_eq!(shown, [passage.to_owned() + "."]);
        assert!(passages("one two three", "four five six").is_empty());
    }
}
