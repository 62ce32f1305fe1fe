//! The envelope around a page of a list, in the spellings that feeds use.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{Error, SeqAccess, Visitor},
};
use serde_json::{Map, Value, value::RawValue};

/// Names of the member that holds the list.
const CONTENTS: [&str; 6] = ["contents", "content", "services", "items", "results", "data"];

/// The most objects that one page may hold.
const MOST_OBJECTS: usize = 1_000_000;

/// The objects of a page. Reading ends where there are too many: even an empty one takes memory.
#[derive(Default)]
struct Objects<'a>(Vec<&'a RawValue>);

impl<'de> Deserialize<'de> for Objects<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(Self::default())
    }
}

impl<'de> Visitor<'de> for Objects<'de> {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of objects")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut list: A) -> Result<Self, A::Error> {
        while let Some(object) = list.next_element()? {
            self.0.push(object);
            if self.0.len() > MOST_OBJECTS {
                return Err(A::Error::custom(format!("one page holds more than {MOST_OBJECTS} objects")));
            }
        }
        Ok(self)
    }
}

/// One page of a list.
#[derive(Debug, Default)]
pub(super) struct Page<'a> {
    /// The objects, as they came.
    pub(super) contents: Vec<&'a RawValue>,
    /// How many pages there are, where it is told.
    pub(super) total_pages: Option<u64>,
    /// How many objects there are in all, where it is told.
    pub(super) total_items: Option<u64>,
    /// Whether it is the last, where it is told.
    pub(super) is_last: Option<bool>,
}

/// Whether a member of an envelope holds the list.
pub(super) fn is_contents(name: &str) -> bool {
    CONTENTS.contains(&name)
}

impl<'a> Page<'a> {
    /// Reads a page: a list without an envelope is a whole one.
    pub(super) fn read(body: &'a [u8]) -> Result<Self, serde_json::Error> {
        if body.trim_ascii().starts_with(b"[") {
            return Ok(Self {
                contents: serde_json::from_slice::<Objects>(body)?.0,
                is_last: Some(true),
                ..Self::default()
            });
        }
        let members: std::collections::BTreeMap<String, &'a RawValue> = serde_json::from_slice(body)?;
        let list = CONTENTS.iter().find_map(|name| members.get(*name)).filter(|list| list.get() != "null");
        let contents = list.map(|list| serde_json::from_str::<Objects>(list.get())).transpose()?;
        let contents = contents.unwrap_or_default().0;
        let rest: Map<String, Value> = members
            .iter()
            .filter(|(name, _)| !is_contents(name))
            .filter_map(|(name, value)| Some((name.clone(), serde_json::from_str(value.get()).ok()?)))
            .collect();
        Ok(Self {
            contents,
            total_pages: number(&rest, &["total_pages", "totalPages", "pages"]),
            total_items: number(
                &rest,
                &["total_items", "totalElements", "total_count", "totalItems", "count"],
            ),
            is_last: ["last_page", "last"].iter().find_map(|name| rest.get(*name)?.as_bool()),
        })
    }

    /// Whether another page may follow this one.
    pub(super) fn has_next(&self, number: u64) -> bool {
        match (self.total_pages, self.is_last) {
            (Some(total), _) => number < total,
            (None, Some(is_last)) => !is_last,
            (None, None) => !self.contents.is_empty(),
        }
    }
}

fn number(members: &Map<String, Value>, names: &[&str]) -> Option<u64> {
    names.iter().find_map(|name| {
        let value = members.get(*name)?;
        value.as_u64().or_else(|| value.as_str()?.parse().ok())
    })
}

#[cfg(test)]
mod tests {
    use super::Page;

    #[test]
    fn every_spelling_of_the_envelope_is_read() {
        for body in [
            r#"{"contents":[{"id":1}],"total_pages":3,"total_items":9}"#,
            r#"{"content":[{"id":1}],"totalPages":"3","totalElements":9,"last":false}"#,
        ] {
            let page = Page::read(body.as_bytes()).unwrap();
            assert_eq!(
                (page.contents.len(), page.total_pages, page.total_items),
                (1, Some(3), Some(9)),
                "{body}"
            );
            assert!(page.has_next(2) && !page.has_next(3));
        }
        assert!(!Page::read(b"[{}, {}]").unwrap().has_next(1));
        assert!(Page::read(br#"{"contents":null}"#).unwrap().contents.is_empty());
        assert!(Page::read(br#"{"contents":[{"#).is_err());
    }
}
