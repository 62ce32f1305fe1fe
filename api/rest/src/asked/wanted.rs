//! The parameters of the directory's own lists. Each is declared once, as a field of [`Wanted`]: its name, what it means, how
//! it is read and how it is described. [`Takes::PARAMETERS`] says which list takes which; they combine with AND.

use std::{
    future::{Ready, ready},
    marker::PhantomData,
};

use actix_web::{FromRequest, HttpRequest, dev::Payload};
use serde::Deserialize;
use url::form_urlencoded;
use utoipa::{
    IntoParams,
    openapi::{
        Required,
        path::{Parameter, ParameterIn},
    },
};

use super::{
    read,
    value::{
        Age, Boundaries, CodeName, Cost, Counted, Date, Enclosing, Flag, Form, Identifier, Included,
        KindName, Limit, MemberName, Metres, Moment, Named, OpeningMoment, Origin, PlaceInOrder, Postcode,
        Provision, Sorted, SourceName, Status, Words, many,
    },
};
use crate::problem::{Problem, ProblemType};

/// What is wanted of a list.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(crate) struct Wanted {
    /// Words to look for in names, descriptions, terms, organizations and places. Results come in order of relevance.
    #[param(inline, example = "library")]
    pub(crate) q: Option<Words>,
    /// Where distances are measured from: a postcode or the beginning of one, the name of a ward or of a place, or degrees
    /// north and east. Each result tells how far it is.
    #[param(inline, example = "PL1 1HZ")]
    pub(crate) near: Option<Origin>,
    /// At most so many metres from `near`.
    #[param(inline, example = 2000)]
    pub(crate) within: Option<Metres>,
    /// With a location in this box: west,south,east,north in degrees.
    #[param(inline, example = "-4.2,50.3,-4.0,50.5")]
    pub(crate) bbox: Option<Boundaries>,
    /// With a location inside this line: points as longitude,latitude in degrees, with a space between them.
    #[param(inline, example = "-4.2,50.3 -4.0,50.3 -4.1,50.5")]
    pub(crate) polygon: Option<Enclosing>,
    /// Surely open at this moment, by a clock in Britain unless it names an offset: what nobody can be sure of is left out.
    #[param(inline, example = "2026-11-25T18:30")]
    pub(crate) open_at: Option<OpeningMoment>,
    /// Surely open now; with `open_at`, at both moments.
    #[param(inline, value_type = Option<Flag>)]
    pub(crate) open_now: Flag,
    /// For people who live at this postcode, or located there.
    #[param(inline, example = "PL1 1HZ")]
    pub(crate) covers: Option<Postcode>,
    /// With a location in one of these wards, by code or name. Repeat it or separate by commas.
    #[param(inline)]
    #[serde(deserialize_with = "many")]
    pub(crate) ward: Vec<Named>,
    /// What answers this need, by its code: the best first, unless told. In a list of services `fit` tells why.
    #[param(inline)]
    pub(crate) need: Option<CodeName>,
    /// Circumstances, by their codes: of what answers a need, what is for them comes first. Repeat it or separate by commas.
    #[param(inline)]
    #[serde(deserialize_with = "many")]
    pub(crate) circumstance: Vec<CodeName>,
    /// For somebody of this age in years. What names no limit is for everyone.
    #[param(inline, example = 16)]
    pub(crate) age: Option<Age>,
    /// Only what is known to cost nothing.
    #[param(inline, example = "free")]
    pub(crate) cost: Option<Cost>,
    /// Given in one of these languages, by code or English name. Repeat it or separate by commas.
    #[param(inline, example = json!(["en"]))]
    #[serde(deserialize_with = "many")]
    pub(crate) language: Vec<Named>,
    /// With all of this for disabled visitors, at one location: codes such as `lift`. Repeat it or separate by commas.
    #[param(inline, value_type = Vec<Provision>, example = json!(["lift"]))]
    #[serde(deserialize_with = "many")]
    pub(crate) accessibility: Vec<Named>,
    /// With all of these topics or narrower ones: ids or codes of terms. Repeat it or separate by commas.
    #[param(inline)]
    #[serde(deserialize_with = "many")]
    pub(crate) topic: Vec<Named>,
    /// With a term of each of these taxonomies, or a term of one of them. Repeat it or separate by commas.
    #[param(inline)]
    #[serde(deserialize_with = "many")]
    pub(crate) taxonomy: Vec<Identifier>,
    /// Below this: the terms that are narrower by one step, the organizations that are part of it.
    #[param(inline)]
    pub(crate) parent: Option<Identifier>,
    /// Only what is below nothing.
    #[param(inline, value_type = Option<Flag>)]
    pub(crate) top_only: Flag,
    /// Only things of these kinds. Repeat it or separate by commas.
    #[param(inline)]
    #[serde(deserialize_with = "many")]
    pub(crate) kind: Vec<KindName>,
    /// Of this organization.
    #[param(inline)]
    pub(crate) organization: Option<Identifier>,
    /// Of which this source says something.
    #[param(inline)]
    pub(crate) source: Option<SourceName>,
    /// With this status.
    #[param(inline, example = "active")]
    pub(crate) status: Option<Status>,
    /// Confirmed on this day or after it.
    #[param(inline, example = "2026-01-31")]
    pub(crate) assured_since: Option<Date>,
    /// Changed at this moment or after it. A date alone is taken as its beginning in UTC.
    #[param(inline, example = "2026-01-31T09:00:00Z")]
    pub(crate) modified_since: Option<Moment>,
    /// In which order: by relevance where words or a need are asked for, otherwise by name, unless told.
    #[param(inline, example = "name")]
    pub(crate) sort: Option<Sorted>,
    /// What to count over all that is found. Repeat it or separate by commas.
    #[param(inline)]
    #[serde(deserialize_with = "many")]
    pub(crate) facets: Vec<Counted>,
    /// Which members of each result to give; `id` always is. Repeat it or separate by commas.
    #[param(inline, example = json!(["name", "description"]))]
    #[serde(deserialize_with = "many")]
    pub(crate) fields: Vec<MemberName>,
    /// What to nest in each result. Repeat it or separate by commas.
    #[param(inline, example = json!(["organization"]))]
    #[serde(deserialize_with = "many")]
    pub(crate) include: Vec<Included>,
    /// Where to go on: as `next` of an answer has it.
    #[param(inline)]
    pub(crate) cursor: Option<PlaceInOrder>,
    /// How many results to give at a time.
    #[param(inline, value_type = Option<Limit>, example = 20)]
    pub(crate) limit: Option<Limit>,
    /// `json` for a page, `geojson` for features on a map, `csv` for a table, `ndjson` for all results, one object a line.
    /// Without it `Accept` decides.
    #[param(inline, example = "json")]
    pub(crate) format: Option<Form>,
}

/// A list, and which of the parameters it takes.
pub(crate) trait Takes {
    /// Their names.
    const PARAMETERS: &'static [&'static str];
    /// The one without which there is no answer.
    const NEEDED: Option<&'static str>;
}

/// What is wanted of a list that takes only some of the parameters.
pub(crate) struct Of<L>(pub(crate) Wanted, PhantomData<L>);

impl<L: Takes + 'static> FromRequest for Of<L> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let query = request.query_string();
        ready(
            all_known(query, L::PARAMETERS)
                .and_then(|()| read(query))
                .map(|wanted| Self(wanted, PhantomData)),
        )
    }
}

impl<L: Takes> IntoParams for Of<L> {
    fn into_params(place: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let all = Wanted::into_params(place).into_iter();
        let taken = all.filter(|parameter| L::PARAMETERS.contains(&parameter.name.as_str()));
        let needed = |mut parameter: Parameter| {
            if L::NEEDED == Some(parameter.name.as_str()) {
                parameter.required = Required::True;
            }
            parameter
        };
        taken.map(needed).collect()
    }
}

/// Refuses a parameter that is not one of these, and names the nearest that is.
pub(crate) fn all_known(query: &str, known: &[&str]) -> Result<(), Problem> {
    let mut names = form_urlencoded::parse(query.as_bytes()).map(|(name, _)| name);
    names.find(|name| !known.contains(&name.as_ref())).map_or(Ok(()), |name| Err(unknown(&name, known)))
}

fn unknown(name: &str, known: &[&str]) -> Problem {
    let name: String = name.chars().take(Problem::MOST_ECHOED).collect();
    let nearest = nearest(&name, known);
    let hint = nearest
        .map_or_else(|| format!("there is {}", known.join(", ")), |near| format!("did you mean `{near}`?"));
    let problem =
        Problem::new(&ProblemType::INVALID_PARAMETER, format!("There is no parameter `{name}` here; {hint}"))
            .with("parameter", name)
            .with("allowed", known.join(", "));
    match nearest {
        Some(near) => problem.with("nearest", near),
        None => problem,
    }
}

/// The known name that is most like it, where one is.
fn nearest<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    const LIKE: f64 = 0.75;
    let name = name.to_lowercase();
    let weighed = known
        .iter()
        .map(|known| (*known, rapidfuzz::distance::jaro_winkler::similarity(name.chars(), known.chars())));
    let best = weighed.max_by(|(_, a), (_, b)| a.total_cmp(b));
    best.filter(|(_, likeness)| *likeness >= LIKE).map(|(known, _)| known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_told_what_was_meant() {
        let known = ["q", "near", "within", "language", "organization"];
        for (slip, meant) in [("langauge", "language"), ("Near", "near"), ("organisation", "organization")] {
            assert_eq!(nearest(slip, &known), Some(meant), "{slip}");
        }
        assert_eq!(nearest("utm_source", &known), None);
    }
}
