//! Why the word of one voice is published and not that of another, in a sentence.

use chrono::{DateTime, Utc};
use model::{Kind, Noun, Record};

use super::{
    incumbency,
    policy::{self, Policy},
    rank::{Ranking, Weight},
    voice::Voice,
};

/// Why a voice's word for a field is published. `gives` tells which voices say something of it that counts.
pub(crate) fn of(
    kind: Kind,
    voices: &[Voice<'_>],
    ranking: &Ranking<'_>,
    (field, winner): (&'static str, usize),
    gives: impl Fn(usize) -> bool,
) -> Option<String> {
    let best = voices.get(winner)?;
    let asked = || ranking.order(field).iter().copied().filter(|number| *number == winner || gives(*number));
    let Some(rival) = asked().find(|number| *number != winner) else {
        return Some(format!("only {} says it", best.source.id));
    };
    if let Some(told) = together(kind, field, best) {
        return Some(told);
    }
    let case = Case {
        is_protected: incumbency::protects(kind, field),
        field,
        winner: (best, ranking.weight(field, winner)),
        rival: (voices.get(rival)?, ranking.weight(field, rival)),
    };
    let comes_before = asked().next() == Some(winner);
    Some(if comes_before { case.told(voices) } else { case.passed_over() })
}

/// What is told where not the order of voices decides.
fn together(kind: Kind, field: &str, best: &Voice<'_>) -> Option<String> {
    let noun = Noun::noun_type(kind);
    match policy::of(noun, noun.field(field)?) {
        Policy::Union(..) if incumbency::protects(kind, field) => None,
        Policy::Union(..) => Some("everything that they say of it is published together".to_owned()),
        Policy::Together(group) if group.latest => Some(format!("{} gives the latest day", best.source.id)),
        _ => None,
    }
}

/// Two voices that both say something of a field.
struct Case<'v> {
    field: &'static str,
    is_protected: bool,
    winner: (&'v Voice<'v>, Weight<'v>),
    rival: (&'v Voice<'v>, Weight<'v>),
}

impl Case<'_> {
    fn told(&self, voices: &[Voice<'_>]) -> String {
        let ((best, weight), (other, less)) = (&self.winner, &self.rival);
        let (best_name, other_name) = self.names();
        if weight.precedence > less.precedence {
            return format!(
                "{best_name} has precedence {}, before {other_name} with {}",
                self.told_of(weight),
                self.told_of(less)
            );
        }
        if self.is_protected && best.source.id != other.source.id {
            let since = |voice: &Voice<'_>| incumbency::since(voices, &voice.source.id);
            return match (since(best), since(other)) {
                (Some(first), Some(later)) if first < later => {
                    format!(
                        "of equal precedence, {best_name} told of the organization first, on {}",
                        day(first)
                    )
                }
                _ => format!("of equal precedence and met together, {best_name} comes first by name"),
            };
        }
        newest(&best_name, best.record, other.record)
    }

    /// Who comes first says something, but nothing that can stand in an entity.
    fn passed_over(&self) -> String {
        let (best, first) = self.names();
        format!("what {first} says of it lacks something that is required; {best} is the next")
    }

    /// The precedence, and for what a rule gives it.
    fn told_of(&self, weight: &Weight<'_>) -> String {
        let Some(rule) = weight.rule else { return weight.precedence.to_string() };
        let of_field = if rule.fields.is_empty() { String::new() } else { format!(" for {}", self.field) };
        let of_whom = match &rule.organization {
            Some(organization) if rule.fields.is_empty() => format!(" for what is of {organization}"),
            Some(organization) => format!(" of {organization}"),
            None => String::new(),
        };
        format!("{}{of_field}{of_whom}", weight.precedence)
    }

    /// By their sources; two records of one source by their own names.
    fn names(&self) -> (String, String) {
        let (best, other) = (self.winner.0, self.rival.0);
        match best.source.id == other.source.id {
            true => (best.record.key.to_string(), other.record.key.to_string()),
            false => (best.source.id.to_string(), other.source.id.to_string()),
        }
    }
}

fn newest(name: &str, best: &Record, other: &Record) -> String {
    if best.reviewed() > other.reviewed() {
        let was_assured = best.assured() == Some(best.reviewed());
        let what = if was_assured { "was assured last" } else { "changed last" };
        return format!("of equal precedence, {name} {what}, on {}", day(best.reviewed()));
    }
    if best.modified > other.modified {
        return format!(
            "of equal precedence and assured together, {name} changed last, on {}",
            day(best.modified)
        );
    }
    format!("of equal precedence and equally new, {name} comes first by record name")
}

fn day(moment: DateTime<Utc>) -> String {
    moment.date_naive().to_string()
}
