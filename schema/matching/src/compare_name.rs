//! How alike the names of two records are.

use smallvec::SmallVec;

use crate::match_model::Level;
use crate::name::{Form, Names, Term};
use crate::place::Place;
use crate::word::Word;
use crate::words;

/// How many common words together tell as much as one that few names share.
const ENOUGH_COMMON: usize = 3;

/// How alike the main names of two records are; `None` where one has no name.
pub(crate) fn compare_main(a: &Names, b: &Names) -> Option<Level> {
    fn main(names: &Names) -> impl Iterator<Item = &Form> {
        names.forms.iter().filter(|form| form.is_main)
    }
    main(a).flat_map(|left| main(b).map(move |right| compare_forms(left, right))).max()
}

/// How alike the names of two records are, at the best of their forms; `None` where one has no name.
pub(crate) fn compare(a: &Names, b: &Names) -> Option<Level> {
    let best =
        a.forms.iter().flat_map(|left| b.forms.iter().map(move |right| compare_forms(left, right))).max()?;
    let is_common = best == Level::Same && !(a.is_distinctive() && b.is_distinctive());
    Some(if is_common { Level::SameCommon } else { best })
}

/// Whether two main names have most of their words in common, whatever these tell.
pub(crate) fn are_mostly_shared(a: &Names, b: &Names) -> bool {
    const MOST: i32 = 700;
    overlap(a.main(), b.main()).shared >= MOST
}

fn compare_forms(a: &Form, b: &Form) -> Level {
    let has_same_words =
        a.words.len() == b.words.len() && a.words.iter().zip(&b.words).all(|(x, y)| x.word == y.word);
    if has_same_words {
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
    match overlap(&a.words, &b.words) {
        Overlap { is_whole: true, .. } if a.is_main && b.is_main => Level::Same,
        Overlap { only_towns: true, .. } => Level::SameCommon,
        Overlap { shared, is_substituted: false, .. } if shared >= 800 => Level::Near,
        Overlap { contained, telling: true, .. } if contained >= 900 => Level::Contained,
        Overlap { shared, .. } if shared >= 500 => Level::Partial,
        Overlap { shared, contained, .. } if shared >= 250 || contained >= 450 => Level::Weak,
        _ => Level::Different,
    }
}

fn is_acronym(short: &Form, long: &Form) -> bool {
    let [term] = short.words.as_ref() else { return false };
    long.initials == Some(term.word)
}

/// Words of a name, few as they mostly are.
type Terms<'a> = SmallVec<[&'a Term; 12]>;

/// What two sets of words share, in thousandths.
pub(crate) struct Overlap {
    /// Of both together.
    pub(crate) shared: i32,
    /// Of the one that has more of itself in the other.
    pub(crate) contained: i32,
    /// Whether a word that few names share is among it, or as many common ones as make a name.
    telling: bool,
    /// Whether all words of both are shared, none of them but for a slip in a short word.
    is_whole: bool,
    /// Whether only names of towns are not shared.
    only_towns: bool,
    /// Whether each has a word that tells something and that the other lacks: `Zennick Cross` and `Zennick Mead`.
    is_substituted: bool,
}

/// Pairs up the words of two names: equal ones first, then slips, then two written as one.
pub(crate) fn overlap(a: &[Term], b: &[Term]) -> Overlap {
    let mut met = Met::default();
    let mut free: Terms<'_> = b.iter().collect();
    let mut left: Terms<'_> = a.iter().collect();
    met.pair_up(&mut left, &mut free, |x, y| x == y);
    met.pair_up(&mut left, &mut free, is_surely);
    let unmet = left.len();
    met.pair_up(&mut left, &mut free, Word::is_slip_of);
    if met.words > 0 {
        met.pair_up(&mut left, &mut free, |x, y| x.shortens(y) || y.shortens(x));
    }
    let is_sure = left.len() == unmet;
    met.join(&mut left, &mut free);
    met.join(&mut free, &mut left);
    let total = |terms: &[Term]| terms.iter().map(|term| term.weight).sum::<i32>().max(1);
    let (total_a, total_b) = (total(a), total(b));
    let unmet = |terms: &[&Term]| terms.iter().map(|term| term.weight).sum::<i32>();
    let (in_a, in_b) = (total_a - unmet(&left), total_b - unmet(&free));
    let telling = met.is_rare || met.words >= ENOUGH_COMMON;
    let tells = |terms: &[&Term]| terms.iter().any(|term| term.weight > words::LOCALITY && !term.is_of_place);
    let is_town = |term: &&Term| term.weight <= words::LOCALITY || words::is_locality(term.word.text());
    let is_named = telling || met.words >= 2;
    Overlap {
        is_whole: is_sure && is_named && left.is_empty() && free.is_empty(),
        shared: 1000 * (in_a + in_b) / (total_a + total_b),
        contained: (1000 * in_a / total_a).max(1000 * in_b / total_b),
        telling,
        is_substituted: tells(&left) && tells(&free),
        only_towns: is_named && left.iter().chain(&free).all(is_town),
    }
}

/// Whether two words are one but for a contraction, a plural, or for a slip where so many letters make no other word.
fn is_surely(a: &Word, b: &Word) -> bool {
    const LONG: usize = 6;
    let is_slip = || a.len() >= LONG && b.len() >= LONG && a.is_slip_of(b);
    a.contracts(b) || b.contracts(a) || a.is_plural_of(b) || b.is_plural_of(a) || is_slip()
}

/// What two names were found to have in common.
#[derive(Default)]
struct Met {
    words: usize,
    is_rare: bool,
}

impl Met {
    fn note(&mut self, term: &Term) {
        self.words += usize::from(!term.is_of_place);
        self.is_rare |= term.is_rare && !term.is_of_place;
    }

    /// Takes each pair of words that are alike out of both.
    fn pair_up(
        &mut self,
        left: &mut Terms<'_>,
        free: &mut Terms<'_>,
        is_alike: impl Fn(&Word, &Word) -> bool,
    ) {
        left.retain(|term| {
            let Some(at) = free.iter().position(|other| is_alike(&term.word, &other.word)) else {
                return true;
            };
            free.remove(at);
            self.note(term);
            false
        });
    }

    /// Takes each word of `ones` that is two of `halves` written together out, with its halves.
    fn join(&mut self, ones: &mut Terms<'_>, halves: &mut Terms<'_>) {
        ones.retain(|one| {
            let pairs = || halves.iter().flat_map(|first| halves.iter().map(move |second| (*first, *second)));
            let found = pairs().find(|(first, second)| one.word.is_joint_of(&first.word, &second.word));
            let Some((first, second)) = found else { return true };
            halves.retain(|half| half.word != first.word && half.word != second.word);
            self.note(one);
            false
        });
    }
}

/// The towns and areas that only one of two names holds, for each of the two. A town in brackets is part of the name:
/// `Elders United (Plymouth)`.
pub(crate) fn own_localities(a: &Names, b: &Names) -> (SmallVec<[Word; 2]>, SmallVec<[Word; 2]>) {
    let only = |these: &Names, those: &Names| {
        let is_others = |word: &Word| those.main_words().any(|other| other.word == *word);
        let towns = these.main_words().map(|term| term.word);
        towns.filter(|word| words::is_locality(word.text()) && !is_others(word)).collect()
    };
    (only(a, b), only(b, a))
}

/// Whether the words of a record's name all stand in the other's address, one of them telling more than a kind or a
/// town: the building is listed under the name of who is in it.
pub(crate) fn is_in_address(names: &Names, places: &[Place]) -> bool {
    let holds = |place: &Place, word: &Word| place.holds(word) || words::is_locality(word.text());
    let covered = |form: &Form, place: &Place| {
        let telling = form.words.iter().any(|term| term.is_rare) || form.words.len() >= 3;
        telling && form.words.len() >= 2 && form.words.iter().all(|term| holds(place, &term.word))
    };
    names.forms.iter().any(|form| places.iter().any(|place| covered(form, place)))
}
