//! Whose word counts: for each field of a thing the greater precedence, then who was assured last.
//!
//! A source has one precedence for everything, and may have rules that put another in its place for some fields of
//! some things. Of the rules that fit, the last counts. Fields that are taken together go by the rules of each other.
//! A rule for one organization says nothing of `organization_id`, because that is what tells whose a thing is.

use std::{
    cmp::{Ordering, Reverse},
    collections::{BTreeMap, BTreeSet},
};

use model::{Kind, Noun, PrecedenceRule, Record, Source};
use uuid::Uuid;

use super::{References, incumbency, json::text, policy, voice::Voice};
use crate::called;

/// The field that tells whose a thing is.
const OWNER: &str = "organization_id";

/// The order in which voices are asked for each field.
pub(crate) struct Ranking<'a> {
    kind: Kind,
    sources: Vec<&'a Source>,
    /// The rules of each voice's source that fit the thing, in their order.
    rules: Vec<Vec<&'a PrecedenceRule>>,
    /// The order of fields for which it is neither the usual one nor that of incumbents.
    special: BTreeMap<&'static str, Vec<usize>>,
    incumbents: Vec<usize>,
    usual: Vec<usize>,
}

/// What a source's word weighs, and the rule that says so, if one does.
#[derive(Clone, Copy)]
pub(crate) struct Weight<'a> {
    pub(crate) precedence: i32,
    pub(crate) rule: Option<&'a PrecedenceRule>,
}

/// Who comes first of two of equal precedence: who was assured last, else who changed last, else the lesser key.
pub(crate) fn fresher(x: &Record, y: &Record) -> Ordering {
    let newest_first = y.reviewed().cmp(&x.reviewed()).then_with(|| y.modified.cmp(&x.modified));
    newest_first.then_with(|| x.key.cmp(&y.key))
}

impl<'a> Ranking<'a> {
    /// Of voices that come in their usual order.
    pub(crate) fn of(kind: Kind, voices: &[Voice<'a>], references: &dyn References) -> Self {
        let mut ranking = Self {
            kind,
            sources: voices.iter().map(|voice| voice.source).collect(),
            rules: voices.iter().map(|voice| for_everyone(voice.source)).collect(),
            special: BTreeMap::new(),
            incumbents: Vec::new(),
            usual: (0..voices.len()).collect(),
        };
        ranking.sort(voices, |field| field == OWNER);
        if let Some(called) = ranking.called(voices, references) {
            let fits = |rule: &&PrecedenceRule| is_of(rule, &called);
            ranking.rules = voices
                .iter()
                .map(|voice| voice.source.precedence_for.iter().filter(fits).collect())
                .collect();
        }
        ranking.sort(voices, |field| field != OWNER);
        if kind == Kind::Organization {
            ranking.incumbents = incumbency::order(voices, |number| ranking.general(number));
        }
        ranking
    }

    /// The numbers of the voices, the one whose word counts most for a field first.
    pub(crate) fn order(&self, field: &str) -> &[usize] {
        match self.special.get(field) {
            Some(order) => order,
            None if incumbency::protects(self.kind, field) => &self.incumbents,
            None => &self.usual,
        }
    }

    /// What the word of a voice weighs for a field.
    pub(crate) fn weight(&self, field: &str, voice: usize) -> Weight<'a> {
        let together = policy::together(Noun::noun_type(self.kind), field);
        let fits = |rule: &&&PrecedenceRule| {
            let of_field = rule.names(self.kind, field);
            let of_group = together.iter().any(|field| rule.names(self.kind, field));
            (of_field || of_group) && !(field == OWNER && rule.organization.is_some())
        };
        let rule = self.rules.get(voice).and_then(|rules| rules.iter().rev().find(fits)).copied();
        Weight { precedence: rule.map_or_else(|| self.general(voice), |rule| rule.precedence), rule }
    }

    fn general(&self, voice: usize) -> i32 {
        self.sources.get(voice).map_or(0, |source| source.precedence)
    }

    /// Finds the order of the fields that are asked for and of which a rule speaks.
    fn sort(&mut self, voices: &[Voice<'a>], is_asked: impl Fn(&str) -> bool) {
        if self.rules.iter().all(Vec::is_empty) {
            return;
        }
        for field in Noun::noun_type(self.kind).fields.iter().map(|field| field.name) {
            if is_asked(field) && self.usual.iter().any(|voice| self.weight(field, *voice).rule.is_some()) {
                let order = self.sorted(voices, field);
                self.special.insert(field, order);
            }
        }
    }

    fn sorted(&self, voices: &[Voice<'a>], field: &str) -> Vec<usize> {
        let precedence = |number: usize| self.weight(field, number).precedence;
        if incumbency::protects(self.kind, field) {
            return incumbency::order(voices, precedence);
        }
        let mut order: Vec<(usize, &Voice<'_>)> = voices.iter().enumerate().collect();
        order.sort_by(|(m, x), (n, y)| {
            let weightier = Reverse(precedence(*m)).cmp(&Reverse(precedence(*n)));
            weightier.then_with(|| fresher(x.record, y.record))
        });
        order.into_iter().map(|(number, _)| number).collect()
    }

    /// What the organization is called that the thing is, or is of. `None` where nobody is asked to look.
    fn called(&self, voices: &[Voice<'a>], references: &dyn References) -> Option<BTreeSet<String>> {
        let named = |source: &Source| source.precedence_for.iter().any(|rule| rule.organization.is_some());
        if !voices.iter().any(|voice| named(voice.source)) {
            return None;
        }
        if self.kind == Kind::Organization {
            return Some(voices.iter().flat_map(|voice| called::names(voice.record)).collect());
        }
        let owner = self
            .order(OWNER)
            .iter()
            .find_map(|number| text(&voices.get(*number)?.canonical, OWNER)?.parse::<Uuid>().ok());
        Some(owner.map(|owner| references.names(owner)).unwrap_or_default())
    }
}

fn for_everyone(source: &Source) -> Vec<&PrecedenceRule> {
    source.precedence_for.iter().filter(|rule| rule.organization.is_none()).collect()
}

fn is_of(rule: &PrecedenceRule, called: &BTreeSet<String>) -> bool {
    let key = |told: &String| called::name(told).is_some_and(|key| called.contains(&key));
    rule.organization.as_ref().is_none_or(key)
}
