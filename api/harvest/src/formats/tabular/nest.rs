//! Rows with the rows that belong to them become nested HSDS-shaped JSON.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::tables;

/// A row, the table it is from, and what belongs to it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Node {
    /// The noun that the row is.
    #[serde(default)]
    pub(super) noun: String,
    /// The name of its table.
    pub(super) table: String,
    /// The row, verbatim.
    pub(super) row: Map<String, Value>,
    /// The row of the term or unit that it names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) named: Option<Map<String, Value>>,
    /// Rows of other tables that belong to it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) parts: Vec<Node>,
}

/// The noun with its parts nested by the standard's newer names.
pub(super) fn nest(noun: &str, node: Node) -> Map<String, Value> {
    let Node { table, row, named, parts, .. } = node;
    let mut value = without_blanks(row);
    match noun {
        "contact" => contact_phone(&mut value),
        "phone" => phone_language(&mut value),
        "attribute" => attribute(&mut value, named),
        "service_capacity" => {
            drop(named.map(|unit| value.insert("unit".to_owned(), Value::Object(without_blanks(unit)))))
        }
        "address" => {
            let kind = if table.starts_with("postal") { "postal" } else { "physical" };
            value.entry("address_type").or_insert_with(|| kind.into());
        }
        _ => {}
    }
    for part in parts {
        add(&mut value, noun, part);
    }
    value
}

fn add(value: &mut Map<String, Value>, owner: &str, part: Node) {
    let noun = part.noun.clone();
    let nested = nest(&noun, part);
    if noun == "eligibility" {
        return add_eligibility(value, &nested);
    }
    let list = value.entry(tables::member(owner, &noun)).or_insert_with(|| json!([]));
    match list {
        Value::Array(list) => list.push(Value::Object(nested)),
        // A column of the same name as the list holds something else; the list takes its place.
        other => *other = json!([nested]),
    }
}

/// HSDS 1.1 has a table of eligibilities; later editions one text.
fn add_eligibility(value: &mut Map<String, Value>, row: &Map<String, Value>) {
    let Some(more) = row.get("eligibility").and_then(Value::as_str) else { return };
    let told = value.get("eligibility_description").and_then(Value::as_str);
    let text = told.map_or_else(|| more.to_owned(), |told| format!("{told}\n{more}"));
    value.insert("eligibility_description".to_owned(), text.into());
}

/// HSDS 1.1 keeps one number with the contact, in three columns.
fn contact_phone(contact: &mut Map<String, Value>) {
    let mut take = |name: &str| contact.remove(name).and_then(|value| value.as_str().map(str::to_owned));
    let (area, number, extension) = (take("phone_areacode"), take("phone_number"), take("phone_extension"));
    if let Some(number) = number {
        let number = area.map_or_else(|| number.clone(), |area| format!("{area} {number}"));
        contact.insert("phones".to_owned(), json!([{ "number": number, "extension": extension }]));
    }
}

/// HSDS 1.1 keeps one language with the number.
fn phone_language(phone: &mut Map<String, Value>) {
    if let Some(language) = phone.remove("language") {
        phone.insert("languages".to_owned(), json!([{ "name": language }]));
    }
}

/// Older editions name the term `taxonomy_id`.
fn attribute(attribute: &mut Map<String, Value>, term: Option<Map<String, Value>>) {
    if let Some(id) = attribute.remove("taxonomy_id") {
        attribute.entry("taxonomy_term_id").or_insert(id);
    }
    if let Some(detail) = attribute.remove("taxonomy_detail") {
        attribute.entry("value").or_insert(detail);
    }
    if let Some(term) = term {
        attribute.insert("taxonomy_term".to_owned(), Value::Object(self::term(term)));
    }
}

/// A term by the standard's newer names. Where it names its classification only in words, those make its id.
pub(super) fn term(row: Map<String, Value>) -> Map<String, Value> {
    let mut term = without_blanks(row);
    for (old, new) in [("vocabulary", "taxonomy"), ("term", "name")] {
        if let Some(value) = term.remove(old) {
            term.entry(new).or_insert(value);
        }
    }
    // What the parent is called is said by the parent itself.
    term.remove("parent_name");
    if let Some(taxonomy) = crate::formats::hsds::taxonomy_of(&term, None) {
        term.insert("taxonomy_id".to_owned(), taxonomy.into());
    }
    term
}

fn without_blanks(row: Map<String, Value>) -> Map<String, Value> {
    row.into_iter().filter(|(_, value)| value.as_str().is_none_or(|text| !text.trim().is_empty())).collect()
}
