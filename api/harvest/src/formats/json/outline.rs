//! Where the arrays of a JSON document are.

use std::{fmt, io::Read};

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor},
};
use serde_json::{Map, Value};

use crate::fetch::Refused;

/// How deep in a document arrays are looked for.
const DEEPEST: usize = 8;

/// The path to the only array of objects; empty where the document itself is an array.
pub(super) fn only_array(document: impl Read, place: &str) -> Result<String, Refused> {
    let outline = Outline::of(document).map_err(|error| Refused::json(place, &error))?;
    let of_objects = outline.arrays.iter().filter(|array| array.first.is_some());
    let candidates: Vec<&Array> = match of_objects.collect::<Vec<_>>() {
        none if none.is_empty() => outline.arrays.iter().filter(|array| array.is_empty).collect(),
        some => some,
    };
    let named = |arrays: &[&Array]| {
        arrays.iter().map(|array| format!("`{}`", array.path)).collect::<Vec<_>>().join(", ")
    };
    match candidates.as_slice() {
        [array] => Ok(array.path.clone()),
        [] => {
            let reason = format!("{place} holds no array of objects");
            Err(Refused::new("no-rows", reason, "publish an array with an object for each row"))
        }
        several => {
            let reason = format!("{place} holds several arrays of objects: {}", named(several));
            Err(Refused::new("no-rows", reason, "say by `rows` which of them holds the rows")
                .in_field("rows"))
        }
    }
}

/// The first object of the first array of objects.
pub(super) fn first_object(document: impl Read) -> Option<Map<String, Value>> {
    Outline::of(document).ok()?.arrays.into_iter().find_map(|array| array.first)
}

#[derive(Default)]
struct Outline {
    arrays: Vec<Array>,
}

struct Array {
    path: String,
    is_empty: bool,
    /// Its first element, if that is an object.
    first: Option<Map<String, Value>>,
}

impl Outline {
    fn of(document: impl Read) -> Result<Self, serde_json::Error> {
        let mut outline = Self::default();
        let mut reader = serde_json::Deserializer::from_reader(document);
        Below { path: String::new(), depth: 0, outline: &mut outline }.deserialize(&mut reader)?;
        reader.end().map(|()| outline)
    }
}

/// What stands below a path.
struct Below<'o> {
    path: String,
    depth: usize,
    outline: &'o mut Outline,
}

impl<'de> DeserializeSeed<'de> for Below<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        if self.depth > DEEPEST {
            return IgnoredAny::deserialize(deserializer).map(drop);
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Below<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let first = list.next_element::<Value>()?;
        while list.next_element::<IgnoredAny>()?.is_some() {}
        let is_empty = first.is_none();
        let first =
            first.and_then(|first| if let Value::Object(object) = first { Some(object) } else { None });
        self.outline.arrays.push(Array { path: self.path, is_empty, first });
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key::<String>()? {
            let path = if self.path.is_empty() { name } else { format!("{}.{name}", self.path) };
            map.next_value_seed(Below { path, depth: self.depth + 1, outline: &mut *self.outline })?;
        }
        Ok(())
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }
}
