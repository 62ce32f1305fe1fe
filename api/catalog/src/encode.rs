use std::ops::Range;

use model::hsds::{Field, FieldKind, NounType};
use serde_json::{Map, Value};

/// Writes nouns as JSON text in the standard's field order, with the UK profile's older twins of some fields, and
/// notes where the terms of taxonomies stand in it.
#[derive(Debug, Default)]
pub(crate) struct Encoder {
    pub(crate) text: String,
    pub(crate) terms: Vec<TermAt>,
}

/// Where in the text a term stands, with what the lists need of it.
#[derive(Debug)]
pub(crate) struct TermAt {
    pub(crate) span: Range<usize>,
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) code: Option<String>,
    pub(crate) parent: Option<String>,
    pub(crate) taxonomy: Option<String>,
}

impl Encoder {
    /// Writes the fields of an object that are kept, without braces, and says where. `id` counts as one of them.
    pub(crate) fn fields(
        &mut self,
        noun: &NounType,
        object: &Map<String, Value>,
        id: bool,
        keep: impl Fn(&Field) -> bool,
    ) -> Range<usize> {
        let start = self.text.len();
        if id && let Some(value) = object.get("id") {
            self.member(start, "id", FieldKind::Id, value);
        }
        for field in noun.fields.iter().filter(|field| keep(field)) {
            if let Some(value) = object.get(field.name).filter(|value| !value.is_null()) {
                self.member(start, field.name, field.kind, value);
            }
        }
        start..self.text.len()
    }

    /// Writes a whole object, twins included, and says where.
    pub(crate) fn object(&mut self, noun: &NounType, object: &Map<String, Value>) -> Range<usize> {
        let start = self.text.len();
        self.text.push('{');
        let fields = self.fields(noun, object, true, |_| true);
        if let Some((twin, value)) = twin(noun, object) {
            self.member(fields.start, twin, FieldKind::Text, value);
        }
        self.text.push('}');
        let span = start..self.text.len();
        if noun.name == "taxonomy_term" {
            self.note_term(span.clone(), object);
        }
        span
    }

    fn member(&mut self, start: usize, name: &str, kind: FieldKind, value: &Value) {
        if self.text.len() > start {
            self.text.push(',');
        }
        self.text.push('"');
        self.text.push_str(name);
        self.text.push_str("\":");
        self.value(kind, value);
    }

    fn value(&mut self, kind: FieldKind, value: &Value) {
        match (kind, value) {
            (FieldKind::List(noun), Value::Array(items)) => {
                self.text.push('[');
                for (index, item) in items.iter().filter_map(Value::as_object).enumerate() {
                    if index > 0 {
                        self.text.push(',');
                    }
                    self.object(noun(), item);
                }
                self.text.push(']');
            }
            (FieldKind::One(noun), Value::Object(object)) => {
                self.object(noun(), object);
            }
            (_, plain) => self.text.push_str(&plain.to_string()),
        }
    }

    fn note_term(&mut self, span: Range<usize>, object: &Map<String, Value>) {
        let text = |name: &str| object.get(name).and_then(Value::as_str).map(str::to_owned);
        if let (Some(id), Some(name)) = (text("id"), text("name")) {
            let (code, parent, taxonomy) = (text("code"), text("parent_id"), text("taxonomy_id"));
            self.terms.push(TermAt { span, id, name, code, parent, taxonomy });
        }
    }
}

/// The field by which the UK profile still calls another one, with that one's value.
fn twin<'a>(noun: &NounType, object: &'a Map<String, Value>) -> Option<(&'static str, &'a Value)> {
    let (twin, originals): (_, &[&str]) = match noun.name {
        "service_area" => ("service_area", &["name", "description"]),
        "accessibility" => ("accessibility", &["description", "details"]),
        "taxonomy_term" => ("term", &["name"]),
        _ => return None,
    };
    originals.iter().find_map(|original| object.get(*original)).map(|value| (twin, value))
}
