//! What was asked, as conditions of the catalog.

use catalog::{ListKind, Near, Query, QueryError};

use crate::{
    asked::{Classified, Filter, TermFilter},
    problem::{Problem, ProblemType},
    reader::Reader,
};

impl Filter {
    /// The conditions on a list of services, or of services at locations. Former ids stand for what they became.
    pub(crate) fn query(&self, kind: ListKind, reader: &Reader) -> Result<Query, Problem> {
        let current = |ids: &[crate::asked::Identifier]| ids.iter().map(|id| reader.current(id.0)).collect();
        let near = self.near(reader)?;
        let covers = self.postcode.as_ref().filter(|_| near.is_none()).map(|postcode| postcode.0.clone());
        Ok(Query {
            taxonomy_term_ids: current(&self.taxonomy_term_id),
            taxonomy_ids: current(&self.taxonomy_id),
            organization_id: self.organization_id.map(|id| reader.current(id.0)),
            modified_after: self.modified_after.map(|moment| moment.0),
            minimum_age: self.minimum_age.map(|age| age.0),
            maximum_age: self.maximum_age.map(|age| age.0),
            days: self.day.iter().map(|day| day.0.to_owned()).collect(),
            start_time: self.start_time.as_ref().map(|time| time.0.clone()),
            end_time: self.end_time.as_ref().map(|time| time.0.clone()),
            near,
            covers,
            ..Query::new(kind)
        })
    }

    /// The circle around the postcode, where a distance was given.
    fn near(&self, reader: &Reader) -> Result<Option<Near>, Problem> {
        let (Some(postcode), Some(metres)) = (&self.postcode, self.proximity) else { return Ok(None) };
        let (latitude, longitude) = reader
            .snapshot
            .postcode_centroid(&postcode.0)
            .ok_or_else(|| unknown_postcode("postcode", &postcode.0))?;
        Ok(Some(Near { latitude, longitude, metres: metres.0.into() }))
    }
}

/// The problem with a postcode that nobody knows the place of.
pub(crate) fn unknown_postcode(parameter: &str, postcode: &str) -> Problem {
    let detail = format!(
        "The directory does not know where {postcode} is, so it cannot measure from there; whoever runs it can give it the \
         register of postcodes (`directory postcodes import`)"
    );
    Problem::new(&ProblemType::UNKNOWN_POSTCODE, detail).with("parameter", parameter).with("value", postcode)
}

impl Classified {
    /// The conditions on a list of organizations.
    pub(crate) fn query(&self, reader: &Reader) -> Query {
        let current = |ids: &[crate::asked::Identifier]| ids.iter().map(|id| reader.current(id.0)).collect();
        Query {
            taxonomy_term_ids: current(&self.taxonomy_term_id),
            taxonomy_ids: current(&self.taxonomy_id),
            ..Query::new(ListKind::Organization)
        }
    }
}

impl TermFilter {
    /// The conditions on a list of terms.
    pub(crate) fn query(&self, reader: &Reader) -> Query {
        Query {
            taxonomy_ids: self.taxonomy_id.iter().map(|id| reader.current(id.0)).collect(),
            parent_id: self.parent_id.map(|id| id.0),
            top_only: self.top_only.0,
            ..Query::new(ListKind::TaxonomyTerm)
        }
    }
}

impl From<QueryError> for Problem {
    fn from(error: QueryError) -> Self {
        if let Some((parameter, value, allowed)) = guided(&error) {
            return Self::unknown_name(parameter, value, allowed);
        }
        let told = error.to_string();
        let parameter = match &error {
            QueryError::NotForList { condition, .. } | QueryError::Need { condition, .. } => condition,
            QueryError::Area(_) => "ward",
            QueryError::Indicator { .. } => "indicator",
            QueryError::Topic(_) => {
                return Self::new(&ProblemType::UNKNOWN_NAME, told).with("parameter", "topic");
            }
            QueryError::Accessibility { .. } => "accessibility",
            QueryError::Sort(_) => "sort",
            QueryError::NoCursor(_)
            | QueryError::OtherOrder { .. }
            | QueryError::OtherSessions { .. }
            | QueryError::Cursor(_) => {
                return Self::new(&ProblemType::UNKNOWN_NAME, told).with("parameter", "cursor");
            }
            QueryError::Window { .. } | QueryError::TooManySessions { .. } => "to",
            QueryError::Near { .. } => "near",
            QueryError::Bounds(_) => "bbox",
            QueryError::Outline(_) => "polygon",
            QueryError::Words(_) => "q",
            QueryError::Time(_) | QueryError::Day(_) | QueryError::Postcode(_) | QueryError::Text(_) => {
                // What a reader can get wrong of these was refused before; what is left is a fault on this side.
                tracing::error!(%error, "the catalog refused a query");
                return Self::new(
                    &ProblemType::INTERNAL,
                    "The catalog could not answer; the fault was logged",
                );
            }
        };
        Self::new(&ProblemType::INVALID_PARAMETER, told).with("parameter", parameter)
    }
}

/// What a reader named of what leads readers that there is not: the parameter, the value, and what there is.
fn guided(error: &QueryError) -> Option<(&'static str, &str, &str)> {
    match error {
        QueryError::Need { condition, value, known } => Some((*condition, value, known)),
        QueryError::Indicator { value, known } => Some(("indicator", value, known)),
        QueryError::Area(value) => {
            Some(("ward", value, "the code or the name of a ward, as /v1/areas lists them"))
        }
        _ => None,
    }
}
