use model::{CATEGORIES, Claim, Provenance, Record};
use serde_json::Value;

use super::{
    Words,
    correct::{self, Chosen},
    json::Object,
    merge::Findings,
    reason,
    voice::Voice,
};

/// Who said each field of the published object: the published claim first, the others by rank, those that a steward
/// overruled with them, then what rules derived. A field that is not published has no provenance, nor has what the
/// directory itself gives: the id, the id of a service's program, and when a service was last modified.
pub(crate) fn of(said: &Object, words: &Words<'_>, findings: &Findings) -> Provenance {
    let Words { voices, corrected, .. } = *words;
    let mut provenance = Provenance::new();
    for field in said.keys() {
        let chosen = corrected.chosen.get(field.as_str());
        let mut claims: Vec<Claim> = chosen.and_then(|chosen| steward(field, chosen)).into_iter().collect();
        claims.extend(of_sources(field, words, findings.winners.get_key_value(field.as_str()), chosen));
        claims.extend(categories(field, voices));
        claims.extend(derived(field, voices, findings));
        if !claims.is_empty() {
            provenance.insert(field.clone(), claims);
        }
    }
    provenance
}

/// The claim of the steward who chose a value that no source says.
fn steward(field: &str, chosen: &Chosen<'_>) -> Option<Claim> {
    let value = correct::steward_value(chosen, field)?.clone();
    let (source, record) = chosen.correction.speaker()?;
    let (seen, correction) = (chosen.correction.at, Some(chosen.correction.number));
    Some(Claim { source, record, value, original: None, seen, derived: None, correction, why: None })
}

fn of_sources(
    field: &str,
    words: &Words<'_>,
    won: Option<(&&'static str, &usize)>,
    chosen: Option<&Chosen<'_>>,
) -> Vec<Claim> {
    // The id of a record is no claim.
    let order = words.ranking.order(field).iter().filter(|_| field != "id");
    let mut speakers: Vec<(usize, &Voice<'_>)> =
        order.filter_map(|number| Some((*number, words.voices.get(*number)?))).collect();
    let winner = won.map(|(_, number)| *number);
    speakers.sort_by_key(|(number, _)| Some(*number) != winner);
    let claim = |(number, voice): (usize, &Voice<'_>)| {
        let value = own_words(voice.said.get(field)?)?;
        let chosen = chosen.filter(|_| Some(number) == winner);
        let correction = chosen.map(|chosen| chosen.correction.number);
        let derived = (voice.record.key.id == CATEGORIES).then(|| "is the directory's own".to_owned());
        Some(Claim { original: original(voice.record, field), derived, correction, ..blank(voice, value) })
    };
    let mut claims: Vec<Claim> = speakers.into_iter().filter_map(claim).collect();
    if let [first, _, ..] = claims.as_mut_slice()
        && first.correction.is_none()
        && chosen.is_none()
    {
        first.why = Some(why(words, won));
    }
    claims
}

/// Why the first of several claims is published.
fn why(words: &Words<'_>, won: Option<(&&'static str, &usize)>) -> String {
    let Words { kind, voices, ranking, .. } = *words;
    let told = won.and_then(|(field, winner)| {
        let gives =
            |number: usize| voices.get(number).is_some_and(|voice| voice.canonical.contains_key(*field));
        reason::of(kind, voices, ranking, (field, *winner), gives)
    });
    told.unwrap_or_else(|| "none of them is published as it stands".to_owned())
}

/// The categories that stand for a source's own terms: no source said them.
fn categories<'f>(field: &'f str, voices: &'f [Voice<'_>]) -> impl Iterator<Item = Claim> + use<'f> {
    voices.iter().filter_map(move |voice| {
        let all = voice.said.get(field)?.as_array()?;
        let value: Vec<Value> = all.iter().filter(|part| is_category(part)).cloned().collect();
        let derived = Some("stands for the source's own terms".to_owned());
        (!value.is_empty()).then(|| Claim { derived, ..blank(voice, Value::Array(value)) })
    })
}

/// A value without the categories in it. `None` if nothing else was in it.
fn own_words(value: &Value) -> Option<Value> {
    match value {
        Value::Array(parts) if parts.iter().any(is_category) => {
            let own: Vec<Value> = parts.iter().filter(|part| !is_category(part)).cloned().collect();
            (!own.is_empty()).then_some(Value::Array(own))
        }
        other => Some(other.clone()),
    }
}

/// Whether a part is an attribute by which the directory put a record into one of its own categories.
fn is_category(part: &Value) -> bool {
    part.pointer("/taxonomy_term/taxonomy_id").and_then(Value::as_str) == Some(CATEGORIES)
}

fn derived<'f>(
    field: &'f str,
    voices: &'f [Voice<'_>],
    findings: &'f Findings,
) -> impl Iterator<Item = Claim> + use<'f> {
    let rules = findings.derivations.iter().filter(move |((of, _), _)| *of == field);
    rules.filter_map(move |((_, rule), (voice, values))| {
        let value = match values.as_slice() {
            [one] => one.clone(),
            several => Value::Array(several.to_vec()),
        };
        Some(Claim { derived: Some((*rule).to_owned()), ..blank(voices.get(*voice)?, value) })
    })
}

fn blank(voice: &Voice<'_>, value: Value) -> Claim {
    Claim {
        source: voice.source.id.clone(),
        record: voice.record.key.clone(),
        value,
        original: None,
        seen: voice.record.last_seen,
        derived: None,
        correction: None,
        why: None,
    }
}

/// The source's own words for a field: those kept for the field itself, or for anything in it, joined. Words are
/// left out where any part of their path is kept back, and those for places a service is given at, some of which
/// may be confidential.
fn original(record: &Record, field: &str) -> Option<String> {
    let words = record.original.iter().filter(|(path, _)| belongs(record, path, field));
    let words: Vec<&str> = words.map(|(_, words)| words.as_str()).collect();
    (!words.is_empty()).then(|| words.join("; "))
}

fn belongs(record: &Record, path: &str, field: &str) -> bool {
    let mut steps = path.split(['.', '[', ']', '/']).filter(|step| !step.is_empty());
    let is_open =
        |step: &str| record.field_visibility.get(step).is_none_or(|visibility| visibility.is_public());
    field != "service_at_locations" && steps.clone().all(is_open) && steps.next() == Some(field)
}
