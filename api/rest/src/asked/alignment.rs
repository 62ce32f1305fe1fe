use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    Identifier, PageSize, SourceName,
    value::{
        CodeName, Flag, Offset, Order, OwnerName, TableFormat, VerdictKindName, VerdictStateName, WebAddress,
        many,
    },
};

/// Which verdicts.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Verdicts {
    /// Those of these kinds.
    #[serde(deserialize_with = "many")]
    #[param(inline, style = Form, explode = false)]
    pub(crate) kind: Vec<VerdictKindName>,
    /// Those in these states; open and accepted ones unless told.
    #[serde(deserialize_with = "many")]
    #[param(inline, style = Form, explode = false)]
    pub(crate) state: Vec<VerdictStateName>,
    /// Those of this section of the site: the first part of the path.
    #[param(inline, example = "libraries")]
    pub(crate) section: Option<CodeName>,
    /// Those about an entity of this category, by its code.
    #[param(inline, example = "shared-meals")]
    pub(crate) topic: Option<CodeName>,
    /// Those of this website.
    #[param(inline, example = "council-website")]
    pub(crate) source: Option<SourceName>,
    /// Those about the page at this address.
    #[param(inline, example = "https://www.plymouth.gov.uk/libraries")]
    pub(crate) page: Option<WebAddress>,
    /// Those about this entity.
    #[param(inline)]
    pub(crate) entity: Option<Identifier>,
    /// Those that this person looks after; for stewards.
    #[param(inline, example = "Ann of the web team")]
    pub(crate) owner: Option<OwnerName>,
    /// `weight`: by kind, what matters most first, then by how sure it is. `newest`: those found last first.
    #[param(inline, value_type = Option<Order>, example = "newest")]
    pub(crate) sort: Order,
    /// `csv`: a table of all of them; a page in JSON unless told, or asked for by `Accept`.
    #[param(inline, value_type = Option<TableFormat>)]
    pub(crate) format: Option<TableFormat>,
    /// How many to give.
    #[param(inline, value_type = Option<PageSize>, example = 20)]
    pub(crate) limit: PageSize,
    /// How many to pass over.
    #[param(inline, value_type = Option<Offset>, example = 0)]
    pub(crate) offset: Offset,
}

/// Which pages of websites.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Pages {
    /// Those of this website.
    #[param(inline, example = "council-website")]
    pub(crate) source: Option<SourceName>,
    /// Those of this section of the site: the first part of the path.
    #[param(inline, example = "libraries")]
    pub(crate) section: Option<CodeName>,
    /// Those that tell of this entity, or show it.
    #[param(inline)]
    pub(crate) entity: Option<Identifier>,
    /// `true`: those that tell of an entity or show one; `false`: the others.
    #[param(inline, value_type = Option<Flag>, example = true)]
    pub(crate) aligned: Option<Flag>,
    /// How many to give.
    #[param(inline, value_type = Option<PageSize>, example = 20)]
    pub(crate) limit: PageSize,
    /// How many to pass over.
    #[param(inline, value_type = Option<Offset>, example = 0)]
    pub(crate) offset: Offset,
}

/// Which page.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct PageAddress {
    /// Its address, however it is spelt: with or without `www.`, on any host of the site, old or new.
    #[param(inline, example = "https://www.plymouth.gov.uk/libraries")]
    pub(crate) url: WebAddress,
}

/// Which suggestions, and in which form.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Suggestions {
    /// Those for this website.
    #[param(inline, example = "council-website")]
    pub(crate) source: Option<SourceName>,
    /// `csv`: a table; JSON unless told, or asked for by `Accept`.
    #[param(inline, value_type = Option<TableFormat>)]
    pub(crate) format: Option<TableFormat>,
}

/// Which part of the report, as its form asks for it: what is empty does not matter.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ReportAsked {
    /// Verdicts of this kind.
    #[param(inline, value_type = Option<VerdictKindName>, example = "conflict")]
    pub(crate) kind: String,
    /// Verdicts in this state; open and accepted ones unless told.
    #[param(inline, value_type = Option<VerdictStateName>, example = "dismissed")]
    pub(crate) state: String,
    /// Those of this section of the site: the first part of the path.
    #[param(max_length = 200, example = "libraries")]
    pub(crate) section: String,
    /// Those about an entity of this category, by its code.
    #[param(max_length = 200, example = "shared-meals")]
    pub(crate) topic: String,
    /// Those that this person looks after; for stewards.
    #[param(max_length = 200, example = "Ann of the web team")]
    pub(crate) owner: String,
    /// How many to pass over.
    #[param(inline, value_type = Option<Offset>, example = 0)]
    pub(crate) offset: Offset,
    /// Has the browser ask who is there.
    #[serde(rename = "sign-in", deserialize_with = "flag")]
    #[param(inline, value_type = Option<Flag>, example = true)]
    pub(crate) sign_in: bool,
}

fn flag<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    Flag::deserialize(deserializer).map(|flag| flag.0)
}

impl ReportAsked {
    /// The same, after so many, as the text behind `?`.
    pub(crate) fn from(&self, offset: usize) -> String {
        let fields = [
            ("kind", &self.kind),
            ("state", &self.state),
            ("section", &self.section),
            ("topic", &self.topic),
            ("owner", &self.owner),
        ];
        let told = fields.into_iter().filter(|(_, value)| !value.trim().is_empty());
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(told).append_pair("offset", &offset.to_string()).finish()
    }
}
