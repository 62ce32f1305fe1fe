//! What a page says in the words of schema.org, as a graph: which things there are, and what leads to what.

use std::collections::BTreeMap;

use normalize::{name, postcode, text};
use serde_json::{Map, Value, json};
use url::Url;

use super::{Node, types, types::Role};

/// How deep things may be nested; beyond that nothing is read.
const DEEPEST: usize = 24;
/// How many things one page may tell of.
const MOST_THINGS: usize = 1_000;

/// What says nothing that is published, and changes often.
const IGNORED: &[&str] = &[
    "review",
    "reviews",
    "aggregateRating",
    "interactionStatistic",
    "potentialAction",
    "image",
    "photo",
    "video",
    "author",
    "comment",
    "breadcrumb",
    "creator",
    "dateModified",
    "datePublished",
    "copyrightHolder",
    "speakable",
];

/// One thing that a page tells of: what it becomes, under which ids, and what is said of it.
#[derive(Debug)]
pub(in crate::formats) struct Thing {
    /// The ids by kind: an organization with an address is a location as well.
    pub(in crate::formats) ids: BTreeMap<&'static str, String>,
    /// Its properties. Things that it leads to are named by their ids alone.
    pub(in crate::formats) node: Node,
}

/// The words of schema.org without what stands before them: `schema:name` and `https://schema.org/name` are `name`.
pub(in crate::formats) fn plain(value: Value, depth: usize) -> Value {
    match value {
        _ if depth > DEEPEST => Value::Null,
        Value::Array(list) => list.into_iter().map(|value| plain(value, depth + 1)).collect(),
        Value::Object(mut object) => {
            if let Some(literal) = object.remove("@value") {
                return literal;
            }
            let named = object.into_iter().filter_map(|(key, value)| {
                let key = local(&key);
                let value = if key == "@type" { plain_types(value) } else { plain(value, depth + 1) };
                (!IGNORED.contains(&key.as_str())).then_some((key, value))
            });
            Value::Object(named.collect())
        }
        single => single,
    }
}

fn plain_types(value: Value) -> Value {
    match value {
        Value::String(name) => Value::String(local(&name)),
        Value::Array(list) => list.into_iter().map(plain_types).collect(),
        other => other,
    }
}

fn local(name: &str) -> String {
    let vocabularies = ["https://schema.org/", "http://schema.org/", "schema:"];
    let stripped = vocabularies.iter().find_map(|before| name.strip_prefix(before));
    stripped.unwrap_or(name).to_owned()
}

/// The things of a page, in the order in which it tells of them. Beside them stands how many had no name, and so cannot
/// be used.
pub(in crate::formats) fn things(roots: &[Value], page: &Url) -> (Vec<Thing>, usize) {
    let mut known = BTreeMap::new();
    let mut unnamed_services = 0;
    for root in roots {
        each_node(root, &mut |node| {
            if let Some(id) = node.get("@id").and_then(Value::as_str).filter(|_| node.len() > 1) {
                known.entry(id.to_owned()).or_insert_with(|| node.clone());
            } else if matches!(types::role(node), Some(Role::Service | Role::Event)) {
                unnamed_services += 1;
            }
        });
    }
    let is_alone = unnamed_services == 1;
    let mut walk = Walk { known, page, is_alone, things: Vec::new(), nameless: 0 };
    for root in roots {
        walk.value(root, 0);
    }
    (walk.things, walk.nameless)
}

fn each_node(value: &Value, with: &mut dyn FnMut(&Node)) {
    match value {
        Value::Array(list) => list.iter().for_each(|value| each_node(value, with)),
        Value::Object(node) => {
            with(node);
            node.values().for_each(|value| each_node(value, with));
        }
        _ => {}
    }
}

struct Walk<'p> {
    known: BTreeMap<String, Node>,
    page: &'p Url,
    /// Whether the page tells of one service without an id: then that is the page's own.
    is_alone: bool,
    things: Vec<Thing>,
    nameless: usize,
}

impl Walk<'_> {
    /// A value in which each thing that becomes a record is named by its ids.
    fn value(&mut self, value: &Value, depth: usize) -> Value {
        match value {
            _ if depth > DEEPEST => Value::Null,
            Value::Array(list) => list.iter().map(|value| self.value(value, depth + 1)).collect(),
            Value::Object(node) => self.node(node, depth),
            single => single.clone(),
        }
    }

    fn node(&mut self, node: &Node, depth: usize) -> Value {
        if node.len() == 1
            && let Some(id) = node.get("@id").and_then(Value::as_str)
        {
            return match self.known.get(id).cloned() {
                Some(known) if types::role(&known).is_some() => self.reference(&known),
                // What only describes another thing is taken over as it is.
                Some(known) if depth < DEEPEST / 2 => self.inline(&known, depth),
                _ => json!({ "@id": self.absolute(id) }),
            };
        }
        if types::role(node).is_none() {
            return self.inline(node, depth);
        }
        let reference = self.reference(node);
        let ids = self.ids(node);
        if ids.is_empty() {
            self.nameless += 1;
        } else if self.things.len() < MOST_THINGS {
            let Value::Object(node) = self.inline(node, depth) else { return reference };
            self.things.push(Thing { ids, node });
        }
        reference
    }

    fn inline(&mut self, node: &Node, depth: usize) -> Value {
        Value::Object(node.iter().map(|(key, value)| (key.clone(), self.value(value, depth + 1))).collect())
    }

    /// What stands in place of a thing that becomes a record.
    fn reference(&self, node: &Node) -> Value {
        let mut reference = Map::new();
        for (kind, id) in self.ids(node) {
            reference.insert(format!("@{kind}"), Value::String(id));
        }
        reference.extend(
            node.get("name").filter(|name| name.is_string()).map(|name| ("name".to_owned(), name.clone())),
        );
        Value::Object(reference)
    }

    fn ids(&self, node: &Node) -> BTreeMap<&'static str, String> {
        let told = node.get("@id").and_then(Value::as_str).filter(|id| !id.starts_with("_:"));
        let told = told.map(|id| self.absolute(id));
        let name = string(node, "name").or_else(|| string(node, "legalName")).unwrap_or_default();
        let mut ids = BTreeMap::new();
        let place = || told.clone().or_else(|| place_id(&name, node));
        match types::role(node) {
            Some(Role::Service | Role::Event) if !name.is_empty() => {
                ids.insert("service", told.unwrap_or_else(|| self.service_id(&name)));
            }
            Some(Role::Organization) if !name.is_empty() => {
                let key = text::key(&name::normalize(&name).text);
                ids.extend(told.clone().or_else(|| some(key)).map(|id| ("organization", id)));
                if node.contains_key("address") || node.contains_key("geo") {
                    ids.extend(place().map(|id| ("location", id)));
                }
            }
            Some(Role::Place) => ids.extend(place().map(|id| ("location", id))),
            _ => {}
        }
        ids
    }

    fn service_id(&self, name: &str) -> String {
        let page = self.page.as_str();
        if self.is_alone { page.to_owned() } else { format!("{page}#{}", text::key(name)) }
    }

    fn absolute(&self, id: &str) -> String {
        let joined = self.page.join(id).map_or_else(|_| id.to_owned(), |url| url.to_string());
        joined.replace(char::is_control, "")
    }
}

/// The id of a place that has none: its name and postcode, or whatever it says of where it is.
fn place_id(name: &str, node: &Node) -> Option<String> {
    let address = node.get("address").map(|address| match address {
        Value::String(line) => line.clone(),
        other => other.to_string(),
    });
    let code = address.as_deref().and_then(postcode::find);
    let street = match node.get("address") {
        Some(Value::Object(address)) => string(address, "streetAddress"),
        Some(Value::String(line)) => Some(line.clone()),
        _ => None,
    };
    let place = code.or(street).map(|place| text::key(&place)).unwrap_or_default();
    let words: Vec<String> = [text::key(name), place].into_iter().filter(|words| !words.is_empty()).collect();
    some(words.join("-"))
}

/// A property as one text.
pub(in crate::formats) fn string(node: &Node, key: &str) -> Option<String> {
    let text = match node.get(key)? {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Bool(flag) => flag.to_string(),
        Value::Array(list) => list.iter().find_map(Value::as_str)?.to_owned(),
        _ => return None,
    };
    some(text.trim().to_owned())
}

pub(in crate::formats) fn some(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}
