//! Whether something stored tells of an erased record. Ids are compared as whole values: an id such as `10` occurs
//! inside much that has nothing to do with it.

use std::collections::BTreeSet;

use model::{IssueDraft, RecordKey};
use serde_json::Value;

/// Whether a body holds one of some ids: as text or a number in JSON, or as a cell of anything else.
pub(crate) fn holds(body: &[u8], ids: &BTreeSet<&str>) -> bool {
    if ids.is_empty() {
        return false;
    }
    match serde_json::from_slice(body) {
        Ok(value) => is_in(&value, ids),
        Err(_) => cells(&String::from_utf8_lossy(body)).any(|cell| ids.contains(cell)),
    }
}

fn is_in(value: &Value, ids: &BTreeSet<&str>) -> bool {
    match value {
        Value::String(text) => ids.contains(text.as_str()),
        Value::Number(number) => ids.contains(number.to_string().as_str()),
        Value::Array(values) => values.iter().any(|value| is_in(value, ids)),
        Value::Object(fields) => fields.values().any(|value| is_in(value, ids)),
        Value::Bool(_) | Value::Null => false,
    }
}

/// The cells of a table in text, whichever the separator; one in quotation marks may hold separators.
fn cells(text: &str) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    let separates = move |letter| {
        quoted ^= letter == '"';
        !quoted && matches!(letter, ',' | ';' | '\t' | '|' | '\n' | '\r')
    };
    text.split(separates).map(|cell| cell.trim().trim_matches('"').trim())
}

/// Whether an issue is in a record, or quotes its id as the offending value.
pub(crate) fn is_about(draft: &IssueDraft, key: &RecordKey) -> bool {
    let named = |record: &String| *record == format!("{}:{}", key.kind, key.id) || *record == key.to_string();
    draft.record.as_ref().is_some_and(named) || draft.value.as_ref() == Some(&key.id)
}

/// Takes names out of what a run left for the next one: members of that name, and members and elements that say it.
/// Answers the names of the members that said it.
pub(crate) fn scrub(state: &mut Value, names: &BTreeSet<&str>) -> Vec<String> {
    let says = |value: &Value| value.as_str().is_some_and(|text| names.contains(text));
    let mut led_there = Vec::new();
    match state {
        Value::Array(values) => {
            values.retain(|value| !says(value));
            values.iter_mut().for_each(|value| led_there.extend(scrub(value, names)));
        }
        Value::Object(fields) => {
            let leading = fields.iter().filter(|(_, value)| says(value)).map(|(name, _)| name.clone());
            led_there.extend(leading);
            fields.retain(|name, value| !names.contains(name.as_str()) && !says(value));
            fields.values_mut().for_each(|value| led_there.extend(scrub(value, names)));
        }
        _ => {}
    }
    led_there
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn ids<'a>(ids: &[&'a str]) -> BTreeSet<&'a str> {
        ids.iter().copied().collect()
    }

    #[test]
    fn an_id_is_found_only_as_a_whole_value() {
        let ten = ids(&["10"]);
        for body in [r#"{"id":"10"}"#, r#"[{"of":{"id":10}}]"#, "10", "7;10;x", "a,\"10\"\nb, 10 ,c"] {
            assert!(holds(body.as_bytes(), &ten), "{body}");
        }
        for body in
            [r#"{"id":"110","name":"10 Downing Street","10":1.10}"#, "a,\"x,10,y\"", "at 10, at 11", ""]
        {
            assert!(!holds(body.as_bytes(), &ten), "{body}");
        }
        assert!(!holds(b"anything", &ids(&[])));
    }

    #[test]
    fn a_name_is_taken_out_of_a_state_and_those_that_led_to_it_are_told() {
        let mut state = json!({
            "rejected": ["row/10", "row/100"],
            "aliases": {"row/new": "row/10", "row/10": "row/x", "row/y": "row/z"},
            "watermark": 10,
        });
        assert_eq!(scrub(&mut state, &ids(&["10", "row/10"])), ["row/new"]);
        assert_eq!(state, json!({"rejected": ["row/100"], "aliases": {"row/y": "row/z"}, "watermark": 10}));
    }
}
