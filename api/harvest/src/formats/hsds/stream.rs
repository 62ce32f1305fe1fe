//! The objects of a JSON document one after another, so that a large feed needs little memory.

use std::{cell::RefCell, fmt, io::Read};

use serde::{
    Deserializer,
    de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor},
};
use serde_json::value::RawValue;

use super::envelope::is_contents;
use crate::{fetch::Refused, formats::json::check_length};

/// Calls back for each object of a list, whether it stands alone or in an envelope; or for the one object that the
/// document is. Fails if the document breaks off or is not JSON.
pub(super) fn each_object(
    document: impl Read,
    place: &str,
    with: &mut dyn FnMut(&str) -> Result<(), Refused>,
) -> Result<(), Refused> {
    let sink = RefCell::new(Sink { place, with, refused: None });
    let mut reader = serde_json::Deserializer::from_reader(document);
    let read = Document(&sink).deserialize(&mut reader).and_then(|()| reader.end());
    match (sink.into_inner().refused, read) {
        (Some(refused), _) => Err(refused),
        (None, Err(error)) => Err(Refused::json(place, &error)),
        (None, Ok(())) => Ok(()),
    }
}

struct Sink<'s> {
    place: &'s str,
    with: &'s mut dyn FnMut(&str) -> Result<(), Refused>,
    refused: Option<Refused>,
}

impl Sink<'_> {
    fn take<E: Error>(&mut self, text: &str) -> Result<(), E> {
        check_length(self.place, text).and_then(|()| (self.with)(text)).map_err(|refused| {
            self.refused = Some(refused);
            E::custom("stopped")
        })
    }
}

/// A document: a list, or an object.
struct Document<'s, 'c>(&'c RefCell<Sink<'s>>);

impl<'de> DeserializeSeed<'de> for Document<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Document<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of objects, or an envelope around one")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while let Some(element) = list.next_element::<Box<RawValue>>()? {
            self.0.borrow_mut().take(element.get())?;
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut single = serde_json::Map::new();
        let mut has_list = false;
        while let Some(name) = map.next_key::<String>()? {
            if is_contents(&name) {
                has_list = true;
                map.next_value_seed(Document(self.0))?;
            } else if has_list {
                map.next_value::<IgnoredAny>()?;
            } else {
                single.insert(name, map.next_value()?);
            }
        }
        if !has_list && single.contains_key("id") {
            let text = serde_json::to_string(&single).map_err(A::Error::custom)?;
            self.0.borrow_mut().take(&text)?;
        }
        Ok(())
    }
}
