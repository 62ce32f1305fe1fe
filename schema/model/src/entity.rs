use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::{Freshness, Kind, Licence, Noun, RecordKey, Review, SourceId, Visibility};

/// What one record says of one field: the unit of provenance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// The source that says it.
    pub source: SourceId,
    /// The record that says it.
    pub record: RecordKey,
    /// The value as the record holds it.
    pub value: Value,
    /// What the source wrote, where the value is a cleaned form of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub original: Option<String>,
    /// When the record was last seen.
    pub seen: DateTime<Utc>,
    /// The rule that derived the value, where no source gave it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub derived: Option<String>,
    /// The number of the steward's correction by which this claim is published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub correction: Option<i64>,
    /// On the claim that is published although others say something of the field as well: why it is this one. See
    /// [`why_published`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// Field to claims, the one that was published first.
pub type Provenance = BTreeMap<String, Vec<Claim>>;

/// Why what is published of a field is published, in words, from its claims. `None` where there is no claim.
pub fn why_published(claims: &[Claim]) -> Option<String> {
    let first = claims.first()?;
    if let Some(why) = &first.why {
        return Some(why.clone());
    }
    Some(match (first.correction, &first.derived) {
        (Some(number), _) => format!("a steward's correction {number} holds"),
        (None, Some(rule)) => format!("no source gives it as it stands: {rule}"),
        (None, None) => format!("only {} says it", first.source),
    })
}

/// One real thing as the directory publishes it, assembled from the records of its cluster.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    /// The canonical id.
    pub id: Uuid,
    /// What kind of thing it is.
    pub kind: Kind,
    /// What is said of it, with canonical ids throughout. References to things that are not published stay out.
    pub noun: Noun,
    /// Who said each field. Only claims that may be published.
    pub provenance: Provenance,
    /// The strictest visibility of all members; only public entities leave by public outputs.
    pub visibility: Visibility,
    /// The licences and attributions of the published claims, sorted.
    pub licences: Vec<Licence>,
    /// Former ids, sorted: they redirect here.
    pub referents: Vec<Uuid>,
    /// When what is said of it last changed.
    pub modified: DateTime<Utc>,
    /// Whether what is said of it was confirmed in time, and when to look again.
    pub review: Review,
}

impl Entity {
    /// Whether everyone may see it, unless a person hid it.
    pub fn is_shown(&self) -> bool {
        self.visibility.is_public() && self.review.freshness != Freshness::Lapsed
    }
}
