use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use reconcile::sources;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use super::Match;

/// An item as its source sent it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Item {
    /// The source's own name for it.
    #[schema(example = "row/central-library-pl1-1hz")]
    id: String,
    /// Counts the versions that differ, from 1.
    #[schema(minimum = 1, example = 2)]
    version: i32,
    /// The media type of the body.
    #[schema(example = "application/json")]
    media_type: String,
    /// When this version was first seen.
    first_seen: DateTime<Utc>,
    /// When it was last seen.
    last_seen: DateTime<Utc>,
    /// The body as text; what is no UTF-8 is replaced by U+FFFD.
    body: String,
}

/// A record: the item it came in, what was read out of it, and what it is one thing with.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Record {
    /// Its name everywhere, `source:kind:id`.
    #[schema(example = "library-service:service:42")]
    record: String,
    /// Who may see it: `public`, `partner` or `private`; its source's own visibility applies as well.
    #[schema(example = "public")]
    visibility: String,
    /// When the directory first saw it.
    first_seen: DateTime<Utc>,
    /// When it last changed.
    modified: DateTime<Utc>,
    /// When it was found gone; absent where it is there.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    deleted: Option<DateTime<Utc>>,
    /// The day on which it was last confirmed, by what its source gives or by `POST …/confirm`; absent where it never was.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    assured: Option<NaiveDate>,
    /// What was read out of the item, in the standard's words.
    #[schema(value_type = Object)]
    content: Value,
    /// What the source wrote where a cleaned form of it was taken, by the path of the field.
    original: BTreeMap<String, String>,
    /// The item as it came; absent where it is no longer kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    item: Option<Item>,
    /// The id of the entity that it belongs to; absent until it is reconciled.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    entity: Option<Uuid>,
    /// The other records of that entity, and why each is one thing with it, the surest first.
    matches: Vec<Match>,
}

impl From<model::Item> for Item {
    fn from(item: model::Item) -> Self {
        Self {
            id: item.id,
            version: item.version,
            media_type: item.media_type,
            first_seen: item.first_seen,
            last_seen: item.last_seen,
            body: String::from_utf8_lossy(&item.body).into_owned(),
        }
    }
}

impl From<sources::Outcome> for Record {
    fn from(found: sources::Outcome) -> Self {
        let record = found.record;
        Self {
            record: record.key.to_string(),
            visibility: record.visibility.to_string(),
            first_seen: record.first_seen,
            modified: record.modified,
            deleted: record.deleted,
            assured: record.assured().map(|assured| assured.date_naive()),
            content: record.noun.to_value(),
            original: record.original,
            item: found.item.map(Item::from),
            entity: found.entity,
            matches: found.matches.into_iter().map(Match::from).collect(),
        }
    }
}
