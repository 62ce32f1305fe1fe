//! What is told of a taxonomy or a term, here and there in a feed.

use normalize::text;
use serde_json::{Map, Value};

use super::nameless::text_of;

/// The id of the taxonomy of a term: told, or made of its name.
pub(crate) fn taxonomy_of(term: &Map<String, Value>, detail: Option<&Map<String, Value>>) -> Option<String> {
    let told = term.get("taxonomy_id").and_then(text_of);
    let named = || term.get("taxonomy").and_then(Value::as_str).map(text::key).filter(|key| !key.is_empty());
    told.or_else(|| detail?.get("id").and_then(text_of)).or_else(named)
}

/// Adds what is not known yet. Of two tellings of a member the longer counts, else the first in order.
pub(super) fn fuller(known: &mut Map<String, Value>, told: Map<String, Value>) {
    for (name, value) in told {
        let text = |value: &Value| value.to_string();
        let rank = |value: &Value| (text(value).len(), std::cmp::Reverse(text(value)));
        if known.get(&name).is_none_or(|known| rank(known) < rank(&value)) && !value.is_null() {
            known.insert(name, value);
        }
    }
}
