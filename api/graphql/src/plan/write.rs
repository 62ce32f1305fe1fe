//! Carries a plan out: copies what is selected from the snapshot's text into the answer.

use std::fmt::Write;

use async_graphql::{Name, Value, Variables};
use catalog::{Entry, Hits, ListKind, Query, Snapshot};
use chrono::SecondsFormat;
use smallvec::SmallVec;
use uuid::Uuid;

use super::{
    ir::{Arguments, Field, OfEdge, OfInfo, OfObject, OfPage, OfRoot, Page, Plan, Select, Written},
    scan,
};
use crate::{
    filter,
    paging::Paging,
    reading::{self, View},
};

/// The longest answer that is given by a plan. Answers that may pass the limit on answers are the engine's to count.
const LONGEST: usize = 1024 * 1024;

/// The longest text of an entity whose room is used again.
const KEPT: usize = 64 * 1024;

pub(super) struct Writer<'a> {
    plan: &'a Plan,
    view: View<'a>,
    snapshot: &'a Snapshot,
    variables: &'a Variables,
    pub(super) out: String,
    /// Room for the texts of entities, used again.
    rooms: Vec<String>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(plan: &'a Plan, view: View<'a>, variables: &'a Variables) -> Self {
        let (snapshot, out) = (view.snapshot, String::with_capacity(16 * 1024));
        Self { plan, view, snapshot, variables, out, rooms: Vec::new() }
    }

    pub(super) fn root(&mut self) -> Option<()> {
        let plan = self.plan;
        self.fields(&plan.fields, |writer, how| match how {
            OfRoot::Constant(text) => writer.text(text),
            OfRoot::Page(page) => writer.page(page, Query::new(page.kind)),
            OfRoot::One { kind, id, select } => {
                let id = filter::uuid(&writer.value(id)?).ok()?;
                writer.entity(reading::find(writer.snapshot, *kind, id), select)
            }
        })
    }

    /// Writes an object of fields, each after what comes before it.
    fn fields<How>(
        &mut self,
        fields: &'a [Field<How>],
        mut write: impl FnMut(&mut Self, &'a How) -> Option<()>,
    ) -> Option<()> {
        for field in fields {
            self.out.push_str(&field.before);
            write(self, &field.how)?;
        }
        self.text("}")
    }

    fn text(&mut self, text: &str) -> Option<()> {
        self.out.push_str(text);
        (self.out.len() < LONGEST).then_some(())
    }

    fn string(&mut self, value: impl std::fmt::Display) -> Option<()> {
        write!(self.out, "\"{value}\"").ok()
    }

    fn flag(&mut self, flag: bool) -> Option<()> {
        self.text(if flag { "true" } else { "false" })
    }

    /// The value of an argument with its variables in it.
    fn value(&self, written: &Written) -> Option<Value> {
        if let Written::Variable(name) = written {
            return Some(self.variable(name));
        }
        let variable = |name: Name| -> Result<Value, std::convert::Infallible> { Ok(self.variable(&name)) };
        written.clone().into_const_with(variable).ok()
    }

    fn variable(&self, name: &str) -> Value {
        let default = || self.plan.variables.get(name)?.default.as_ref();
        self.variables.get(name).or_else(default).cloned().unwrap_or(Value::Null)
    }

    fn values(&self, arguments: &'a Arguments) -> Option<SmallVec<[(&'a str, Value); 4]>> {
        arguments.iter().map(|(name, written)| Some((&**name, self.value(written)?))).collect()
    }

    fn page(&mut self, page: &'a Page, mut query: Query) -> Option<()> {
        let values = self.values(&page.arguments)?;
        let given = |name: &str| {
            let found = values.iter().find(|(given, _)| *given == name).map(|(_, value)| value);
            found.filter(|value| **value != Value::Null)
        };
        if values.iter().any(|(name, _)| matches!(*name, "filter" | "search" | "sort")) {
            query = filter::read(&given, page.kind, &self.view).ok()?;
        }
        let hits = Paging::read(&given).ok()?.find(self.snapshot, &mut query).ok()?;
        self.fields(&page.fields, |writer, how| match how {
            OfPage::Constant(text) => writer.text(text),
            OfPage::Nodes(select) => {
                writer.list(hits.items.iter(), |writer, hit| writer.entity(Some(hit.entry), select))
            }
            OfPage::Edges(fields) => writer.list(hits.items.iter(), |writer, hit| {
                writer.fields(fields, |writer, how| match how {
                    OfEdge::Constant(text) => writer.text(text),
                    OfEdge::Cursor => writer.string(hit.cursor()),
                    OfEdge::Node(select) => writer.entity(Some(hit.entry), select),
                })
            }),
            OfPage::Info(fields) => writer.info(fields, &hits),
            OfPage::Total => write!(writer.out, "{}", hits.total).ok(),
        })
    }

    fn info(&mut self, fields: &'a [Field<OfInfo>], hits: &Hits<'_>) -> Option<()> {
        self.fields(fields, |writer, how| {
            let hit = match how {
                OfInfo::Constant(text) => return writer.text(text),
                OfInfo::HasNext => return writer.flag(hits.start + hits.items.len() < hits.total),
                OfInfo::HasPrevious => return writer.flag(hits.start > 0),
                OfInfo::Start => hits.items.first(),
                OfInfo::End => hits.items.last(),
            };
            match hit {
                Some(hit) => writer.string(hit.cursor()),
                None => writer.text("null"),
            }
        })
    }

    /// Writes the items of a list between brackets and commas.
    fn list<T>(
        &mut self,
        items: impl Iterator<Item = T>,
        mut write: impl FnMut(&mut Self, T) -> Option<()>,
    ) -> Option<()> {
        self.out.push('[');
        for (at, item) in items.enumerate() {
            if at > 0 {
                self.out.push(',');
            }
            write(self, item)?;
        }
        self.text("]")
    }

    fn entity(&mut self, entry: Option<&Entry>, select: &'a Select) -> Option<()> {
        let Some(entry) = entry else { return self.text("null") };
        let mut room = self.rooms.pop().unwrap_or_default();
        entry.write_nested(&mut room);
        let written = self.object(&room, Some(entry), select);
        if room.capacity() <= KEPT {
            room.clear();
            self.rooms.push(room);
        }
        written
    }

    /// Writes what is selected of the object in a text: an entity's, or that of a part.
    fn object(&mut self, object: &str, entry: Option<&Entry>, select: &'a Select) -> Option<()> {
        let mut slots: SmallVec<[Option<&str>; 16]> = SmallVec::from_elem(None, select.names.len());
        scan::pick(object, &select.names, &mut slots)?;
        let value = |slot: &usize| slots.get(*slot).copied().flatten().filter(|value| *value != "null");
        self.fields(&select.fields, |writer, how| match how {
            OfObject::Constant(text) => writer.text(text),
            OfObject::Scalar(slot) => writer.text(value(slot).unwrap_or("null")),
            OfObject::Part(slot, select) => match value(slot) {
                Some(part) => writer.object(part, None, select),
                None => writer.text("null"),
            },
            OfObject::Parts(slot, select) => writer.parts(value(slot), select),
            OfObject::Related(slot, kind, select) => writer.related(value(slot), *kind, select),
            OfObject::Linked(slot, narrow, page) => {
                let mut query = Query::new(page.kind);
                narrow(&mut query, id(value(slot))?);
                writer.page(page, query)
            }
            OfObject::Places(select) => {
                let places = entry?.places().into_iter();
                let found = places.filter_map(|id| reading::find(writer.snapshot, ListKind::Location, id));
                writer.list(found, |writer, place| writer.entity(Some(place), select))
            }
            OfObject::Modified => writer.string(entry?.modified.to_rfc3339_opts(SecondsFormat::AutoSi, true)),
            OfObject::Referents => writer.list(entry?.referents().iter(), |writer, id| writer.string(id)),
        })
    }

    fn parts(&mut self, array: Option<&str>, select: &'a Select) -> Option<()> {
        self.out.push('[');
        let mut is_first = true;
        scan::each(array.unwrap_or("[]"), |part| {
            if !std::mem::take(&mut is_first) {
                self.out.push(',');
            }
            self.object(part, None, select)
        })?;
        self.text("]")
    }

    fn related(&mut self, reference: Option<&str>, kind: ListKind, select: &'a Select) -> Option<()> {
        let entry = id(reference).and_then(|id| reading::find(self.snapshot, kind, id));
        self.entity(entry, select)
    }
}

/// The id that a member holds.
fn id(value: Option<&str>) -> Option<Uuid> {
    scan::plain(value?)?.parse().ok()
}
