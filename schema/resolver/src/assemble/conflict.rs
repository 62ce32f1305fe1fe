//! Facts on which sources disagree, and why one of them is published all the same.

use model::{Conflict, Contention, Correction};
use uuid::Uuid;

use super::{
    Words,
    fact::{self, Fact},
    incumbency,
    merge::Findings,
    reason,
    voice::Voice,
};

/// What is known once an entity is put together.
pub(crate) struct Case<'a> {
    pub(crate) id: Uuid,
    pub(crate) name: Option<String>,
    pub(crate) words: &'a Words<'a>,
    pub(crate) findings: &'a Findings,
}

/// The conflicts of one entity. How many services show it is not known here.
pub(crate) fn find(case: &Case<'_>) -> Vec<Conflict> {
    fact::weighty(case.words.kind).filter_map(|(fact, weight)| case.conflict(fact, weight)).collect()
}

/// A claim that still counts: the voice's number, the voice, and what it says as one text.
type Standing<'a> = (usize, &'a Voice<'a>, String);

impl<'a> Case<'a> {
    fn conflict(&self, fact: Fact, weight: i64) -> Option<Conflict> {
        let standing = self.standing(fact);
        let choice = self.choice(fact);
        let is_open = match choice {
            Some((chosen, correction)) => is_news(chosen, correction, &standing),
            None => is_disputed(fact, &standing),
        };
        is_open.then(|| Conflict {
            entity: self.id,
            kind: self.words.kind,
            name: self.name.clone(),
            field: fact.name.to_owned(),
            weight,
            services: 0,
            priority: 0,
            claims: self.claims(fact, choice.map(|(_, correction)| correction), &standing),
            why: self.why(fact, choice.map(|(_, correction)| correction), &standing),
        })
    }

    /// The claims that no steward rejected.
    fn standing(&self, fact: Fact) -> Vec<Standing<'a>> {
        let is_rejected = |number: usize| {
            let same = |of: &Fact| of.fields() == fact.fields();
            self.words.corrected.rejected.iter().any(|(at, of, _)| *at == number && same(of))
        };
        let voices = self.words.voices.iter().enumerate().filter(|(number, _)| !is_rejected(*number));
        voices.filter_map(|(number, voice)| Some((number, voice, fact.text(&voice.said)?))).collect()
    }

    /// The correction that chose the value, with the fact that it is about: the field itself, or a part of it.
    fn choice(&self, fact: Fact) -> Option<(Fact, &'a Correction)> {
        let about = |(of, _): &&(Fact, &'a Correction)| of.fields() == fact.fields();
        self.words.corrected.choices.iter().find(about).copied()
    }

    fn published(&self, fact: Fact) -> Option<usize> {
        fact.fields().iter().find_map(|field| self.findings.winners.get(field).copied())
    }

    /// Whether the words of a voice are published: the best one's, or everyone's where lists are united.
    fn is_published(&self, fact: Fact, number: usize) -> bool {
        let is_united = fact.name == "phones" && !self.is_chosen(fact) && !self.is_protected(fact);
        is_united || self.published(fact) == Some(number)
    }

    fn is_chosen(&self, fact: Fact) -> bool {
        fact.fields().iter().any(|field| self.words.corrected.chosen.contains_key(field))
    }

    fn is_protected(&self, fact: Fact) -> bool {
        fact.fields().iter().any(|field| incumbency::protects(self.words.kind, field))
    }

    fn claims(&self, fact: Fact, choice: Option<&Correction>, standing: &[Standing<'_>]) -> Vec<Contention> {
        let mut claims: Vec<Contention> = standing
            .iter()
            .map(|(number, voice, value)| Contention {
                source: voice.source.id.clone(),
                record: voice.record.key.clone(),
                value: value.clone(),
                changed: voice.record.modified,
                seen: voice.record.last_seen,
                published: self.is_published(fact, *number),
            })
            .collect();
        let is_held = !claims.iter().any(|claim| claim.published);
        claims.extend(choice.filter(|_| is_held).and_then(held));
        claims.sort_by_key(|claim| !claim.published);
        claims
    }

    fn why(&self, fact: Fact, choice: Option<&Correction>, standing: &[Standing<'_>]) -> String {
        if let Some(correction) = choice {
            let word = correction.remedy.as_str();
            return format!(
                "a steward's correction {} ({word}) holds; what a source says is new",
                correction.number
            );
        }
        if self.is_published(fact, usize::MAX) {
            return "every number is published".to_owned();
        }
        let Words { kind, voices, ranking, .. } = *self.words;
        let stands = |number: usize| standing.iter().any(|(at, _, _)| *at == number);
        let field = fact.fields().iter().find(|field| self.findings.winners.contains_key(*field));
        let won = field.and_then(|field| Some((*field, *self.findings.winners.get(field)?)));
        let told = won.and_then(|won| reason::of(kind, voices, ranking, won, stands));
        told.unwrap_or_else(|| "none of them can be published".to_owned())
    }
}

/// The value that a steward holds although no source says it.
fn held(correction: &Correction) -> Option<Contention> {
    let (source, record) = correction.speaker()?;
    let (value, at) = (correction.value.clone(), correction.at);
    Some(Contention { source, record, value, changed: at, seen: at, published: true })
}

/// Whether two different sources cannot both be right.
fn is_disputed(fact: Fact, standing: &[Standing<'_>]) -> bool {
    let is_apart = |(_, a, _): &Standing<'_>, (_, b, _): &Standing<'_>| {
        a.source.id != b.source.id && fact.disagree(&a.said, &b.said)
    };
    standing
        .iter()
        .enumerate()
        .any(|(at, one)| standing.iter().skip(at + 1).any(|other| is_apart(one, other)))
}

/// Whether someone says what the steward neither chose nor knew.
fn is_news(chosen: Fact, correction: &Correction, standing: &[Standing<'_>]) -> bool {
    let said = standing.iter().filter_map(|(_, voice, _)| chosen.text(&voice.said));
    said.into_iter().any(|value| value != correction.value && !correction.known.contains(&value))
}
