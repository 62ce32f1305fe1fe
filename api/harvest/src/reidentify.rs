//! Knowing a thing again whose key has changed.

use std::collections::{BTreeMap, BTreeSet};

/// By what a thing without an id of its own may be known again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Traits {
    /// The normalized name.
    pub(crate) name: Option<String>,
    /// The words of the name that tell it from others.
    pub(crate) words: Vec<String>,
    /// The postcode.
    pub(crate) postcode: Option<String>,
    /// The telephone number.
    pub(crate) phone: Option<String>,
    /// The web address.
    pub(crate) url: Option<String>,
    /// The address in words.
    pub(crate) street: Option<String>,
    /// For a place: the address in words again, because a place that keeps it is hardly another.
    pub(crate) site: Option<String>,
}

impl Traits {
    /// The traits of a place, rather than of what goes on there.
    pub(crate) fn of_place(self) -> Self {
        Self { site: self.street.clone(), ..self }
    }
}

/// The ways to know a thing again, the surest first: two traits that must agree, and whether the names must be alike
/// besides (for when the name itself is not one of the two).
type Sign = (fn(&Traits) -> Option<(&str, &str)>, bool);

const SIGNS: [Sign; 9] = [
    (|of| both(&of.name, &of.postcode), false),
    (|of| both(&of.name, &of.phone), false),
    (|of| both(&of.name, &of.url), false),
    (|of| both(&of.name, &of.street), false),
    (|of| both(&of.street, &of.phone), true),
    (|of| both(&of.postcode, &of.phone), true),
    (|of| both(&of.street, &of.url), true),
    (|of| both(&of.postcode, &of.url), true),
    (|of| both(&of.site, &of.postcode), true),
];

fn both<'t>(one: &'t Option<String>, other: &'t Option<String>) -> Option<(&'t str, &'t str)> {
    Some((one.as_deref()?, other.as_deref()?))
}

/// Pairs what is new with what vanished, where a sign is borne by exactly one of each: new to old. The result does
/// not depend on the order of either.
pub(crate) fn pairs(
    new: &BTreeMap<String, Traits>,
    vanished: &BTreeMap<String, Traits>,
) -> BTreeMap<String, String> {
    let mut pairs = BTreeMap::new();
    let mut taken = BTreeSet::new();
    for (sign, needs_words) in SIGNS {
        let fresh = bearers(new, sign, |id| !pairs.contains_key(id));
        let gone = bearers(vanished, sign, |id| !taken.contains(id));
        for (borne, ids) in fresh {
            let (Some(new_id), Some(old_id)) = (only(Some(&ids)), only(gone.get(&borne))) else { continue };
            let agree = match (new.get(new_id), vanished.get(old_id)) {
                (Some(new), Some(old)) => !needs_words || names_agree(new, old),
                _ => false,
            };
            if agree {
                pairs.insert(new_id.to_owned(), old_id.to_owned());
                taken.insert(old_id.to_owned());
            }
        }
    }
    pairs
}

type Bearers<'t> = BTreeMap<(&'t str, &'t str), Vec<&'t str>>;

fn bearers<'t>(
    of: &'t BTreeMap<String, Traits>,
    sign: fn(&Traits) -> Option<(&str, &str)>,
    free: impl Fn(&str) -> bool,
) -> Bearers<'t> {
    let mut bearers = Bearers::new();
    for (id, traits) in of.iter().filter(|(id, _)| free(id)) {
        if let Some(borne) = sign(traits) {
            bearers.entry(borne).or_default().push(id);
        }
    }
    bearers
}

fn only<'t>(ids: Option<&Vec<&'t str>>) -> Option<&'t str> {
    match ids?.as_slice() {
        [id] => Some(id),
        _ => None,
    }
}

/// Whether two names share at least half of the shorter one's words, or one of them is missing. One word in common is
/// too little: every second name of a city holds the city's.
fn names_agree(one: &Traits, other: &Traits) -> bool {
    let shared = one.words.iter().filter(|word| other.words.contains(word)).count();
    let shorter = one.words.len().min(other.words.len());
    one.name.is_none() || other.name.is_none() || (shared > 0 && 2 * shared >= shorter)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn traits(name: &str, postcode: &str, phone: &str) -> Traits {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let words = name.split(' ').map(str::to_owned).collect();
        Traits { name: some(name), words, postcode: some(postcode), phone: some(phone), ..Traits::default() }
    }

    fn of(list: &[(&str, Traits)]) -> BTreeMap<String, Traits> {
        list.iter().map(|(id, traits)| ((*id).to_owned(), traits.clone())).collect()
    }

    #[test]
    fn a_moved_and_a_renamed_thing_are_known_again() {
        let old = of(&[
            ("a", traits("the box", "PL4 8AX", "1")),
            ("b", traits("rees youth centre", "PL7 1QR", "2")),
        ]);
        let new =
            of(&[("c", traits("the box", "PL1 1AA", "1")), ("d", traits("rees centre", "PL7 1QR", "2"))]);
        let known: Vec<(String, String)> = pairs(&new, &old).into_iter().collect();
        assert_eq!(known, [("c".into(), "a".into()), ("d".into(), "b".into())]);
    }

    #[test]
    fn a_word_that_many_names_hold_makes_no_two_of_them_one() {
        let old = of(&[("a", traits("improving lives plymouth", "PL1 2DA", "1"))]);
        let new = of(&[("c", traits("plymouth veterans and family hub", "PL1 2DA", "1"))]);
        assert!(pairs(&new, &old).is_empty());
    }

    #[test]
    fn a_place_that_keeps_its_address_and_half_its_name_is_known_again_but_not_an_activity() {
        let at = |name| Traits { street: Some("170-rendle-st".to_owned()), ..traits(name, "PL1 1TP", "") };
        let (old, new) = (at("leadworks"), at("leadworks project"));
        assert!(pairs(&of(&[("b", new.clone())]), &of(&[("a", old.clone())])).is_empty());
        assert_eq!(pairs(&of(&[("b", new.of_place())]), &of(&[("a", old.of_place())])).len(), 1);
    }

    #[test]
    fn what_could_be_two_things_is_neither() {
        let old = of(&[("a", traits("hall", "PL1 1AA", "")), ("b", traits("hall", "PL1 1AA", ""))]);
        let new = of(&[("c", traits("hall", "PL1 1AA", ""))]);
        assert!(pairs(&new, &old).is_empty());
    }

    #[test]
    fn another_thing_at_the_same_address_and_number_is_another_thing() {
        let old = of(&[("a", traits("knitting", "PL1 1AA", "1"))]);
        let new = of(&[("c", traits("coding club", "PL1 1AA", "1"))]);
        assert!(pairs(&new, &old).is_empty());
    }
}
