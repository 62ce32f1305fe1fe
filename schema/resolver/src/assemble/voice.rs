use std::collections::{BTreeMap, BTreeSet};

use model::{
    IssueDraft, Kind, Noun, Record, RecordKey, Severity, Source, Visibility,
    hsds::{Field, FieldKind, NounType},
    part_id,
};
use serde_json::Value;
use uuid::Uuid;

use super::{
    Member, References,
    json::{Object, is_empty, text},
    keys,
    policy::{self, Policy},
};

/// What one member says that may be published, twice over.
pub(crate) struct Voice<'a> {
    pub(crate) record: &'a Record,
    pub(crate) source: &'a Source,
    /// In the source's own ids: the values of its claims.
    pub(crate) said: Object,
    /// In canonical ids, without part ids: what entities are merged from.
    pub(crate) canonical: Object,
}

impl<'a> Voice<'a> {
    /// Hears a member that may be heard. References that lead nowhere the directory can follow raise an issue.
    pub(crate) fn of(
        id: Uuid,
        member: Member<'a>,
        references: &dyn References,
        issues: &mut Vec<IssueDraft>,
    ) -> Self {
        let (record, source) = (member.record, member.source);
        let raw = confirmed(record, as_object(record.noun.to_value()));
        let noun = Noun::noun_type(record.key.kind);
        let screen = Screen {
            id,
            record,
            references,
            kept_back: kept_back(record),
            terms: term_keys(&raw),
            form: Form::Said,
        };
        let said = screen.object(noun, &raw, true);
        let canonical = Screen { form: Form::Canonical, ..screen }.object(noun, &raw, true);
        issues.extend(lost_program(record, &raw));
        Self { record, source, said, canonical }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Said,
    Canonical,
}

/// Lets through what may be published, in one of the two forms.
struct Screen<'a> {
    id: Uuid,
    record: &'a Record,
    references: &'a dyn References,
    kept_back: BTreeSet<&'a str>,
    terms: BTreeMap<String, String>,
    form: Form,
}

impl Screen<'_> {
    fn object(&self, noun: &NounType, raw: &Object, is_whole: bool) -> Object {
        let mut passed = Object::new();
        if self.form == Form::Said
            && let Some(id) = raw.get("id").filter(|id| !is_empty(id))
        {
            passed.insert("id".to_owned(), id.clone());
        }
        for field in noun.fields {
            if let Some(value) = raw.get(field.name)
                && !self.keeps_back(noun, field, is_whole)
                && let Some(value) = self.value(noun, field, value).filter(|value| !is_empty(value))
            {
                passed.insert(field.name.to_owned(), value);
            }
        }
        passed
    }

    /// A field kept back on the record is kept back as a list of any nested part as well: the contacts of a service
    /// at one location are no more public than those of the service.
    fn keeps_back(&self, noun: &NounType, field: &Field, is_whole: bool) -> bool {
        let applies = is_whole || matches!(field.kind, FieldKind::List(_) | FieldKind::Email);
        matches!(policy::of(noun, field), Policy::LeftOut) || applies && self.kept_back.contains(field.name)
    }

    fn value(&self, noun: &NounType, field: &Field, value: &Value) -> Option<Value> {
        match field.kind {
            FieldKind::Id => self.id(noun, field, value.as_str()?),
            FieldKind::One(part) => self.part(part(), value),
            FieldKind::List(part) => {
                Some(value.as_array()?.iter().filter_map(|value| self.part(part(), value)).collect())
            }
            _ => Some(value.clone()),
        }
    }

    /// A service at a location that is not published would give the location away.
    fn part(&self, noun: &NounType, value: &Value) -> Option<Value> {
        let part = self.object(noun, value.as_object()?, false);
        let is_lost = noun.name == "service_at_location" && text(&part, "location_id").is_none();
        (!is_lost).then_some(Value::Object(part))
    }

    /// The reference, where it leads to something published. Nested parts need no reference back to their owner.
    fn id(&self, noun: &NounType, field: &Field, own: &str) -> Option<Value> {
        let canonical = match policy::reference(noun, field) {
            Some(kind) => {
                let key = RecordKey::new(self.record.key.source.clone(), kind, own);
                let id = self.references.canonical(&key)?;
                (id != self.id && self.references.is_public(id)).then_some(id)?
            }
            None if (noun.name, field.name) == ("taxonomy_term", "parent_id") => {
                part_id(self.id, "taxonomy_term", self.terms.get(own)?)
            }
            None => return None,
        };
        Some(Value::String(if self.form == Form::Said { own.to_owned() } else { canonical.to_string() }))
    }
}

/// The last confirmation of a service, where that is later than the day that its source gives: whoever gave that day
/// did not give this one.
fn confirmed(record: &Record, mut raw: Object) -> Object {
    if record.key.kind == Kind::Service
        && let Some(day) = record.confirmed.map(|confirmed| confirmed.date_naive().to_string())
        && text(&raw, "assured_date").is_none_or(|given| given < day.as_str())
    {
        raw.insert("assured_date".to_owned(), Value::String(day));
        raw.remove("assurer_email");
    }
    raw
}

fn as_object(value: Value) -> Object {
    if let Value::Object(object) = value { object } else { Object::new() }
}

/// The fields of a record that are not for everyone.
fn kept_back(record: &Record) -> BTreeSet<&str> {
    let stricter =
        record.field_visibility.iter().filter(|(_, visibility)| **visibility != Visibility::Public);
    stricter.map(|(field, _)| field.as_str()).collect()
}

/// A taxonomy's own ids of its usable terms, with what names each inside the taxonomy.
fn term_keys(raw: &Object) -> BTreeMap<String, String> {
    let terms = raw.get("taxonomy_terms").and_then(Value::as_array).into_iter().flatten();
    let named = terms.filter_map(Value::as_object).filter(|term| text(term, "name").is_some());
    named.filter_map(|term| Some((text(term, "id")?.to_owned(), keys::term_key(term)?))).collect()
}

/// Programs are parts of organizations, so a bare id of one cannot be followed from a service.
fn lost_program(record: &Record, raw: &Object) -> Option<IssueDraft> {
    let program = text(raw, "program_id").filter(|_| !raw.contains_key("program"))?;
    let draft = IssueDraft::new(
        Severity::Warning,
        "unresolved-reference",
        "a program that is only named by its id cannot be found; the service is published without it",
        "nest the program in the service",
    );
    Some(draft.in_record(record.key.to_string()).in_field("program_id").with_value(program))
}
