//! What areas are named by.

use utoipa::openapi::schema::{ObjectBuilder, Type};

use super::{Value, values};

values!(AreaName);

/// The code of an area.
#[derive(Clone, Debug)]
pub(crate) struct AreaName(pub(crate) String);

impl Value for AreaName {
    const ALLOWED: &'static str = "the code of an area, such as E05002078";

    fn read(text: &str) -> Option<Self> {
        let is_code = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        ((1..=60).contains(&text.len()) && text.chars().all(is_code)).then(|| Self(text.to_owned()))
    }

    fn object() -> ObjectBuilder {
        ObjectBuilder::new().schema_type(Type::String).pattern(Some("^[A-Za-z0-9._-]{1,60}$"))
    }
}
