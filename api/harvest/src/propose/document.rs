//! A proposal as a `source.toml`.

use std::path::Path;

use model::Kind;
use serde_json::Value;

use super::{LeftOver, Proposal, ProposedField};

/// The column at which comments begin, where the line is no longer.
const COMMENTS: usize = 40;

/// The whole file.
pub(super) fn write(proposal: &Proposal) -> String {
    let file = file_name(&proposal.location);
    let name =
        Path::new(&file).file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let mut lines = vec![
        format!(
            "# Proposed from the first {} rows. Put it beside the file as source.toml in a folder",
            proposal.rows
        ),
        "# of its own, correct what is wrong, and look before you publish: directory check FOLDER".to_owned(),
        line("name", &name.into(), "the name for people"),
        line("format", &proposal.format.as_str().into(), ""),
        line("location", &location(proposal, file).into(), ""),
        String::new(),
        "[licence]".to_owned(),
        line("id", &"unstated".into(), "say under which terms, such as OGL-UK-3.0"),
        String::new(),
        "[map]".to_owned(),
    ];
    lines.extend(proposal.id.as_ref().map(|id| {
        line("id", &id.as_str().into(), "sure: a usual name of the publisher's own id, different in each row")
    }));
    lines.extend(proposal.left_over.iter().map(left_over));
    for kind in [Kind::Service, Kind::Location, Kind::Organization] {
        let fields: Vec<_> = proposal.fields.iter().filter(|field| field.kind == kind).collect();
        if !fields.is_empty() {
            lines.extend([String::new(), format!("[map.{kind}]")]);
            lines.extend(fields.into_iter().map(field));
        }
    }
    lines.join("\n") + "\n"
}

fn field(field: &ProposedField) -> String {
    line(&field.field, &field.from, &format!("{}: {}", field.certainty.as_str(), field.reason))
}

fn left_over(left: &LeftOver) -> String {
    const LONGEST: usize = 40;
    let example = left.example.as_ref().map(|example| {
        let start: String =
            example.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(LONGEST).collect();
        format!(", such as {}", written(&start.into()))
    });
    format!("# left over: {}{}", written(&left.column.as_str().into()), example.unwrap_or_default())
}

/// A key with its value, and a comment.
fn line(key: &str, value: &Value, comment: &str) -> String {
    let told = format!("{key} = {}", written(value));
    if comment.is_empty() { told } else { format!("{told:<COMMENTS$} # {comment}") }
}

/// A value as TOML writes it on one line.
fn written(value: &Value) -> String {
    match value {
        // TOML takes the escapes of JSON, and asks for one more.
        Value::String(_) => value.to_string().replace('\u{7f}', "\\u007f"),
        Value::Array(list) => format!("[{}]", list.iter().map(written).collect::<Vec<_>>().join(", ")),
        Value::Object(table) => {
            let mut members: Vec<_> = table.iter().collect();
            members.sort_by_key(|(key, _)| super::assign::DAYS.iter().position(|(_, day, _)| day == key));
            let members = members.into_iter().map(|(key, value)| format!("{key} = {}", written(value)));
            format!("{{ {} }}", members.collect::<Vec<_>>().join(", "))
        }
        other => other.to_string(),
    }
}

/// A file that is here is expected beside the `source.toml`.
fn location(proposal: &Proposal, file: String) -> String {
    if proposal.location.contains("://") { proposal.location.clone() } else { file }
}

fn file_name(location: &str) -> String {
    let path = location.split(['?', '#']).next().filter(|_| location.contains("://")).unwrap_or(location);
    Path::new(path)
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_else(|| path.to_owned())
}
