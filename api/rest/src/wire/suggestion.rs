//! Names that go on from what is typed, as they are told.

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Names, the best first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Suggestions {
    /// The names.
    pub(crate) suggestions: Vec<Suggestion>,
}

/// Something that is called so.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Suggestion {
    /// Its id, such as for `/v1/entities/{id}`.
    #[schema(example = "0b1f9c3e-5d3a-5c52-9d1f-3a2b1c0d9e8f")]
    pub(crate) id: Uuid,
    /// What kind of thing it is.
    #[schema(example = "service")]
    pub(crate) kind: &'static str,
    /// What it is called.
    #[schema(example = "Central Library")]
    pub(crate) name: String,
}
