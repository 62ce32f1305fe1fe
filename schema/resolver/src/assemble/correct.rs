//! What corrections make of what sources say, before it is merged.

use std::collections::BTreeMap;

use model::{Correction, IssueDraft, Kind, Remedy, Severity};
use serde_json::Value;

use super::{
    fact::{self, Fact, Form},
    json::Object,
    rank::Ranking,
    voice::Voice,
};

/// Whose words a corrected field takes.
pub(crate) enum By {
    /// A source's, which still says what was pinned.
    Voice(usize),
    /// The steward's: what was supplied, or what was pinned and its source no longer says.
    Steward(Object),
}

/// A field whose value was chosen by a correction.
pub(crate) struct Chosen<'c> {
    pub(crate) correction: &'c Correction,
    pub(crate) by: By,
}

/// The corrections of one entity, applied.
#[derive(Default)]
pub(crate) struct Corrected<'c> {
    /// Fields of the noun whose value is chosen.
    pub(crate) chosen: BTreeMap<&'static str, Chosen<'c>>,
    /// What was rejected: the voice, the fact and the correction.
    pub(crate) rejected: Vec<(usize, Fact, &'c Correction)>,
    /// The choices that were made, each with its fact.
    pub(crate) choices: Vec<(Fact, &'c Correction)>,
}

/// Takes out of the voices what was rejected, and finds what was chosen. The corrections come the latest first.
pub(crate) fn apply<'c>(
    kind: Kind,
    voices: &mut [Voice<'_>],
    ranking: &Ranking<'_>,
    corrections: &[&'c Correction],
) -> Corrected<'c> {
    let mut corrected = Corrected::default();
    let known = || {
        corrections.iter().filter_map(|correction| Some((fact::fact(kind, &correction.field)?, *correction)))
    };
    for (fact, correction) in known().filter(|(_, correction)| correction.remedy == Remedy::Reject) {
        reject(voices, fact, correction, &mut corrected);
    }
    // Whole facts before parts of them, so that a part is put into the whole that was chosen.
    let is_part = |fact: &Fact| matches!(fact.form, Form::AddressPart(_));
    let wholes = known().filter(|(fact, _)| !is_part(fact));
    for (fact, correction) in wholes.chain(known().filter(|(fact, _)| is_part(fact))) {
        if correction.remedy.chooses() && !corrected.choices.iter().any(|(known, _)| known.name == fact.name)
        {
            choose((voices, ranking), fact, correction, &mut corrected);
        }
    }
    corrected
}

fn reject<'c>(
    voices: &mut [Voice<'_>],
    fact: Fact,
    correction: &'c Correction,
    corrected: &mut Corrected<'c>,
) {
    for (number, voice) in voices.iter_mut().enumerate() {
        let is_it = voice.source.id == correction.record.source
            && fact.text(&voice.said).as_deref() == Some(correction.value.as_str());
        if is_it {
            fact.fields().iter().for_each(|field| drop(voice.canonical.remove(*field)));
            corrected.rejected.push((number, fact, correction));
        }
    }
}

fn choose<'c>(
    (voices, ranking): (&[Voice<'_>], &Ranking<'_>),
    fact: Fact,
    correction: &'c Correction,
    corrected: &mut Corrected<'c>,
) {
    let Some(content) = allowed_content(voices, fact, correction) else { return };
    let by = match pinned_voice(voices, fact, correction) {
        Some(voice) if !matches!(fact.form, Form::AddressPart(_)) => By::Voice(voice),
        _ => match whole((voices, ranking), fact, content, corrected) {
            Some(whole) => By::Steward(whole),
            None => return,
        },
    };
    corrected.choices.push((fact, correction));
    match by {
        By::Voice(voice) => fact.fields().iter().for_each(|field| {
            corrected.chosen.insert(field, Chosen { correction, by: By::Voice(voice) });
        }),
        By::Steward(whole) => fact.fields().iter().for_each(|field| {
            corrected.chosen.insert(field, Chosen { correction, by: By::Steward(whole.clone()) });
        }),
    }
}

/// What was chosen, where it may be published: a pin holds only while its record is heard and does not keep the field
/// back. Nothing where the correction was emptied by an erasure.
fn allowed_content<'c>(voices: &[Voice<'_>], fact: Fact, correction: &'c Correction) -> Option<&'c Object> {
    let is_free = |voice: &&Voice<'_>| {
        let record = voice.record;
        record.key == correction.record
            && fact
                .fields()
                .iter()
                .all(|field| record.field_visibility.get(*field).is_none_or(|v| v.is_public()))
    };
    let may = correction.remedy == Remedy::Supply || voices.iter().any(|voice| is_free(&voice));
    (may && !correction.content.is_empty()).then_some(&correction.content)
}

/// The voice that still says what was pinned.
fn pinned_voice(voices: &[Voice<'_>], fact: Fact, correction: &Correction) -> Option<usize> {
    let says_it = |voice: &Voice<'_>| {
        voice.record.key == correction.record
            && fact.text(&voice.canonical).as_deref() == Some(correction.value.as_str())
    };
    voices.iter().position(says_it).filter(|_| correction.remedy == Remedy::Pin)
}

/// The content as whole fields of the noun: a part of an address within the address that would be published.
fn whole(
    (voices, ranking): (&[Voice<'_>], &Ranking<'_>),
    fact: Fact,
    content: &Object,
    corrected: &Corrected<'_>,
) -> Option<Object> {
    let Form::AddressPart(part) = fact.form else { return Some(content.clone()) };
    let chosen = match corrected.chosen.get("addresses").map(|chosen| &chosen.by) {
        Some(By::Steward(object)) => Some(object),
        Some(By::Voice(voice)) => voices.get(*voice).map(|voice| &voice.canonical),
        None => {
            let ranked = ranking.order("addresses").iter().filter_map(|number| voices.get(*number));
            ranked.map(|voice| &voice.canonical).find(|said| said.contains_key("addresses"))
        }
    };
    let mut addresses = chosen?.get("addresses")?.clone();
    let first = addresses.as_array_mut()?.first_mut()?.as_object_mut()?;
    first.insert(part.to_owned(), content.get(part)?.clone());
    Some(Object::from_iter([("addresses".to_owned(), addresses)]))
}

impl Corrected<'_> {
    /// An issue for every claim that a steward overruled, for its source to mend.
    pub(crate) fn issues(&self, voices: &[Voice<'_>]) -> Vec<IssueDraft> {
        let mut issues = Vec::new();
        for (number, fact, correction) in &self.rejected {
            issues.extend(voices.get(*number).and_then(|voice| rejected(voice, *fact, correction)));
        }
        for (fact, correction) in &self.choices {
            let is_rejected =
                |number| self.rejected.iter().any(|(at, of, _)| (*at, of.name) == (number, fact.name));
            let others = voices.iter().enumerate().filter(|(number, _)| !is_rejected(*number));
            issues.extend(others.filter_map(|(_, voice)| overruled(voice, *fact, correction)));
        }
        issues
    }
}

fn rejected(voice: &Voice<'_>, fact: Fact, correction: &Correction) -> Option<IssueDraft> {
    let reason = format!("a steward rejected this value, and it is not published: {}", correction.reason);
    let draft = IssueDraft::new(Severity::Warning, "rejected-value", reason, ACTION);
    placed(draft, voice, fact)
}

/// An issue where the voice says something else than what was chosen.
fn overruled(voice: &Voice<'_>, fact: Fact, correction: &Correction) -> Option<IssueDraft> {
    let chosen = &correction.content;
    let agrees = match fact.form {
        Form::AddressPart(_) => fact.text(&voice.said).is_some_and(|said| said == correction.value),
        _ => !fact.disagree(&voice.said, chosen),
    };
    let reason =
        format!("a steward chose `{}` in place of this value: {}", correction.value, correction.reason);
    let draft = IssueDraft::new(Severity::Notice, "overruled-value", reason, ACTION);
    if agrees { None } else { placed(draft, voice, fact) }
}

const ACTION: &str = "correct it in the feed, or tell the stewards why it is right";

fn placed(draft: IssueDraft, voice: &Voice<'_>, fact: Fact) -> Option<IssueDraft> {
    let value = fact.text(&voice.said)?;
    Some(draft.in_record(voice.record.key.to_string()).in_field(fact.name).with_value(&value))
}

/// The object that a chosen value is taken from, and the voice that it stands for, if any.
pub(crate) fn saying<'v>(chosen: &'v Chosen<'_>, voices: &'v [Voice<'v>]) -> Option<(usize, &'v Object)> {
    match &chosen.by {
        By::Voice(voice) => Some((*voice, &voices.get(*voice)?.canonical)),
        By::Steward(object) => Some((usize::MAX, object)),
    }
}

/// The value of one field as a steward chose it, where no source speaks for it.
pub(crate) fn steward_value<'v>(chosen: &'v Chosen<'_>, field: &str) -> Option<&'v Value> {
    match &chosen.by {
        By::Steward(object) => object.get(field),
        By::Voice(_) => None,
    }
}
