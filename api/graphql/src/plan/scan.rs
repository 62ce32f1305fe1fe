//! Finds values in JSON text without reading them. The text is the catalog's own: compact, and known to be well formed;
//! where it is not, the answer is `None` and the engine's to give.

use memchr::{memchr2, memchr3};

/// Finds the values of members of an object, each into the slot of its name.
pub(super) fn pick<'a>(object: &'a str, names: &[&str], slots: &mut [Option<&'a str>]) -> Option<()> {
    let mut rest = object.strip_prefix('{')?;
    let mut missing = names.len();
    while missing > 0 && rest.starts_with('"') {
        let (name, after) = split(rest)?;
        let (value, after) = split(after.strip_prefix(':')?)?;
        let name = name.get(1..name.len().checked_sub(1)?)?;
        for (_, slot) in names.iter().zip(slots.iter_mut()).filter(|(wanted, _)| **wanted == name) {
            *slot = Some(value);
            missing -= 1;
        }
        rest = after.strip_prefix(',').unwrap_or(after);
    }
    (missing == 0 || rest == "}").then_some(())
}

/// Goes through the items of an array.
pub(super) fn each<'a>(array: &'a str, mut visit: impl FnMut(&'a str) -> Option<()>) -> Option<()> {
    let mut rest = array.strip_prefix('[')?;
    while rest != "]" {
        let (item, after) = split(rest)?;
        visit(item)?;
        rest = after.strip_prefix(',').unwrap_or(after);
    }
    Some(())
}

/// The text inside a string that has no escapes.
pub(super) fn plain(string: &str) -> Option<&str> {
    string.strip_prefix('"')?.strip_suffix('"').filter(|text| !text.contains('\\'))
}

/// The value that the text begins with, and what follows it.
fn split(text: &str) -> Option<(&str, &str)> {
    let bytes = text.as_bytes();
    let end = match bytes.first()? {
        b'"' => after_string(bytes)?,
        b'{' => after_nested(bytes, b'{', b'}')?,
        b'[' => after_nested(bytes, b'[', b']')?,
        _ => memchr3(b',', b'}', b']', bytes).filter(|end| *end > 0)?,
    };
    text.split_at_checked(end)
}

fn after_string(bytes: &[u8]) -> Option<usize> {
    let mut at = 1;
    loop {
        at += memchr2(b'"', b'\\', bytes.get(at..)?)?;
        if *bytes.get(at)? == b'"' {
            return Some(at + 1);
        }
        at += 2;
    }
}

/// The end of what is nested in brackets of a kind. Brackets of the other kind are paired within it.
fn after_nested(bytes: &[u8], open: u8, close: u8) -> Option<usize> {
    let (mut at, mut depth) = (0_usize, 0_usize);
    loop {
        at += memchr3(b'"', open, close, bytes.get(at..)?)?;
        let found = *bytes.get(at)?;
        if found == b'"' {
            at += after_string(bytes.get(at..)?)?;
            continue;
        }
        at += 1;
        depth = if found == open { depth + 1 } else { depth - 1 };
        if depth == 0 {
            return Some(at);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    fn json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            "\\PC*|[\"\\\\{}\\[\\],:]*".prop_map(Value::from),
        ];
        leaf.prop_recursive(3, 30, 5, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
                prop::collection::btree_map("[a-e]{1,2}", inner, 0..5).prop_map(|map| json!(map)),
            ]
        })
    }

    proptest! {
        #[test]
        fn members_and_items_are_found_as_a_parser_reads_them(members in prop::collection::btree_map("[a-f]", json(), 0..6)) {
            let object = json!(members);
            let text = object.to_string();
            let names = ["c", "a", "f", "b"];
            let mut slots = [None; 4];
            prop_assert!(pick(&text, &names, &mut slots).is_some());
            for (name, slot) in names.iter().zip(slots) {
                let found = slot.map(|slot| serde_json::from_str::<Value>(slot).unwrap());
                prop_assert_eq!(found.as_ref(), object.get(*name));
                if let Some(Value::Array(items)) = object.get(*name) {
                    let mut seen = Vec::new();
                    each(slot.unwrap(), |item| { seen.push(serde_json::from_str::<Value>(item).unwrap()); Some(()) }).unwrap();
                    prop_assert_eq!(&seen, items);
                }
            }
        }

        #[test]
        fn no_text_does_harm(text in "\\PC*|[\"\\\\{}\\[\\],:a0]*") {
            let mut slots = [None];
            let _ = pick(&text, &["a"], &mut slots);
            let _ = each(&text, |_| Some(()));
        }
    }
}
