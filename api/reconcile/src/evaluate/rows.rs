//! Rows of a file as statements.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use matching::{AddressLines, RegisterNumber, Statement};
use model::{RecordKey, SourceId};
use serde_json::Value;

use super::map::{Columns, Map};
use super::{EvaluateError, Task};

/// A row: what each column says.
type Row = HashMap<String, String>;

/// The rows of one or two files, with the keys under which they are matched.
pub(super) struct Table {
    rows: Vec<(RecordKey, Row)>,
    /// The ids as they stand in the files, by file and id.
    keys: [HashMap<String, RecordKey>; 2],
    sources: BTreeMap<String, SourceId>,
}

impl Table {
    pub(super) fn read(task: &Task) -> Result<Self, EvaluateError> {
        let mut files = vec![rows_of(&task.records)?];
        files.extend(task.others.as_deref().map(rows_of).transpose()?);
        check_columns(task, &files)?;
        let mut table = Self { rows: Vec::new(), keys: Default::default(), sources: BTreeMap::new() };
        let clashing = clashing(task, &files);
        let paths = [Some(&task.records), task.others.as_ref()];
        for (file, (rows, path)) in files.into_iter().zip(paths.into_iter().flatten()).enumerate() {
            for (at, row) in rows.into_iter().enumerate() {
                let id = cell(&row, &task.map.id).unwrap_or_else(|| (at + 1).to_string());
                let name = if clashing.contains(&id) { format!("{}:{id}", letter(file)) } else { id.clone() };
                let source = cell(&row, &task.map.source).unwrap_or_else(|| letter(file).to_owned());
                let key = RecordKey::new(table.source(&source), task.subject.kind(), name);
                if table.keys.get_mut(file).is_some_and(|keys| keys.insert(id.clone(), key.clone()).is_some())
                {
                    let error = format!("the id `{id}` stands in an earlier row too; give each row its own");
                    return Err(EvaluateError::Row { path: path.clone(), row: at + 1, error });
                }
                table.rows.push((key, row));
            }
        }
        Ok(table)
    }

    /// The source of that name, as short as keys want it.
    fn source(&mut self, name: &str) -> SourceId {
        let next = self.sources.len();
        let id = || SourceId::new(&format!("source-{next}"));
        if let Some(known) = self.sources.get(name) {
            return known.clone();
        }
        let Ok(id) = id() else { unreachable!("letters and digits make a source's name") };
        self.sources.insert(name.to_owned(), id.clone());
        id
    }

    /// Every row as a statement.
    pub(super) fn statements(&self, task: &Task) -> Vec<Statement> {
        self.rows.iter().map(|(key, row)| statement(key, row, task)).collect()
    }

    /// The sources that list nothing twice.
    pub(super) fn duplicate_free(&self, map: &Map) -> BTreeSet<SourceId> {
        map.duplicate_free.iter().filter_map(|name| self.sources.get(name).cloned()).collect()
    }

    /// The record that an id in the first or second column of a list of pairs means.
    pub(super) fn find(&self, column: usize, id: &str) -> Option<&RecordKey> {
        let [first, second] = &self.keys;
        let in_file = |file: usize, id: &str| self.keys.get(file).and_then(|keys| keys.get(id));
        let own = if column == 0 || second.is_empty() { first } else { second };
        let other = if column == 0 { second } else { first };
        let named = || match id.split_once(':') {
            Some(("A", rest)) => in_file(0, rest),
            Some(("B", rest)) => in_file(1, rest),
            _ => None,
        };
        own.get(id).or_else(|| other.get(id)).or_else(named)
    }

    /// Every record's key, in the order of the files.
    pub(super) fn record_keys(&self) -> impl Iterator<Item = &RecordKey> {
        self.rows.iter().map(|(key, _)| key)
    }
}

fn letter(file: usize) -> &'static str {
    if file == 0 { "A" } else { "B" }
}

/// The ids that both files have.
fn clashing(task: &Task, files: &[Vec<Row>]) -> BTreeSet<String> {
    let ids = |rows: &Vec<Row>| -> BTreeSet<String> {
        let numbered = rows.iter().enumerate();
        numbered.map(|(at, row)| cell(row, &task.map.id).unwrap_or_else(|| (at + 1).to_string())).collect()
    };
    let [first, second] = files else { return BTreeSet::new() };
    ids(first).intersection(&ids(second)).cloned().collect()
}

/// A column that no row of any file has is a slip in the map.
fn check_columns(task: &Task, files: &[Vec<Row>]) -> Result<(), EvaluateError> {
    let known: BTreeSet<&str> =
        files.iter().flatten().flat_map(|row| row.keys().map(String::as_str)).collect();
    match task.map.named().find(|(_, column)| !known.contains(column)) {
        Some((key, column)) if !known.is_empty() => {
            let known: Vec<&str> = known.into_iter().collect();
            let error = format!("`{key}` names the column `{column}`; there are {}", known.join(", "));
            Err(EvaluateError::Map(error))
        }
        _ => Ok(()),
    }
}

fn rows_of(path: &Path) -> Result<Vec<Row>, EvaluateError> {
    let fail = |error: String| EvaluateError::File { path: path.to_owned(), error };
    let file = File::open(path).map_err(|error| fail(error.to_string()))?;
    let is_lines = path.extension().is_some_and(|ending| ending == "jsonl" || ending == "ndjson");
    if is_lines { json_rows(path, file) } else { csv_rows(path, file) }
}

/// A file of pairs or ids: of each row the first columns, as they are.
pub(super) fn first_columns(path: &Path) -> Result<Vec<Vec<String>>, EvaluateError> {
    let fail = |error: csv::Error| EvaluateError::File { path: path.to_owned(), error: error.to_string() };
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_path(path).map_err(fail)?;
    let rows = reader.records().map(|row| Ok(row.map_err(fail)?.iter().take(2).map(str::to_owned).collect()));
    rows.collect()
}

fn csv_rows(path: &Path, file: File) -> Result<Vec<Row>, EvaluateError> {
    let fail = |error: csv::Error| EvaluateError::File { path: path.to_owned(), error: error.to_string() };
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(file);
    let header: Vec<String> = reader
        .headers()
        .map_err(fail)?
        .iter()
        .map(|name| name.trim_start_matches('\u{feff}').trim().to_owned())
        .collect();
    let row = |row: Result<csv::StringRecord, csv::Error>| {
        let cells = row.map_err(fail)?;
        Ok(header.iter().cloned().zip(cells.iter().map(str::to_owned)).collect())
    };
    reader.records().map(row).collect()
}

fn json_rows(path: &Path, file: File) -> Result<Vec<Row>, EvaluateError> {
    let lines = BufReader::new(file).lines().enumerate();
    let row = |(at, line): (usize, std::io::Result<String>)| {
        let fail = |error: String| EvaluateError::Row { path: path.to_owned(), row: at + 1, error };
        let line = line.map_err(|error| fail(error.to_string()))?;
        if line.trim().is_empty() {
            return Ok(None);
        }
        let object: BTreeMap<String, Value> =
            serde_json::from_str(&line).map_err(|error| fail(error.to_string()))?;
        Ok(Some(object.into_iter().map(|(name, value)| (name, words(value))).collect()))
    };
    lines.map(row).filter_map(Result::transpose).collect()
}

/// A JSON value as the text of a cell.
fn words(value: Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text,
        Value::Array(values) => values.into_iter().map(words).collect::<Vec<_>>().join("; "),
        other => other.to_string(),
    }
}

/// What a column says, if anything.
fn get<'r>(row: &'r Row, column: &str) -> Option<&'r str> {
    row.get(column).map(|value| value.trim()).filter(|value| !value.is_empty())
}

/// What the columns say together, if anything.
fn cell(row: &Row, columns: &Columns) -> Option<String> {
    let values: Vec<&str> = columns.iter().filter_map(|column| get(row, column)).collect();
    (!values.is_empty()).then(|| values.join(" "))
}

/// What each column says, where a cell may hold several values.
fn several(row: &Row, columns: &Columns) -> Vec<String> {
    let cells = columns.iter().filter_map(|column| get(row, column));
    let values = cells.flat_map(|cell| cell.split([';', '|', '\n'])).map(str::trim);
    values.filter(|value| !value.is_empty()).map(str::to_owned).collect()
}

fn statement(key: &RecordKey, row: &Row, task: &Task) -> Statement {
    let map = &task.map;
    let mut statement = Statement::new(key.clone(), task.subject);
    statement.name = cell(row, &map.name);
    statement.alternate_names = several(row, &map.alternate_name);
    statement.description = cell(row, &map.description);
    statement.addresses = address(row, map).into_iter().collect();
    statement.position = position(row, map);
    statement.phones = several(row, &map.phone);
    statement.emails = several(row, &map.email);
    statement.urls = several(row, &map.url);
    statement.identifiers = identifiers(row, map);
    let country = cell(row, &map.country).and_then(|name| normalize::country::normalize(&name));
    let country = country.or_else(|| map.default_country.clone());
    statement.country = country.unwrap_or(statement.country);
    statement.columns =
        map.compare.iter().map(|compare| get(row, &compare.column).map(str::to_owned)).collect();
    statement
}

fn address(row: &Row, map: &Map) -> Option<AddressLines> {
    let lines = [&map.address, &map.address_1, &map.address_2, &map.city, &map.region];
    let lines = lines.into_iter().flat_map(Columns::iter).filter_map(|column| get(row, column));
    let lines: Vec<String> = lines.map(str::to_owned).collect();
    let postcode = cell(row, &map.postcode);
    (!lines.is_empty() || postcode.is_some()).then_some(AddressLines { lines, postcode })
}

fn position(row: &Row, map: &Map) -> Option<(f64, f64)> {
    let degrees = |columns| cell(row, columns)?.parse::<f64>().ok().filter(|degrees| degrees.is_finite());
    Some((degrees(&map.latitude)?, degrees(&map.longitude)?))
}

/// The numbers in registers. The scheme is a column, or the code itself where the rows have no such column.
fn identifiers(row: &Row, map: &Map) -> Vec<RegisterNumber> {
    let code = map.identifier_scheme.iter().next();
    let scheme = code.map(|column| match row.contains_key(column) {
        true => get(row, column).unwrap_or_default().to_owned(),
        false => column.to_owned(),
    });
    let number = |value| RegisterNumber { scheme: scheme.clone(), kind: None, value };
    several(row, &map.identifier).into_iter().map(number).collect()
}
