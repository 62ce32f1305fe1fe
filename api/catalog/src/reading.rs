//! What is read from the store to make a snapshot of.

use std::{collections::BTreeSet, sync::Arc};

use model::{ChangeKind, Kind};
use normalize::recurrence::Calendar;
use store::{PublishedRow, Store};
use uuid::Uuid;

use crate::{
    CatalogError, ahead,
    body::Body,
    repeated::Repeated,
    snapshot::{Former, Publisher, Publishers},
};

/// How many rows are read from their JSON at a time.
const PORTION: usize = 64;
/// How many changes are read at a time.
const BATCH: i64 = 10_000;

/// The calendar with the number of its state.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    pub(crate) version: i64,
    pub(crate) calendar: Arc<Calendar>,
}

impl Known {
    pub(crate) fn read(store: &Store) -> Result<Self, CatalogError> {
        let (version, periods) = store.calendar()?;
        Ok(Self { version, calendar: Arc::new(Calendar::new(periods)) })
    }
}

/// What the log says happened since a snapshot.
pub(crate) struct News {
    pub(crate) version: i64,
    pub(crate) changes: usize,
    pub(crate) ids: BTreeSet<Uuid>,
    pub(crate) deleted: bool,
    /// The locations among them.
    pub(crate) locations: BTreeSet<Uuid>,
}

/// Everything that is published, with the number of the last change in it. Rows are read from their JSON while others
/// are still on their way.
pub(crate) fn read_published(
    store: &Store,
    repeated: &Repeated,
) -> Result<(i64, Vec<Arc<Body>>), CatalogError> {
    type Portion = Result<Vec<Arc<Body>>, CatalogError>;
    let read = |take: &mut dyn FnMut(Vec<PublishedRow>)| {
        let mut rows = Vec::with_capacity(PORTION);
        let version = store.for_each_published_row(|row| {
            rows.push(row);
            if rows.len() == PORTION {
                take(std::mem::replace(&mut rows, Vec::with_capacity(PORTION)));
            }
        });
        take(rows);
        version
    };
    let portion =
        |rows: Vec<PublishedRow>| -> Portion { rows.into_iter().map(|row| body(row, repeated)).collect() };
    let (version, portions) = ahead::each(read, portion);
    let portions = portions.into_iter().collect::<Result<Vec<_>, _>>()?;
    Ok((version?, portions.into_iter().flatten().collect()))
}

pub(crate) fn body(row: PublishedRow, repeated: &Repeated) -> Result<Arc<Body>, CatalogError> {
    Ok(Arc::new(Body::of(row.read()?, repeated)))
}

pub(crate) fn read_news(store: &Store, since: i64) -> Result<News, CatalogError> {
    let mut news =
        News { version: since, changes: 0, ids: BTreeSet::new(), deleted: false, locations: BTreeSet::new() };
    loop {
        let changes = store.changes_after(news.version, BATCH)?;
        let Some(last) = changes.last() else { break };
        news.version = last.number;
        news.changes += changes.len();
        news.deleted |= changes.iter().any(|change| change.change != ChangeKind::Updated);
        let locations = changes.iter().filter(|change| change.kind == Kind::Location);
        news.locations.extend(locations.map(|change| change.entity));
        news.ids.extend(changes.iter().map(|change| change.entity));
    }
    Ok(news)
}

pub(crate) fn read_publishers(store: &Store) -> Result<Publishers, CatalogError> {
    let publisher =
        |source: model::Source| (source.id, Publisher { name: source.name, publisher: source.publisher });
    Ok(store.sources()?.into_iter().map(publisher).collect())
}

pub(crate) fn read_former(store: &Store) -> Result<Former, CatalogError> {
    let moved = store.redirects()?.into_iter().collect();
    let gone = store.withdrawn()?.into_iter().collect();
    Ok(Former { moved: Arc::new(moved), gone: Arc::new(gone) })
}
