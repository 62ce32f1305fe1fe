use std::collections::BTreeMap;

use model::{
    IssueDraft, Kind, Severity,
    hsds::{Field, NounType},
};
use serde_json::Value;

use super::{
    correct::{self, Corrected},
    derive, incumbency,
    json::{Object, canonical_object, missing},
    policy::{self, Group, Key, Policy},
    rank::Ranking,
    voice::Voice,
};

/// What a voice says of one noun.
#[derive(Clone, Copy)]
pub(crate) struct Saying<'v> {
    voice: usize,
    object: &'v Object,
}

/// A published value and the voice it was taken from first.
type Chosen = (usize, Value);

/// What came to light while merging.
#[derive(Default)]
pub(crate) struct Findings {
    /// Parts that had to be left out.
    pub(crate) issues: Vec<IssueDraft>,
    /// Top-level field to the voice whose value was published.
    pub(crate) winners: BTreeMap<&'static str, usize>,
    /// Top-level field and rule to the voice from whose words it derives values, and the values.
    pub(crate) derivations: BTreeMap<(&'static str, &'static str), (usize, Vec<Value>)>,
}

impl Findings {
    /// Notes that a rule gave a value that no source did.
    pub(crate) fn derived(&mut self, field: &'static str, rule: &'static str, voice: usize, value: Value) {
        let (_, values) = self.derivations.entry((field, rule)).or_insert_with(|| (voice, Vec::new()));
        if !values.contains(&value) {
            values.push(value);
        }
    }
}

/// Merges what several voices say, the first being the one whose word counts most.
pub(crate) struct Merger<'v> {
    voices: &'v [Voice<'v>],
    corrected: &'v Corrected<'v>,
    ranking: &'v Ranking<'v>,
    pub(crate) findings: Findings,
    field: &'static str,
}

impl<'v> Merger<'v> {
    pub(crate) fn new(
        voices: &'v [Voice<'v>],
        corrected: &'v Corrected<'v>,
        ranking: &'v Ranking<'v>,
    ) -> Self {
        Self { voices, corrected, ranking, findings: Findings::default(), field: "" }
    }

    /// The whole entity, without ids of its own.
    pub(crate) fn entity(&mut self, kind: Kind, noun: &'static NounType) -> Object {
        let mut entity = Object::new();
        for field in noun.fields {
            self.field = field.name;
            let found = match self.corrected.chosen.get(field.name) {
                Some(chosen) => self.chosen(noun, field, chosen),
                None if incumbency::protects(kind, field.name) => {
                    self.first(noun, field, &self.sayings(field))
                }
                None => self.field(noun, field, &self.sayings(field)),
            };
            if let Some((winner, value)) = found {
                self.findings.winners.insert(field.name, winner);
                entity.insert(field.name.to_owned(), value);
            }
        }
        // What rules derive at the top, they derive from the name or from everything that is said.
        let speaker = self.findings.winners.get("name").copied().unwrap_or_default();
        for (field, rule, value) in derive::apply(noun, &mut entity) {
            self.findings.derived(field, rule, speaker, value);
        }
        entity
    }

    /// What all voices say, the one whose word counts most for the field first.
    fn sayings(&self, field: &Field) -> Vec<Saying<'v>> {
        let order = self.ranking.order(field.name).iter();
        let saying =
            |voice: &usize| Some(Saying { voice: *voice, object: &self.voices.get(*voice)?.canonical });
        order.filter_map(saying).collect()
    }

    /// What a steward chose. It stands alone, whatever else is usually taken together with it.
    fn chosen(&mut self, noun: &NounType, field: &Field, chosen: &'v correct::Chosen<'v>) -> Option<Chosen> {
        let (voice, object) = correct::saying(chosen, self.voices)?;
        let saying = [Saying { voice, object }];
        match policy::of(noun, field) {
            Policy::Together(_) => best(field, &saying),
            _ => self.field(noun, field, &saying),
        }
    }

    /// All that the first one says who says anything usable.
    fn first(&mut self, noun: &NounType, field: &Field, sayings: &[Saying<'_>]) -> Option<Chosen> {
        sayings.iter().find_map(|saying| self.field(noun, field, std::slice::from_ref(saying)))
    }

    fn field(&mut self, noun: &NounType, field: &Field, sayings: &[Saying<'_>]) -> Option<Chosen> {
        match policy::of(noun, field) {
            Policy::LeftOut => None,
            Policy::Best => best(field, sayings),
            Policy::Together(group) => together(group, field, sayings),
            Policy::Nested(part) => sayings.iter().find_map(|saying| {
                let object = saying.object.get(field.name)?.as_object()?;
                let part = self.part(part, &[Saying { object, ..*saying }])?;
                Some((saying.voice, Value::Object(part)))
            }),
            Policy::BestList(part) => sayings.iter().find_map(|saying| {
                let usable: Vec<Value> = parts(field, saying)
                    .filter_map(|one| self.part(part, &[one]))
                    .map(Value::Object)
                    .collect();
                (!usable.is_empty()).then_some((saying.voice, Value::Array(usable)))
            }),
            Policy::Union(part, key) => self.union(part, key, field, sayings),
        }
    }

    /// Each part once, in the order in which voices bring them; what several say of one part is merged in turn.
    fn union(
        &mut self,
        part: &'static NounType,
        key: Key,
        field: &Field,
        sayings: &[Saying<'_>],
    ) -> Option<Chosen> {
        let mut groups: Vec<Vec<Saying<'_>>> = Vec::new();
        let mut places: BTreeMap<String, usize> = BTreeMap::new();
        for one in sayings.iter().flat_map(|saying| parts(field, saying)) {
            let place = *places.entry(key(one.object)).or_insert(groups.len());
            match groups.get_mut(place) {
                Some(group) => group.push(one),
                None => groups.push(vec![one]),
            }
        }
        let mut winner = None;
        let mut merged = Vec::new();
        for group in &groups {
            if let Some(object) = self.part(part, group) {
                winner = winner.or_else(|| group.first().map(|saying| saying.voice));
                merged.push(Value::Object(object));
            }
        }
        Some((winner?, Value::Array(merged)))
    }

    /// One part from what is said of it. Nothing, and an issue, where a required field is missing and not derivable.
    fn part(&mut self, noun: &'static NounType, sayings: &[Saying<'_>]) -> Option<Object> {
        let first = sayings.first()?;
        let mut part = Object::new();
        for field in noun.fields {
            if let Some((_, value)) = self.field(noun, field, sayings) {
                part.insert(field.name.to_owned(), value);
            }
        }
        if part.is_empty() {
            return None;
        }
        let derived = derive::apply(noun, &mut part);
        if let Some(missing) = missing(noun, &part) {
            self.leave_out(noun, missing, first);
            return None;
        }
        for (_, rule, value) in derived {
            self.findings.derived(self.field, rule, first.voice, value);
        }
        Some(part)
    }

    fn leave_out(&mut self, noun: &NounType, missing: &str, saying: &Saying<'_>) {
        let Some(voice) = self.voices.get(saying.voice) else { return };
        let reason = format!(
            "the {0} has no `{missing}`, which the standard requires; the {0} is left out",
            noun.name
        );
        let action = format!("give the {} a `{missing}`", noun.name);
        let draft = IssueDraft::new(Severity::Warning, "missing-required", reason, action);
        let value = canonical_object(saying.object);
        self.findings
            .issues
            .push(draft.in_record(voice.record.key.to_string()).in_field(self.field).with_value(&value));
    }
}

fn best(field: &Field, sayings: &[Saying<'_>]) -> Option<Chosen> {
    sayings.iter().find_map(|saying| Some((saying.voice, saying.object.get(field.name)?.clone())))
}

fn together(group: &Group, field: &Field, sayings: &[Saying<'_>]) -> Option<Chosen> {
    let speakers = sayings.iter().filter(|saying| group.is_given_by(saying.object));
    let speaker = speakers
        .reduce(|best, saying| if group.is_superseded(best.object, saying.object) { saying } else { best })?;
    best(field, std::slice::from_ref(speaker))
}

/// The parts that one voice lists in a field.
fn parts<'v>(field: &Field, saying: &Saying<'v>) -> impl Iterator<Item = Saying<'v>> + use<'v> {
    let voice = saying.voice;
    let listed = saying.object.get(field.name).and_then(Value::as_array).into_iter().flatten();
    listed.filter_map(Value::as_object).map(move |object| Saying { voice, object })
}
