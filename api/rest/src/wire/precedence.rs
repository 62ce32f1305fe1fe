use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A source's precedence for some fields of some things, in place of its precedence for everything.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(expecting = "an object", deny_unknown_fields)]
pub(crate) struct PrecedenceRule {
    /// The fields, as HSDS names them: `phones`, or `service.phones` for one kind of thing; all where none is named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(example = json!(["phones", "email"]))]
    fields: Vec<String>,
    /// Whose things, by the name of the organization or its number in a register such as `GB-CHC-1123081`; everyone's
    /// where nobody is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "Plymouth City Council")]
    organization: Option<String>,
    /// Whose word counts: the greater wins.
    #[schema(minimum = 0, maximum = 1000, example = 800)]
    precedence: i32,
}

impl From<model::PrecedenceRule> for PrecedenceRule {
    fn from(rule: model::PrecedenceRule) -> Self {
        Self { fields: rule.fields, organization: rule.organization, precedence: rule.precedence }
    }
}
