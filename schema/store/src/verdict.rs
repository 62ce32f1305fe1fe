use chrono::NaiveDateTime;
use diesel::{prelude::*, upsert::excluded};
use model::{
    SourceId,
    alignment::{Evidence, Verdict, VerdictKind, VerdictState},
};
use uuid::Uuid;

use crate::{
    Result, Store,
    column::{Row, json, time},
    connection::{BATCH, Link, columns, on},
    schema::{verdict, verdict_topic},
};

/// Which verdicts to list; what is `None` or empty does not matter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VerdictFilter {
    /// Only those of these kinds.
    pub kinds: Vec<VerdictKind>,
    /// Only those in these states.
    pub states: Vec<VerdictState>,
    /// Only those of this section of the site.
    pub section: Option<String>,
    /// Only those about an entity of this category, by its code.
    pub topic: Option<String>,
    /// Only those of this website.
    pub source: Option<SourceId>,
    /// Only those about the page at this address.
    pub page: Option<String>,
    /// Only those about this entity.
    pub entity: Option<Uuid>,
    /// Only those that this person looks after.
    pub owner: Option<String>,
    /// Those that were found last first, whatever their kind.
    pub newest_first: bool,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = verdict, treat_none_as_default_value = false)]
pub(crate) struct VerdictRow {
    id: String,
    kind: String,
    place: i64,
    source: String,
    page: Option<String>,
    entity: Option<String>,
    section: Option<String>,
    state: String,
    owner: Option<String>,
    found: NaiveDateTime,
    changed: NaiveDateTime,
    body: String,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = verdict_topic, treat_none_as_default_value = false)]
pub(crate) struct VerdictTopicRow {
    verdict: String,
    topic: String,
}

/// The verdicts that a filter lets through.
macro_rules! filtered {
    ($filter:expr) => {{
        let mut query = verdict::table.into_boxed();
        if !$filter.kinds.is_empty() {
            let kinds: Vec<String> = $filter.kinds.iter().map(ToString::to_string).collect();
            query = query.filter(verdict::kind.eq_any(kinds));
        }
        if !$filter.states.is_empty() {
            let states: Vec<String> = $filter.states.iter().map(ToString::to_string).collect();
            query = query.filter(verdict::state.eq_any(states));
        }
        if let Some(section) = &$filter.section {
            query = query.filter(verdict::section.eq(section.clone()));
        }
        if let Some(source) = &$filter.source {
            query = query.filter(verdict::source.eq(source.as_str().to_owned()));
        }
        if let Some(page) = &$filter.page {
            query = query.filter(verdict::page.eq(page.clone()));
        }
        if let Some(entity) = &$filter.entity {
            query = query.filter(verdict::entity.eq(entity.to_string()));
        }
        if let Some(owner) = &$filter.owner {
            query = query.filter(verdict::owner.eq(owner.clone()));
        }
        if let Some(topic) = &$filter.topic {
            let about = verdict_topic::table
                .filter(verdict_topic::verdict.eq(verdict::id))
                .filter(verdict_topic::topic.eq(topic.clone()));
            query = query.filter(diesel::dsl::exists(about));
        }
        query
    }};
}

impl Store {
    /// A page of the verdicts that a filter lets through: by kind, what matters most first, and the surest of each first.
    pub fn verdicts(&self, filter: &VerdictFilter, limit: i64, offset: i64) -> Result<Vec<Verdict>> {
        let rows: Vec<VerdictRow> = self.read(|link| {
            if filter.newest_first {
                return Ok(on!(link, c => filtered!(filter)
                    .order((verdict::found.desc(), verdict::place, verdict::id))
                    .limit(limit)
                    .offset(offset)
                    .select(columns::<VerdictRow>())
                    .load(*c))?);
            }
            Ok(on!(link, c => filtered!(filter)
                .order((verdict::place, verdict::id))
                .limit(limit)
                .offset(offset)
                .select(columns::<VerdictRow>())
                .load(*c))?)
        })?;
        rows.iter().map(VerdictRow::verdict).collect()
    }

    /// How many verdicts a filter lets through.
    pub fn count_verdicts(&self, filter: &VerdictFilter) -> Result<u64> {
        let count: i64 = self.read(|link| Ok(on!(link, c => filtered!(filter).count().get_result(*c))?))?;
        Ok(u64::try_from(count).unwrap_or_default())
    }

    /// A verdict.
    pub fn verdict(&self, id: Uuid) -> Result<Option<Verdict>> {
        self.read(|link| find(link, id))
    }

    /// Changes a verdict by a function, which may refuse it. `None` where there is no such verdict.
    pub fn change_verdict<E>(
        &self,
        id: Uuid,
        change: impl FnOnce(Verdict) -> std::result::Result<Verdict, E>,
    ) -> Result<Option<std::result::Result<Verdict, E>>> {
        self.write(|link| {
            let Some(before) = find(link, id)? else { return Ok(None) };
            match change(before) {
                Ok(changed) => {
                    upsert(link, std::slice::from_ref(&changed))?;
                    Ok(Some(Ok(changed)))
                }
                Err(refused) => Ok(Some(Err(refused))),
            }
        })
    }
}

impl VerdictRow {
    fn of(verdict: &Verdict) -> Self {
        Self {
            id: verdict.id.to_string(),
            kind: verdict.kind.to_string(),
            place: place(verdict),
            source: verdict.source.to_string(),
            page: verdict.page.clone(),
            entity: verdict.entity.map(|id| id.to_string()),
            section: verdict.section.clone(),
            state: verdict.state.to_string(),
            owner: verdict.owner.clone(),
            found: time(verdict.found),
            changed: time(verdict.changed),
            body: json(verdict),
        }
    }

    fn verdict(&self) -> Result<Verdict> {
        Row { table: "verdict", key: &self.id }.json(&self.body)
    }
}

/// Where a verdict stands in a list: by kind, then by how sure it is.
#[expect(clippy::cast_possible_truncation, reason = "a score is between 0 and 1")]
fn place(verdict: &Verdict) -> i64 {
    let kind = VerdictKind::ALL.iter().position(|kind| *kind == verdict.kind).unwrap_or_default();
    let doubt = ((1.0 - verdict.score.clamp(0.0, 1.0)) * 1000.0).round() as i64;
    i64::try_from(kind).unwrap_or_default() * 10_000 + doubt
}

fn find(link: &mut Link<'_>, id: Uuid) -> Result<Option<Verdict>> {
    let query = verdict::table.find(id.to_string()).select(columns::<VerdictRow>());
    let row: Option<VerdictRow> = on!(link, c => query.first(*c).optional())?;
    row.as_ref().map(VerdictRow::verdict).transpose()
}

/// Every verdict that is known.
pub(crate) fn all(link: &mut Link<'_>) -> Result<Vec<Verdict>> {
    let query = verdict::table.order(verdict::id).select(columns::<VerdictRow>());
    let rows: Vec<VerdictRow> = on!(link, c => query.load(*c))?;
    rows.iter().map(VerdictRow::verdict).collect()
}

/// Writes verdicts, new or known.
pub(crate) fn upsert(link: &mut Link<'_>, verdicts: &[Verdict]) -> Result<()> {
    let rows: Vec<VerdictRow> = verdicts.iter().map(VerdictRow::of).collect();
    for chunk in rows.chunks(BATCH) {
        let insert =
            diesel::insert_into(verdict::table).values(chunk).on_conflict(verdict::id).do_update().set((
                verdict::place.eq(excluded(verdict::place)),
                verdict::section.eq(excluded(verdict::section)),
                verdict::state.eq(excluded(verdict::state)),
                verdict::owner.eq(excluded(verdict::owner)),
                verdict::found.eq(excluded(verdict::found)),
                verdict::changed.eq(excluded(verdict::changed)),
                verdict::body.eq(excluded(verdict::body)),
            ));
        on!(link, c => insert.execute(*c))?;
        let ids: Vec<&str> = chunk.iter().map(|row| row.id.as_str()).collect();
        let about = verdict_topic::table.filter(verdict_topic::verdict.eq_any(ids));
        on!(link, c => diesel::delete(about).execute(*c))?;
    }
    let topics: Vec<VerdictTopicRow> = verdicts.iter().flat_map(topics_of).collect();
    for chunk in topics.chunks(BATCH) {
        let insert = diesel::insert_into(verdict_topic::table).values(chunk).on_conflict_do_nothing();
        on!(link, c => insert.execute(*c))?;
    }
    Ok(())
}

fn topics_of(verdict: &Verdict) -> impl Iterator<Item = VerdictTopicRow> {
    verdict
        .topics
        .iter()
        .map(|topic| VerdictTopicRow { verdict: verdict.id.to_string(), topic: topic.clone() })
}

/// Takes out of every verdict what it repeats of pages and entities, until the next alignment finds it anew.
pub(crate) fn forget_values(link: &mut Link<'_>) -> Result<()> {
    let bare = |verdict: Verdict| Verdict {
        page_title: None,
        field: None,
        entity_name: None,
        page_value: None,
        entity_value: None,
        evidence: Evidence::default(),
        action: String::new(),
        ..verdict
    };
    let verdicts: Vec<Verdict> = all(link)?.into_iter().map(bare).collect();
    upsert(link, &verdicts)
}
