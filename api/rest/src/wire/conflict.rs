use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A page of the facts on which sources disagree, the most worth deciding first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ConflictPage {
    /// The conflicts.
    conflicts: Vec<Conflict>,
    /// What to give as `offset` for the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, minimum = 1, maximum = 2147483647, value_type = Option<i32>, example = 20)]
    next_offset: Option<usize>,
}

/// A fact on which sources disagree about one entity.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Conflict {
    /// The entity.
    #[schema(value_type = String, format = Uuid)]
    entity: Uuid,
    /// What kind of thing it is.
    #[schema(example = "service")]
    kind: &'static str,
    /// Its published name; absent where it has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "Efford Youth Club")]
    name: Option<String>,
    /// The field; `position` stands for latitude and longitude.
    #[schema(example = "phones")]
    field: String,
    /// How much the field matters to a reader.
    #[schema(minimum = 1, maximum = 10, example = 8)]
    weight: i64,
    /// How many published services show the entity, or are it.
    #[schema(minimum = 0, example = 3)]
    services: i64,
    /// What the answer is worth, in thousandths: weight × log2(1 + services); 0 where the entity is not published.
    #[schema(minimum = 0, example = 16000)]
    priority: i64,
    /// What each source says, the published claim first.
    claims: Vec<Contention>,
    /// Why the published claim is the published one.
    #[schema(example = "council has precedence 800, before charity with 500")]
    why: String,
}

/// One side of a conflict.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Contention {
    /// Who says it.
    #[schema(example = "library-service")]
    source: String,
    /// The record that says it.
    #[schema(example = "library-service:service:42")]
    record: String,
    /// What it says, as one text.
    #[schema(example = "+441752668000")]
    value: String,
    /// When the record last changed.
    changed: DateTime<Utc>,
    /// When the record was last seen.
    seen: DateTime<Utc>,
    /// Whether this is published.
    published: bool,
}

impl From<model::Contention> for Contention {
    fn from(side: model::Contention) -> Self {
        Self {
            source: side.source.to_string(),
            record: side.record.to_string(),
            value: side.value,
            changed: side.changed,
            seen: side.seen,
            published: side.published,
        }
    }
}

impl From<model::Conflict> for Conflict {
    fn from(conflict: model::Conflict) -> Self {
        Self {
            entity: conflict.entity,
            kind: conflict.kind.as_str(),
            name: conflict.name,
            field: conflict.field,
            weight: conflict.weight,
            services: conflict.services,
            priority: conflict.priority,
            claims: conflict.claims.into_iter().map(Contention::from).collect(),
            why: conflict.why,
        }
    }
}

impl ConflictPage {
    /// A page of so many after some, out of what was found, which is one more where there is a next page.
    pub(crate) fn of(mut found: Vec<model::Conflict>, offset: usize, size: usize) -> Self {
        let has_more = found.len() > size;
        found.truncate(size);
        let conflicts = found.into_iter().map(Conflict::from).collect();
        Self { conflicts, next_offset: has_more.then_some(offset + size) }
    }
}
