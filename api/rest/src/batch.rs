//! Many writes in one body.

use std::fmt;

use harvest::push::{Condition, Write};
use model::Kind;
use serde::{
    Deserialize, Deserializer,
    de::{IgnoredAny, SeqAccess, Visitor},
};
use serde_json::value::RawValue;

use crate::{
    asked::item_id,
    problem::{Problem, ProblemType},
    push::{MOST_OF_BATCH, MOST_WRITES, is_json},
    text::Text,
    wire::BatchWrite,
};

/// Reads a batch, or says what in it is at fault; then nothing of it is taken.
pub(crate) fn read(sent: &Text<MOST_OF_BATCH>) -> Result<Vec<Write>, Problem> {
    let Parts { first, count } = match sent.media_type.as_str() {
        media_type if is_json(media_type) => elements(&sent.text)?,
        "application/x-ndjson" | "application/ndjson" | "application/jsonl" => lines(&sent.text),
        other => {
            let detail = format!("`{other}` is not read here; send application/json or application/x-ndjson");
            return Err(Problem::new(&ProblemType::UNSUPPORTED_MEDIA_TYPE, detail));
        }
    };
    if count == 0 || count > MOST_WRITES {
        let detail = format!("A batch holds 1 to {MOST_WRITES} writes, not {count}");
        return Err(Problem::new(&ProblemType::UNPROCESSABLE_RECORD, detail).with("pointer", ""));
    }
    first.into_iter().enumerate().map(|(number, part)| write(number, part)).collect()
}

/// The writes of a batch: as many as may be taken, and how many there are.
struct Parts<'a> {
    first: Vec<&'a str>,
    count: usize,
}

fn lines(text: &str) -> Parts<'_> {
    let lines = || text.lines().filter(|line| !line.trim().is_empty());
    Parts { first: lines().take(MOST_WRITES).collect(), count: lines().count() }
}

fn elements(text: &str) -> Result<Parts<'_>, Problem> {
    serde_json::from_str(text).map_err(|error| {
        Problem::new(&ProblemType::INVALID_BODY, format!("The body is no JSON array: {error}"))
    })
}

impl<'de> Deserialize<'de> for Parts<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(Elements)
    }
}

/// Reads the elements of an array. Those that are too many are counted and not kept.
struct Elements;

impl<'de> Visitor<'de> for Elements {
    type Value = Parts<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of writes")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Self::Value, A::Error> {
        let mut first = Vec::new();
        while first.len() < MOST_WRITES {
            match elements.next_element::<&RawValue>()? {
                Some(element) => first.push(element.get()),
                None => return Ok(Parts { count: first.len(), first }),
            }
        }
        let mut count = first.len();
        while elements.next_element::<IgnoredAny>()?.is_some() {
            count += 1;
        }
        Ok(Parts { first, count })
    }
}

fn write(number: usize, part: &str) -> Result<Write, Problem> {
    let fault = |member: &str, detail: String| {
        let detail = format!("Write {} of the batch: {detail}; nothing was taken", number + 1);
        Problem::new(&ProblemType::UNPROCESSABLE_RECORD, detail).with("pointer", format!("/{number}{member}"))
    };
    let read: BatchWrite<'_> = serde_json::from_str(part).map_err(|error| fault("", error.to_string()))?;
    let kind: Kind =
        read.kind.parse().map_err(|error: model::UnknownKind| fault("/kind", error.to_string()))?;
    let id = item_id(&read.id).map_err(|allowed| fault("/id", format!("an id is {allowed}")))?;
    let record = match (read.record, read.delete) {
        (Some(record), false) => Some(record.get().to_owned()),
        (None, true) => None,
        _ => return Err(fault("", "give a `record`, or `\"delete\": true`, and not both".to_owned())),
    };
    Ok(Write { kind, id, record, condition: Condition::Any })
}
