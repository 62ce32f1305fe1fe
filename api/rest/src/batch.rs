//! Many writes in one body.

use harvest::push::{Condition, Write};
use model::Kind;
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
    let parts: Vec<&str> = match sent.media_type.as_str() {
        media_type if is_json(media_type) => elements(&sent.text)?,
        "application/x-ndjson" | "application/ndjson" | "application/jsonl" => {
            sent.text.lines().filter(|line| !line.trim().is_empty()).collect()
        }
        other => {
            let detail = format!("`{other}` is not read here; send application/json or application/x-ndjson");
            return Err(Problem::new(&ProblemType::UNSUPPORTED_MEDIA_TYPE, detail));
        }
    };
    if parts.is_empty() || parts.len() > MOST_WRITES {
        let detail = format!("A batch holds 1 to {MOST_WRITES} writes, not {}", parts.len());
        return Err(Problem::new(&ProblemType::UNPROCESSABLE_RECORD, detail).with("pointer", ""));
    }
    parts.into_iter().enumerate().map(|(number, part)| write(number, part)).collect()
}

fn elements(text: &str) -> Result<Vec<&str>, Problem> {
    let list: Vec<&RawValue> = serde_json::from_str(text).map_err(|error| {
        Problem::new(&ProblemType::INVALID_BODY, format!("The body is no JSON array: {error}"))
    })?;
    Ok(list.into_iter().map(RawValue::get).collect())
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
