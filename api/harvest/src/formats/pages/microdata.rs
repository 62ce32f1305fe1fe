//! Microdata, as the JSON that says the same.

use std::collections::HashMap;

use scraper::ElementRef;
use serde_json::{Map, Value};

use super::{
    Node,
    html::{Page, text_of},
};

/// How deep things may be nested in each other.
const DEEPEST: usize = 16;
/// How far above an element its thing is looked for.
const FARTHEST: usize = 256;
/// How many properties of a page are read.
const MOST_TOLD: usize = 10_000;

/// An element that tells something: the thing it tells of, and the thing that it is itself.
struct Told<'p> {
    around: Option<usize>,
    element: ElementRef<'p>,
    own: Option<usize>,
}

/// The things that a page tells of by `itemscope` and `itemprop`, those within others nested in them.
pub(in crate::formats) fn read(page: &Page) -> Vec<Value> {
    let (mut scopes, told) = told(page);
    // The last first, so that whatever is nested is whole when it is put into what is around it.
    let mut roots = Vec::new();
    for Told { around, element, own } in told.into_iter().rev() {
        let value = match own {
            Some(own) => scopes.get_mut(own).and_then(Option::take).map(in_order),
            None => value_of(element, page),
        };
        let Some(value) = value else { continue };
        match around.and_then(|around| scopes.get_mut(around)?.as_mut()) {
            Some(node) => {
                let names = element.attr("itemprop").unwrap_or_default().split_ascii_whitespace();
                names.for_each(|name| add(node, name, value.clone()));
            }
            None if own.is_some() => roots.push(value),
            None => {}
        }
    }
    roots.reverse();
    roots
}

/// Every thing that begins, and every element that tells something of one, in the order of the page.
fn told(page: &Page) -> (Vec<Option<Node>>, Vec<Told<'_>>) {
    let (mut scopes, mut told) = (Vec::new(), Vec::new());
    let mut places = HashMap::new();
    for element in page.elements() {
        let is_scope = element.attr("itemscope").is_some();
        let is_property = element.attr("itemprop").is_some();
        if !(is_scope || is_property) || told.len() >= MOST_TOLD {
            continue;
        }
        let around = element.ancestors().take(FARTHEST).find_map(|around| places.get(&around.id()).copied());
        let (around, depth) = around.map_or((None, 0), |(around, depth)| (Some(around), depth + 1));
        let own = (is_scope && depth < DEEPEST).then_some(scopes.len());
        if let Some(own) = own {
            places.insert(element.id(), (own, depth));
            scopes.push(Some(started(element)));
        }
        if own.is_some() || (around.is_some() && !is_scope) {
            told.push(Told { around: around.filter(|_| is_property), element, own });
        }
    }
    (scopes, told)
}

fn started(element: ElementRef<'_>) -> Node {
    let mut node = Map::new();
    let types: Vec<Value> =
        element.attr("itemtype").unwrap_or_default().split_ascii_whitespace().map(Value::from).collect();
    node.insert("@type".to_owned(), Value::Array(types));
    node.extend(element.attr("itemid").map(|id| ("@id".to_owned(), Value::from(id))));
    node
}

/// Adds one more value of a property; all are in the wrong order until the end.
fn add(node: &mut Node, name: &str, value: Value) {
    match node.get_mut(name) {
        Some(Value::Array(list)) => list.push(value),
        _ if name.starts_with('@') => {}
        _ => drop(node.insert(name.to_owned(), Value::Array(vec![value]))),
    }
}

/// A thing whose properties are all there, in the order of the page; those with one value have it without a list.
fn in_order(node: Node) -> Value {
    let ordered = node.into_iter().map(|(name, value)| match value {
        Value::Array(mut list) if name != "@type" => {
            list.reverse();
            let only = if list.len() == 1 { list.pop() } else { None };
            (name, only.unwrap_or(Value::Array(list)))
        }
        value => (name, value),
    });
    Value::Object(ordered.collect())
}

/// The value of a property that is no thing.
fn value_of(element: ElementRef<'_>, page: &Page) -> Option<Value> {
    let link = |name: &str| page.url.join(element.attr(name)?.trim()).ok().map(|url| url.to_string());
    let text = match element.value().name() {
        "meta" => element.attr("content").map(str::to_owned),
        "a" | "area" | "link" => link("href"),
        "img" | "audio" | "video" | "source" | "embed" | "iframe" | "track" => link("src"),
        "object" => link("data"),
        "data" | "meter" => element.attr("value").map(str::to_owned),
        "time" => element.attr("datetime").map(str::to_owned).or_else(|| Some(text_of(element))),
        _ => element.attr("content").map(str::to_owned).or_else(|| Some(text_of(element))),
    };
    text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()).map(Value::String)
}
