//! JSON: an array of objects, or an object that holds one.

use std::{
    cell::RefCell,
    fmt,
    io::{BufRead, BufReader, Read},
    path::Path,
};

use serde::{
    Deserializer,
    de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor},
};
use serde_json::{Map, Value, value::RawValue};

use super::{looks::Looks, rows::TakeRows};
use crate::{
    Format,
    fetch::{Fetch, Refused},
    local::Local,
};

mod outline;

/// The longest object, in bytes.
pub(super) const LONGEST_ITEM: usize = 16 * 1024 * 1024;

/// Reads the objects of one array, each as an item, without holding more than one of them in memory. The array is the
/// document itself, the one that `rows` names, or the only one there is.
pub(super) fn read(local: &Local, fetch: &mut Fetch<'_>, sink: &mut dyn TakeRows) -> Result<(), Refused> {
    let looks = Looks::of(local)?;
    if looks != Looks::Json {
        return Err(looks.refused(local, Format::Json));
    }
    let path = match &fetch.config.rows {
        Some(rows) => rows.clone(),
        None => outline::only_array(document(local)?, &local.name)?,
    };
    let names: Vec<&str> = path.split('.').filter(|name| !name.is_empty()).collect();
    let mut number = 0_u64;
    let found = each_element(document(local)?, &local.name, &names, &mut |text| {
        number += 1;
        row(text, &format!("{} number {number}", local.name), fetch, sink)
    })?;
    if found {
        return Ok(());
    }
    let reason = format!("{} holds no array at `{path}`", local.name);
    let action = "correct `rows`: the names of the members that lead to the array, such as \"data.items\"";
    Err(Refused::new("no-rows", reason, action).in_field("rows"))
}

/// Whether a document is an array of other things than the standard's services, each of which has an id and a name.
pub(crate) fn holds_rows(path: &Path) -> bool {
    let local = Local::at(path.to_owned());
    let Ok(file) = document(&local) else { return false };
    let first = outline::first_object(file);
    first.is_some_and(|object| !object.contains_key("id") || !object.contains_key("name"))
}

fn row(text: &str, place: &str, fetch: &mut Fetch<'_>, sink: &mut dyn TakeRows) -> Result<(), Refused> {
    check_length(place, text)?;
    match serde_json::from_str::<Map<String, Value>>(text) {
        Ok(object) => sink.row(fetch, place, text.as_bytes().to_vec(), &object),
        Err(error) => {
            let reason = match text.starts_with('{') {
                true => format!("this object cannot be read: {error}"),
                false => "this element of the array is no object".to_owned(),
            };
            fetch.issues.kept_out("no-object", place, &reason, "write an object for each row");
            fetch.nameless += 1;
            Ok(())
        }
    }
}

/// Refuses an object of a document that is longer than any thing is described in: read, it takes many times as much memory.
pub(super) fn check_length(place: &str, text: &str) -> Result<(), Refused> {
    if text.len() <= LONGEST_ITEM {
        return Ok(());
    }
    let reason = format!("{place} holds an object of more than {LONGEST_ITEM} bytes");
    Err(Refused::new("too-large", reason, "publish what is so long by its address"))
}

/// The document, without the mark that some programs put before it.
fn document(local: &Local) -> Result<BufReader<std::fs::File>, Refused> {
    let mut file = local.open()?;
    let start = file.fill_buf().map_err(|error| Refused::io(&local.path, &error))?;
    let mark = if start.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    file.consume(mark);
    Ok(file)
}

type Take<'t> = dyn FnMut(&str) -> Result<(), Refused> + 't;

/// Calls back for each element of the array at a path, as it is written. Answers whether there is such an array; fails
/// if the document breaks off or is not JSON.
fn each_element(
    document: impl Read,
    place: &str,
    path: &[&str],
    with: &mut Take<'_>,
) -> Result<bool, Refused> {
    let sink = RefCell::new(Sink { with, refused: None });
    let mut reader = serde_json::Deserializer::from_reader(document);
    let read =
        At { path, sink: &sink }.deserialize(&mut reader).and_then(|found| reader.end().map(|()| found));
    match (sink.into_inner().refused, read) {
        (Some(refused), _) => Err(refused),
        (None, read) => read.map_err(|error| Refused::json(place, &error)),
    }
}

struct Sink<'s, 't> {
    with: &'s mut Take<'t>,
    refused: Option<Refused>,
}

/// What stands at the end of a path. Its value is whether that is an array.
struct At<'p, 's, 't, 'c> {
    path: &'p [&'p str],
    sink: &'c RefCell<Sink<'s, 't>>,
}

impl<'de> DeserializeSeed<'de> for At<'_, '_, '_, '_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for At<'_, '_, '_, '_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of objects, or an object around one")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<bool, A::Error> {
        if !self.path.is_empty() {
            while list.next_element::<IgnoredAny>()?.is_some() {}
            return Ok(false);
        }
        while let Some(element) = list.next_element::<Box<RawValue>>()? {
            let mut sink = self.sink.borrow_mut();
            if let Err(refused) = (sink.with)(element.get()) {
                sink.refused = Some(refused);
                return Err(A::Error::custom("stopped"));
            }
        }
        Ok(true)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<bool, A::Error> {
        let mut found = false;
        while let Some(name) = map.next_key::<String>()? {
            match self.path.split_first() {
                Some((first, rest)) if *first == name => {
                    found |= map.next_value_seed(At { path: rest, sink: self.sink })?;
                }
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(found)
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_unit<E: Error>(self) -> Result<bool, E> {
        Ok(false)
    }
}
