//! One page of a feed.

use serde::Deserialize;
use serde_json::{Value, value::RawValue};

use crate::fetch::Refused;

/// A page as it is written.
#[derive(Debug, Deserialize)]
pub(super) struct Page<'a> {
    /// Where the feed goes on.
    #[serde(default)]
    pub(super) next: Option<String>,
    #[serde(borrow)]
    pub(super) items: Vec<&'a RawValue>,
}

/// One item: what became of a thing, and what it is now.
#[derive(Debug)]
pub(super) struct Told<'a> {
    pub(super) kind: String,
    pub(super) id: String,
    /// The place in the order of the feed, where it is a number.
    pub(super) modified: Option<i64>,
    /// What it is; nothing where it was deleted.
    pub(super) data: Option<&'a RawValue>,
}

/// An item as it is written.
#[derive(Deserialize)]
struct Written<'a> {
    #[serde(default)]
    state: Value,
    #[serde(default)]
    kind: Value,
    #[serde(default)]
    id: Value,
    #[serde(default)]
    modified: Value,
    #[serde(borrow, default)]
    data: Option<&'a RawValue>,
}

impl<'a> Page<'a> {
    pub(super) fn read(body: &'a str, place: &str) -> Result<Self, Refused> {
        serde_json::from_str(body).map_err(|error| match error.classify() {
            serde_json::error::Category::Data => {
                let reason = format!("{place} is no page of an OpenActive feed: {error}");
                Refused::new("wrong-format", reason, "check the location: a page has `next` and `items`")
            }
            _ => Refused::json(place, &error),
        })
    }
}

impl<'a> Told<'a> {
    /// Reads an item, or says why it cannot be told which thing it is of.
    pub(super) fn read(item: &'a RawValue) -> Result<Self, String> {
        let written: Written<'a> = serde_json::from_str(item.get()).map_err(|error| error.to_string())?;
        let id = text(&written.id).ok_or("it has no id that can be used")?;
        let kind = text(&written.kind).ok_or("it has no kind")?;
        let data = match written.state.as_str() {
            Some("deleted") => None,
            Some("updated") => Some(written.data.unwrap_or(RawValue::NULL)),
            _ => return Err(format!("its state is {}, neither updated nor deleted", written.state)),
        };
        let number = |value: &Value| value.as_i64().or_else(|| value.as_str()?.trim().parse().ok());
        Ok(Self { kind, id, modified: number(&written.modified), data })
    }
}

/// A word or number that names something.
fn text(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!text.is_empty() && !text.chars().any(char::is_control)).then_some(text)
}
