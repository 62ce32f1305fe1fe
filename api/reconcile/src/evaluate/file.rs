//! Files as rows: CSV whatever parts its columns, JSON Lines, or one JSON array of objects.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use model::Verdict;
use serde_json::Value;

use super::EvaluateError;

/// A row: what each column says.
pub(super) type Row = HashMap<String, String>;

/// The rows of a file, in its order. JSON is told by its first character, so that the file's name does not matter.
pub(super) fn rows_of(path: &Path) -> Result<Vec<Row>, EvaluateError> {
    let text = text_of(path)?;
    match text.trim_start().chars().next() {
        Some('{') => json_lines(path, &text),
        Some('[') => json_array(path, &text),
        _ => csv_rows(path, &text),
    }
}

/// A row of a file of pairs: two ids, and what was judged of them where a column `verdict` says.
pub(super) struct LabelledPair {
    pub(super) ids: [String; 2],
    pub(super) verdict: Verdict,
}

/// A file of pairs: a header, then two ids in the first two columns. Without a column `verdict` all are positive.
pub(super) fn labelled_pairs(path: &Path) -> Result<Vec<LabelledPair>, EvaluateError> {
    let text = text_of(path)?;
    let mut reader = csv_reader(&text);
    let header = reader.headers().map_err(|error| fail(path, &error))?;
    let verdict_at = header.iter().position(|name| name.trim() == "verdict");
    let pair = |(at, row): (usize, Result<csv::StringRecord, csv::Error>)| {
        let row = row.map_err(|error| fail(path, &error))?;
        let cell = |column: usize| row.get(column).unwrap_or_default().trim().to_owned();
        let word = verdict_at.map(cell);
        let verdict = word.as_deref().map_or(Some(Verdict::Positive), verdict_of);
        let verdict = verdict.ok_or_else(|| EvaluateError::Row {
            path: path.to_owned(),
            row: at + 1,
            error: format!("`{}` is not positive, negative or unsure", word.unwrap_or_default()),
        })?;
        Ok(LabelledPair { ids: [cell(0), cell(1)], verdict })
    };
    reader.records().enumerate().map(pair).collect()
}

fn verdict_of(word: &str) -> Option<Verdict> {
    Verdict::ALL.into_iter().find(|verdict| verdict.as_str() == word)
}

/// The ids in the first column of a file with a header.
pub(super) fn ids(path: &Path) -> Result<Vec<String>, EvaluateError> {
    let text = text_of(path)?;
    let mut reader = csv_reader(&text);
    let id = |row: Result<csv::StringRecord, csv::Error>| {
        let row = row.map_err(|error| fail(path, &error))?;
        Ok(row.get(0).unwrap_or_default().trim().to_owned())
    };
    reader.records().map(id).collect()
}

fn fail(path: &Path, error: &dyn std::fmt::Display) -> EvaluateError {
    EvaluateError::File { path: path.to_owned(), error: error.to_string() }
}

/// The text without a byte order mark.
fn text_of(path: &Path) -> Result<String, EvaluateError> {
    let bytes = std::fs::read(path).map_err(|error| fail(path, &error))?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let line = error.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count() + 1;
        fail(path, &format!("line {line} is not UTF-8 text; save the file as UTF-8"))
    })?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

fn csv_reader(text: &str) -> csv::Reader<&[u8]> {
    let separator = separator(text.lines().next().unwrap_or_default());
    csv::ReaderBuilder::new().flexible(true).delimiter(separator).from_reader(text.as_bytes())
}

/// What parts the columns of a header: a comma, unless there is none outside quotes but another sign that lists use.
fn separator(header: &str) -> u8 {
    let mut is_quoted = false;
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0), (b'|', 0)];
    for byte in header.bytes() {
        is_quoted ^= byte == b'"';
        let found = counts.iter_mut().find(|(separator, _)| *separator == byte && !is_quoted);
        found.into_iter().for_each(|(_, count)| *count += 1);
    }
    let [comma, others @ ..] = counts;
    let most = others.into_iter().max_by_key(|(_, count)| *count).filter(|(_, count)| *count > 0);
    most.filter(|_| comma.1 == 0).unwrap_or(comma).0
}

fn csv_rows(path: &Path, text: &str) -> Result<Vec<Row>, EvaluateError> {
    let mut reader = csv_reader(text);
    let header = reader.headers().map_err(|error| fail(path, &error))?;
    let header: Vec<String> = header.iter().map(|name| name.trim().to_owned()).collect();
    let row = |row: Result<csv::StringRecord, csv::Error>| {
        let cells = row.map_err(|error| fail(path, &error))?;
        // A row that stops early says nothing in the columns that are left.
        let cells = cells.iter().map(str::to_owned).chain(std::iter::repeat_with(String::new));
        Ok(header.iter().cloned().zip(cells).collect())
    };
    reader.records().map(row).collect()
}

fn json_lines(path: &Path, text: &str) -> Result<Vec<Row>, EvaluateError> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let row = |(at, line): (usize, &str)| {
        let fail = |error: serde_json::Error| EvaluateError::Row {
            path: path.to_owned(),
            row: at + 1,
            error: format!("{error}; each line must be one JSON object"),
        };
        serde_json::from_str(line).map(flat).map_err(fail)
    };
    lines.map(row).collect()
}

fn json_array(path: &Path, text: &str) -> Result<Vec<Row>, EvaluateError> {
    let rows: Vec<BTreeMap<String, Value>> = serde_json::from_str(text)
        .map_err(|error| fail(path, &format!("{error}; it must hold JSON objects")))?;
    Ok(rows.into_iter().map(flat).collect())
}

fn flat(object: BTreeMap<String, Value>) -> Row {
    object.into_iter().map(|(name, value)| (name, words(value))).collect()
}

/// A JSON value as the text of a cell: plain values of a list are parted by semicolons, objects stay JSON.
fn words(value: Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text,
        Value::Array(values) if !values.iter().any(Value::is_object) => {
            values.into_iter().map(words).filter(|word| !word.is_empty()).collect::<Vec<_>>().join("; ")
        }
        other => other.to_string(),
    }
}

/// What a column says, if anything. Where no column is called so, `addresses.locality` is what the JSON in the column
/// `addresses` holds under that name: of a list, each of its objects, parted by semicolons.
pub(super) fn get(row: &Row, column: &str) -> Option<String> {
    let said = match row.get(column) {
        Some(value) => plain(value.trim()),
        None => {
            let (outer, path) = column.split_once('.')?;
            let value: Value = serde_json::from_str(row.get(outer)?).ok()?;
            under(&value, path).join("; ")
        }
    };
    (!said.is_empty()).then_some(said)
}

/// A cell that holds a list as JSON says what its members say.
fn plain(cell: &str) -> String {
    let list = cell.starts_with('[').then(|| serde_json::from_str::<Vec<Value>>(cell).ok()).flatten();
    list.map_or_else(|| cell.to_owned(), |members| words(Value::Array(members)))
}

/// Whether a row has a column, or JSON in which it may be.
pub(super) fn has(row: &Row, column: &str) -> bool {
    row.contains_key(column) || column.split_once('.').is_some_and(|(outer, _)| row.contains_key(outer))
}

fn under(value: &Value, path: &str) -> Vec<String> {
    match value {
        Value::Array(values) => values.iter().flat_map(|value| under(value, path)).collect(),
        Value::Object(object) => match (object.get(path), path.split_once('.')) {
            (Some(value), _) => {
                vec![words(value.clone())].into_iter().filter(|word| !word.is_empty()).collect()
            }
            (None, Some((outer, rest))) => {
                object.get(outer).map(|value| under(value, rest)).unwrap_or_default()
            }
            (None, None) => Vec::new(),
        },
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str, content: &[u8]) -> Result<Vec<Row>, EvaluateError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        rows_of(&path)
    }

    fn cells(rows: &[Row], column: &str) -> Vec<String> {
        rows.iter().map(|row| get(row, column).unwrap_or_default()).collect()
    }

    #[test]
    fn csv_may_have_a_byte_order_mark_quoted_newlines_and_dos_line_ends() {
        let rows =
            read("a.csv", "\u{feff}\"id\",name\r\n1,\"one\r\ntwo, \"\"three\"\"\"\r\n\"2,b\"\r\n".as_bytes());
        let rows = rows.unwrap();
        assert_eq!(cells(&rows, "id"), ["1", "2,b"]);
        assert_eq!(cells(&rows, "name"), ["one\r\ntwo, \"three\"", ""]);
    }

    #[test]
    fn columns_may_be_parted_by_other_signs_where_the_header_has_no_comma() {
        for sign in [";", "\t", "|"] {
            let rows = read("a.csv", format!("id{sign}name\n1{sign}a, b\n").as_bytes()).unwrap();
            assert_eq!((cells(&rows, "id"), cells(&rows, "name")), (vec!["1".into()], vec!["a, b".into()]));
        }
    }

    #[test]
    fn json_lines_hold_numbers_lists_and_nested_objects() {
        let line = r#"{"id": 7, "phones": ["1", null, "2"], "at": [{"town": "Lyme"}, {"town": "Bude"}]}"#;
        let rows = read("a.txt", format!("\u{feff}{line}\n\n").as_bytes()).unwrap();
        assert_eq!((cells(&rows, "id"), cells(&rows, "phones")), (vec!["7".into()], vec!["1; 2".into()]));
        assert_eq!(cells(&rows, "at.town"), ["Lyme; Bude"]);
        assert_eq!(read("a.json", format!("[{line}]").as_bytes()).unwrap(), rows);
    }

    #[test]
    fn an_empty_file_has_no_rows() {
        assert_eq!(read("a.csv", b"").unwrap(), []);
        assert_eq!(read("a.csv", b"id,name\n").unwrap(), []);
    }

    #[test]
    fn what_cannot_be_read_is_named_with_its_line() {
        let error = read("a.csv", b"id\n1\n\xff\n").unwrap_err().to_string();
        assert!(error.ends_with("line 3 is not UTF-8 text; save the file as UTF-8"), "{error}");
        let error = read("a.jsonl", b"{\"id\": 1}\n{\"id\": \n").unwrap_err().to_string();
        assert!(error.contains("row 2: "), "{error}");
    }
}
