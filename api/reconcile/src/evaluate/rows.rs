//! Rows of a file as statements.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use matching::{AddressLines, RegisterNumber, Statement, Subject};
use model::{RecordKey, SourceId};

use super::file::{Row, get, has, rows_of};
use super::map::{Columns, Map};
use super::{EvaluateError, Task};

/// The rows of one or two files, with the keys under which they are matched.
pub(super) struct Table {
    rows: Vec<(RecordKey, Row)>,
    /// The ids as they stand in the files, by file and id.
    keys: [HashMap<String, RecordKey>; 2],
    /// The sources of records by their names: of two files that are only linked with each other, each is a source.
    sources: BTreeMap<String, BTreeSet<SourceId>>,
}

impl Table {
    pub(super) fn read(task: &Task) -> Result<Self, EvaluateError> {
        let mut files = vec![rows_of(&task.records)?];
        files.extend(task.others.as_deref().map(rows_of).transpose()?);
        check_columns(&task.map, &files)?;
        check_link_only(task)?;
        let mut table = Self { rows: Vec::new(), keys: Default::default(), sources: BTreeMap::new() };
        let mut ids = Ids { map: &task.map, clashing: clashing(task, &files), taken: BTreeSet::new() };
        for (file, rows) in files.into_iter().enumerate() {
            for (at, row) in rows.into_iter().enumerate() {
                let (id, name) = ids.of(file, at, &row).map_err(|error| EvaluateError::Row {
                    path: task.others.iter().nth(file.wrapping_sub(1)).unwrap_or(&task.records).clone(),
                    row: at + 1,
                    error,
                })?;
                let key = RecordKey::new(table.source(task, file, &row), task.subject.kind(), name);
                table.keys.get_mut(file).into_iter().for_each(|keys| {
                    keys.insert(id.clone(), key.clone());
                });
                table.rows.push((key, row));
            }
        }
        Ok(table)
    }

    /// The source of a row, under a name as short as keys want it.
    fn source(&mut self, task: &Task, file: usize, row: &Row) -> SourceId {
        let named = cell(row, &task.map.source).unwrap_or_else(|| letter(file).to_owned());
        let is_file = task.others.is_some() && task.map.link_only;
        let known = if is_file { letter(file).to_owned() } else { named.clone() };
        let next = self.sources.values().flatten().collect::<BTreeSet<_>>().len();
        let source = match self.sources.get(&known).and_then(BTreeSet::first) {
            Some(source) => source.clone(),
            None => numbered(next),
        };
        for name in [known, named] {
            self.sources.entry(name).or_default().insert(source.clone());
        }
        source
    }

    /// Every row as a statement.
    pub(super) fn statements(&self, task: &Task) -> Vec<Statement> {
        self.rows.iter().map(|(key, row)| statement(key, row, &task.map, task.subject)).collect()
    }

    /// The sources that list nothing twice.
    pub(super) fn duplicate_free(&self, map: &Map) -> BTreeSet<SourceId> {
        self.sources_named(&map.duplicate_free)
    }

    /// The sources of these names.
    pub(super) fn sources_named(&self, names: &[String]) -> BTreeSet<SourceId> {
        names.iter().filter_map(|name| self.sources.get(name)).flatten().cloned().collect()
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

/// Gives each row its id: as it stands in the file, and as it stands in what is written.
struct Ids<'m> {
    map: &'m Map,
    clashing: BTreeSet<String>,
    taken: BTreeSet<String>,
}

impl Ids<'_> {
    fn of(&mut self, file: usize, at: usize, row: &Row) -> Result<(String, String), String> {
        let id = id_of(self.map, at, row);
        let name = if self.clashing.contains(&id) { format!("{}:{id}", letter(file)) } else { id.clone() };
        if self.taken.insert(name.clone()) {
            return Ok((id, name));
        }
        Err(format!("the id `{name}` stands in an earlier row too; give each row its own"))
    }
}

/// The id of a row: what its column says, or the number of the row.
fn id_of(map: &Map, at: usize, row: &Row) -> String {
    cell(row, &map.id).unwrap_or_else(|| (at + 1).to_string())
}

/// The source that is the first to come, the second, ….
fn numbered(number: usize) -> SourceId {
    let Ok(id) = SourceId::new(&format!("source-{number:06}")) else {
        unreachable!("letters and digits make a source's name")
    };
    id
}

fn letter(file: usize) -> &'static str {
    if file == 0 { "A" } else { "B" }
}

/// The ids that both files have.
fn clashing(task: &Task, files: &[Vec<Row>]) -> BTreeSet<String> {
    let ids = |rows: &Vec<Row>| -> BTreeSet<String> {
        rows.iter().enumerate().map(|(at, row)| id_of(&task.map, at, row)).collect()
    };
    let [first, second] = files else { return BTreeSet::new() };
    ids(first).intersection(&ids(second)).cloned().collect()
}

/// A column that no row of any file has is a slip in the map.
fn check_columns(map: &Map, files: &[Vec<Row>]) -> Result<(), EvaluateError> {
    let is_there = |column: &str| files.iter().flatten().any(|row| has(row, column));
    let is_empty = files.iter().all(Vec::is_empty);
    let Some((key, column)) = map.named().find(|(_, column)| !is_empty && !is_there(column)) else {
        return Ok(());
    };
    let known: BTreeSet<&str> =
        files.iter().flatten().flat_map(|row| row.keys().map(String::as_str)).collect();
    let known: Vec<&str> = known.into_iter().collect();
    let error =
        format!("`{key}` names the column `{column}`, which no row has; there are {}", known.join(", "));
    Err(EvaluateError::Map(error))
}

/// One list whose rows are not told apart by sources has nothing that may be linked only with another.
fn check_link_only(task: &Task) -> Result<(), EvaluateError> {
    if task.map.link_only && task.others.is_none() && task.map.source.iter().next().is_none() {
        let error =
            "`link_only` forbids every link of one file without a `source`; give a second file, or drop it";
        return Err(EvaluateError::Map(error.to_owned()));
    }
    Ok(())
}

/// What the columns say together, if anything.
fn cell(row: &Row, columns: &Columns) -> Option<String> {
    let values: Vec<String> = columns.iter().filter_map(|column| get(row, column)).collect();
    (!values.is_empty()).then(|| values.join(" "))
}

/// What each column says, where a cell may hold several values.
fn several(row: &Row, columns: &Columns) -> Vec<String> {
    let parts = |cell: String| -> Vec<String> {
        let parts = cell.split([';', '|', '\n']).map(str::trim).filter(|part| !part.is_empty());
        parts.map(str::to_owned).collect()
    };
    columns.iter().filter_map(|column| get(row, column)).flat_map(parts).collect()
}

pub(super) fn statement(key: &RecordKey, row: &Row, map: &Map, subject: Subject) -> Statement {
    let mut statement = Statement::new(key.clone(), subject);
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
    statement.columns = map.compare.iter().map(|compare| get(row, &compare.column)).collect();
    statement
}

fn address(row: &Row, map: &Map) -> Option<AddressLines> {
    let lines = [&map.address, &map.address_1, &map.address_2, &map.city, &map.region];
    let lines = lines.into_iter().flat_map(Columns::iter).filter_map(|column| get(row, column));
    let lines: Vec<String> = lines.collect();
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
    let scheme = code.map(|column| match has(row, column) {
        true => get(row, column).unwrap_or_default(),
        false => column.to_owned(),
    });
    let number = |value| RegisterNumber { scheme: scheme.clone(), kind: None, value };
    several(row, &map.identifier).into_iter().map(number).collect()
}
