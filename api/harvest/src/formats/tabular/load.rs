//! Joining the tables of a package.
//!
//! The rows of parts wait on disk for their owners, which are read one row at a time. In memory are the ids, and the rows of
//! terms and units.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    io,
};

use model::{IssueDraft, Severity};
use serde_json::{Map, Value};

use super::{
    nest::{Node, term},
    tables::{self, LINKED, Linked, MAIN, NAMED, PARTS, PartTable},
};
use crate::{
    fetch::{Fetch, Refused},
    formats::{
        JSON,
        csv::{Table, Writing},
        hsds::Splitter,
    },
    issues::{Issues, shown},
    local::Local,
    spool::{Bodies, Place},
};

/// A noun and the id of one of its rows.
type Owner = (&'static str, String);

type Rows = HashMap<String, Map<String, Value>>;

/// A row, what issues call its place, and the name of its table.
struct Row {
    table: String,
    place: String,
    cells: Map<String, Value>,
}

struct Package<'p> {
    tables: &'p BTreeMap<String, Local>,
    ids: HashMap<&'static str, HashSet<String>>,
    /// What belongs to each owner, and where it is among the nodes.
    parts: HashMap<Owner, Vec<Place>>,
    nodes: Bodies,
    terms: Rows,
    units: Rows,
}

/// Joins the tables and spools an item for each organization, location, service and taxonomy.
pub(super) fn load(tables: &BTreeMap<String, Local>, fetch: &mut Fetch<'_>) -> Result<(), Refused> {
    let mut package = Package {
        tables,
        ids: HashMap::new(),
        parts: HashMap::new(),
        nodes: Bodies::new()?,
        terms: Rows::new(),
        units: Rows::new(),
    };
    for noun in NAMED {
        package.ids.insert(noun, ids_of(tables, tables::names_of(noun))?);
    }
    let mut splitter = Splitter::default();
    package.load_terms(&mut splitter, fetch)?;
    package.units = package.rows_by_id(tables::UNITS, &mut fetch.issues)?;
    for linked in &LINKED {
        package.load_linked(linked, fetch)?;
    }
    for table in PARTS {
        package.load_parts(table, fetch)?;
    }
    for (names, noun) in MAIN {
        fetch.nameless += package.spool(names, noun, fetch)?;
    }
    splitter.finish(fetch)
}

impl Package<'_> {
    fn rows_by_id(&self, names: &[&str], issues: &mut Issues) -> Result<Rows, Refused> {
        let mut rows = Rows::new();
        each_row(self.tables, names, issues, |_, row| {
            if let Some(id) = cell(&row.cells, "id") {
                rows.entry(id).or_insert(row.cells);
            }
            Ok(())
        })?;
        Ok(rows)
    }

    fn load_terms(&mut self, splitter: &mut Splitter, fetch: &mut Fetch<'_>) -> Result<(), Refused> {
        for row in self.rows_by_id(tables::TAXONOMIES, &mut fetch.issues)?.into_values() {
            splitter.taxonomy(row);
        }
        self.terms = self.rows_by_id(tables::TERMS, &mut fetch.issues)?;
        let mut ids: Vec<&String> = self.terms.keys().collect();
        ids.sort();
        for (id, row) in ids.into_iter().filter_map(|id| self.terms.get_key_value(id)) {
            let term = term(row.clone());
            let record = format!("taxonomy_term:{}", shown(id));
            if let Some(parent) = cell(row, "parent_id").filter(|parent| !self.terms.contains_key(parent)) {
                fetch.issues.dangling(&record, "parent_id", &parent, "taxonomy_term");
            }
            if !term.contains_key("taxonomy_id") {
                let reason = "the term names no taxonomy; it stays with the records that use it";
                fetch.issues.notice("no-taxonomy", &record, "taxonomy_id", "", reason);
            }
            splitter.term(term);
        }
        Ok(())
    }

    /// Parts that name the noun of their owner in a column.
    fn load_linked(&mut self, table: &Linked, fetch: &mut Fetch<'_>) -> Result<(), Refused> {
        let (names, noun, id_column, noun_column) = table;
        each_row(self.tables, names, fetch, |fetch, row| {
            let record = place_of(noun, &row);
            let of =
                cell(&row.cells, noun_column).and_then(|of| NAMED.into_iter().find(|known| *known == of));
            match (of, cell(&row.cells, id_column)) {
                (Some(of), Some(id)) => {
                    if self.resolves(of, &id, id_column, &record, fetch) {
                        self.attach(noun, vec![(of, id)], row, fetch)?;
                    }
                }
                _ => unplaced(&record, fetch),
            }
            Ok(())
        })?;
        Ok(())
    }

    /// Parts that name their owners each in a column of its own.
    fn load_parts(&mut self, table: &PartTable, fetch: &mut Fetch<'_>) -> Result<(), Refused> {
        each_row(self.tables, table.names, fetch, |fetch, row| {
            let record = place_of(table.noun, &row);
            let outer = self.owners(table.owners, &row, &record, fetch);
            let inner = self.owners(table.inner, &row, &record, fetch);
            if outer.is_none() && inner.is_none() {
                unplaced(&record, fetch);
            }
            let owners = outer.filter(|owners| !owners.is_empty()).or(inner).unwrap_or_default();
            if owners.is_empty() { Ok(()) } else { self.attach(table.noun, owners, row, fetch) }
        })?;
        Ok(())
    }

    /// The owners that a row names and that are there. `None` if it names none.
    fn owners(
        &self,
        columns: &[(&'static str, &'static str)],
        row: &Row,
        record: &str,
        fetch: &mut Fetch<'_>,
    ) -> Option<Vec<Owner>> {
        let mut owners = None;
        for (column, noun) in columns {
            let Some(id) = cell(&row.cells, column) else { continue };
            let owners = owners.get_or_insert_with(Vec::new);
            if self.resolves(noun, &id, column, record, fetch) {
                owners.push((*noun, id));
            }
        }
        owners
    }

    fn resolves(&self, noun: &str, id: &str, column: &str, record: &str, fetch: &mut Fetch<'_>) -> bool {
        let resolves = self.ids.get(noun).is_some_and(|ids| ids.contains(id));
        if !resolves {
            fetch.issues.dangling(record, column, id, noun);
        }
        resolves
    }

    /// Gives a row, with what belongs to it, to its owners.
    fn attach(
        &mut self,
        noun: &'static str,
        owners: Vec<Owner>,
        row: Row,
        fetch: &mut Fetch<'_>,
    ) -> Result<(), Refused> {
        let record = place_of(noun, &row);
        let named = match noun {
            "attribute" => match self.term_of(&row, &record, fetch) {
                Some(term) => Some(term),
                None => return Ok(()),
            },
            "service_capacity" => cell(&row.cells, "unit_id").and_then(|id| self.units.get(&id).cloned()),
            _ => None,
        };
        let parts = self.take_parts(noun, cell(&row.cells, "id"))?;
        let node = Node { noun: noun.to_owned(), table: row.table, row: row.cells, named, parts };
        let place = self.nodes.add(&serde_json::to_vec(&node).unwrap_or_default())?;
        for owner in owners {
            self.parts.entry(owner).or_default().push(place);
        }
        Ok(())
    }

    fn term_of(&self, row: &Row, record: &str, fetch: &mut Fetch<'_>) -> Option<Map<String, Value>> {
        let id = cell(&row.cells, "taxonomy_term_id").or_else(|| cell(&row.cells, "taxonomy_id"));
        let Some(id) = id else {
            unplaced(record, fetch);
            return None;
        };
        let term = self.terms.get(&id).cloned();
        if term.is_none() {
            fetch.issues.dangling(record, "taxonomy_term_id", &id, "taxonomy_term");
        }
        term
    }

    fn take_parts(&mut self, noun: &'static str, id: Option<String>) -> Result<Vec<Node>, Refused> {
        let places = id.and_then(|id| self.parts.remove(&(noun, id))).unwrap_or_default();
        let nodes = places.into_iter().map(|place| Ok(serde_json::from_slice(&self.nodes.read(place)?)?));
        Ok(nodes.collect::<io::Result<_>>()?)
    }

    fn spool(&mut self, names: &[&str], noun: &'static str, fetch: &mut Fetch<'_>) -> Result<u64, Refused> {
        each_row(self.tables, names, fetch, |fetch, row| {
            let Some(id) = cell(&row.cells, "id") else {
                let reason = format!("this {noun} has no id");
                let action = "give it an id; until then nothing is taken to be gone";
                fetch.issues.kept_out("no-id", &row.place, &reason, action);
                fetch.nameless += 1;
                return Ok(());
            };
            // Of two rows with one id the first has the parts, and stays.
            let parts = self.take_parts(noun, Some(id.clone()))?;
            let node = Node { noun: noun.to_owned(), table: row.table, row: row.cells, named: None, parts };
            let body = serde_json::to_vec(&node).unwrap_or_default();
            fetch.item(&format!("{noun}/{}", shown(&id)), JSON, &body)
        })
    }
}

/// Calls back for each row of the tables of these names. Counts the rows that do not fit their header.
fn each_row<C: AsMut<Issues>>(
    tables: &BTreeMap<String, Local>,
    names: &[&str],
    context: &mut C,
    mut with: impl FnMut(&mut C, Row) -> Result<(), Refused>,
) -> Result<u64, Refused> {
    let mut misfits = 0;
    for (name, local) in names.iter().filter_map(|name| Some((*name, tables.get(*name)?))) {
        let mut table = Table::open(local, &Writing::default(), context.as_mut())?;
        let header = table.header(context.as_mut())?;
        while let Some(row) = table.row(&header, context.as_mut())? {
            with(context, Row { table: name.to_owned(), place: row.place, cells: row.cells })?;
        }
        misfits += table.misfits;
    }
    Ok(misfits)
}

/// The ids in some tables. What is wrong with these is told when their rows are taken.
fn ids_of(tables: &BTreeMap<String, Local>, names: &[&str]) -> Result<HashSet<String>, Refused> {
    let mut ids = HashSet::new();
    each_row(tables, names, &mut Issues::default(), |_, row| {
        ids.extend(cell(&row.cells, "id"));
        Ok(())
    })?;
    Ok(ids)
}

fn unplaced(record: &str, fetch: &mut Fetch<'_>) {
    let reason = "the row names nothing that it could belong to";
    let issue = IssueDraft::new(Severity::Warning, "unplaced", reason, "fill in its keys; it is left out");
    fetch.issues.push(issue.in_record(record));
}

/// What issues call a row: by its id, or by where it is.
fn place_of(noun: &str, row: &Row) -> String {
    cell(&row.cells, "id").map_or_else(|| row.place.clone(), |id| format!("{noun}:{}", shown(&id)))
}

fn cell(cells: &Map<String, Value>, column: &str) -> Option<String> {
    let text = cells.get(column)?.as_str()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}
