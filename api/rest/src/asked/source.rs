//! The parameters of what is asked about sources.

use std::future::{Ready, ready};

use actix_web::{FromRequest, HttpRequest, dev::Payload};
use model::{IssueDraft, Kind, RecordKey, SourceId};
use percent_encoding::percent_decode_str;
use serde::Deserialize;
use utoipa::IntoParams;

use super::value::{
    FeedFormat, FieldName, Flag, KindName, Offset, PageSize, RecordOfSource, Severity, SourceName,
    TemplateFormat, Value, Words,
};
use crate::problem::{Problem, ProblemType};

/// How a feed is checked.
#[derive(Clone, Copy, Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct HowToCheck {
    /// The form of the file that is sent. A JSON object is never that file: it says where the feed is, and its form there.
    #[param(inline, example = "csv")]
    pub(crate) format: Option<FeedFormat>,
    /// Leave the links of the feed alone.
    #[param(inline, value_type = Option<Flag>)]
    pub(crate) no_links: Flag,
}

/// Which harvests.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Runs {
    /// How many to give.
    #[param(inline, value_type = Option<PageSize>, example = 20)]
    pub(crate) limit: PageSize,
}

/// Which issues.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Issues {
    /// Those that are so bad or worse.
    #[param(inline, example = "error")]
    severity: Option<Severity>,
    /// Those of this kind.
    #[param(inline, example = "bad-value")]
    code: Option<Words>,
    /// Those about this field.
    #[param(inline, example = "email")]
    field: Option<FieldName>,
    /// Those in this record, as `kind:id`.
    #[param(inline, example = "service:42")]
    record: Option<Words>,
    /// How many to give.
    #[param(inline, value_type = Option<PageSize>, example = 20)]
    pub(crate) limit: PageSize,
    /// How many to pass over.
    #[param(inline, value_type = Option<Offset>, example = 0)]
    pub(crate) offset: Offset,
}

impl Issues {
    /// Whether an issue is one of them.
    pub(crate) fn picks(&self, issue: &IssueDraft) -> bool {
        let is = |asked: Option<&str>, has: Option<&str>| asked.is_none_or(|asked| Some(asked) == has);
        self.severity.as_ref().is_none_or(|least| issue.severity >= least.0)
            && is(self.code.as_ref().map(|code| code.0.as_str()), Some(&issue.code))
            && is(self.field.as_ref().map(|field| field.0.as_str()), issue.field.as_deref())
            && is(self.record.as_ref().map(|record| record.0.as_str()), issue.record.as_deref())
    }
}

/// The source that a path names.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct WhichSource {
    /// The short name of the source.
    #[param(inline, value_type = SourceName, example = "library-service")]
    pub(crate) source: SourceId,
}

impl WhichSource {
    /// The problem where there is no such source, or none that who asks may know of.
    pub(crate) fn unknown(&self) -> Problem {
        let detail =
            format!("There is no source `{}` that you may see; `/v1/sources` lists them", self.source);
        Problem::new(&ProblemType::UNKNOWN_SOURCE, detail)
    }
}

impl FromRequest for WhichSource {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let text = decoded(request, "source");
        let source = SourceName::read(&text).map(|name| Self { source: name.0 });
        ready(source.ok_or_else(|| Problem::parameter("source", &text, SourceName::ALLOWED)))
    }
}

/// The record of a source that a path names.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct WhichRecord {
    /// The record, as `kind:id`; a slash in it is written `%2F`.
    #[param(inline, value_type = RecordOfSource, example = "service:42")]
    pub(crate) record: RecordKey,
}

impl FromRequest for WhichRecord {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let text = decoded(request, "record");
        let of_source = |which: WhichSource| {
            let record = RecordOfSource::read(&text)
                .ok_or_else(|| Problem::parameter("record", &text, RecordOfSource::ALLOWED))?;
            Ok(Self { record: RecordKey::new(which.source, record.kind, record.id) })
        };
        ready(WhichSource::from_request(request, payload).into_inner().and_then(of_source))
    }
}

/// A part of the path, decoded.
fn decoded(request: &HttpRequest, part: &str) -> String {
    let text = request.match_info().get(part).unwrap_or_default();
    let decoded = percent_decode_str(text).decode_utf8_lossy();
    // What is no UTF-8 names nothing: two such names would be one.
    if decoded.contains(char::REPLACEMENT_CHARACTER) { String::new() } else { decoded.into_owned() }
}

/// In which form a template is wanted.
#[derive(Clone, Copy, Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct TemplateForm {
    /// `xlsx` for a workbook with a page that explains each column, `csv` for the header alone.
    #[param(inline, value_type = Option<TemplateFormat>, example = "xlsx")]
    pub(crate) format: TemplateFormat,
}

/// Whether something is only tried.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Trying {
    /// `true`: try all of it and keep nothing.
    #[param(inline, value_type = Option<bool>, example = false)]
    dry_run: Option<Flag>,
}

impl Trying {
    /// Whether it is.
    pub(crate) fn dry_run(&self) -> bool {
        self.dry_run.as_ref().is_some_and(|flag| flag.0)
    }
}

/// Whether a person has agreed to what a run deletes.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Accepting {
    /// `true`: take it however much is gone from it.
    #[param(inline, value_type = Option<bool>, example = false)]
    accept_deletions: Option<Flag>,
    /// `true`: tell what would become of it, and keep nothing.
    #[param(inline, value_type = Option<bool>, example = false)]
    dry_run: Option<Flag>,
}

impl Accepting {
    /// Whether someone has.
    pub(crate) fn deletions(&self) -> bool {
        self.accept_deletions.as_ref().is_some_and(|flag| flag.0)
    }

    /// Whether it is only tried.
    pub(crate) fn dry_run(&self) -> bool {
        self.dry_run.as_ref().is_some_and(|flag| flag.0)
    }
}

/// The record that a path names to be written.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct WhichItem {
    /// The short name of the source.
    #[param(inline, value_type = SourceName, example = "food-banks")]
    pub(crate) source: SourceId,
    /// What kind of thing it is.
    #[param(inline, value_type = KindName, example = "service")]
    pub(crate) kind: Kind,
    /// The source's own id; a slash in it is written `%2F`.
    #[param(inline, value_type = String, max_length = 500, pattern = r"^[^\u0000-\u0020\u007F-\u00A0]([^\u0000-\u001F\u007F-\u009F]*[^\u0000-\u0020\u007F-\u00A0])?$", example = "42")]
    pub(crate) id: String,
}

impl FromRequest for WhichItem {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (kind, id) = (decoded(request, "kind"), decoded(request, "id"));
        let of_source = |which: WhichSource| {
            let unknown_kind = || Problem::parameter("kind", &kind, KindName::ALLOWED);
            let bad_id = |allowed: &str| Problem::parameter("id", &id, allowed);
            Ok(Self {
                source: which.source,
                kind: KindName::read(&kind).ok_or_else(unknown_kind)?.0,
                id: item_id(&id).map_err(bad_id)?,
            })
        };
        ready(WhichSource::from_request(request, payload).into_inner().and_then(of_source))
    }
}

/// An id as a source may give one, or what it may be.
pub(crate) fn item_id(text: &str) -> Result<String, &'static str> {
    let id = text.trim();
    let is_fit = (1..=500).contains(&id.chars().count()) && !id.chars().any(char::is_control);
    if is_fit { Ok(id.to_owned()) } else { Err("1 to 500 characters without control characters") }
}
