//! Areas, what is known of them, and where provision for a need is thin.

use async_graphql::{
    Result,
    dynamic::{FieldFuture, FieldValue, InputValue, ResolverContext, SchemaBuilder, TypeRef},
};
use catalog::{ListKind, Provision, Snapshot, WardProvision, whole_metres};
use model::{Area, Dataset, Indicator};
use serde_json::{Value, json};

use crate::{
    connection::given,
    entity,
    filter::value::text,
    limits,
    listed::{self, Edge, Listed},
    needs,
    nouns::{part, parts, related, scalar},
    paging,
    reading::{Reading, attempt, object},
    scalars,
    shape::{Draft, Shapes},
};

const AREA: &str = "Area";
const COVERAGE: &str = "Coverage";
const WARD: &str = "WardCoverage";

/// Adds the root fields.
pub(crate) fn add_roots(draft: Draft) -> Draft {
    let all = "The areas of a kind, by code.";
    let one = "The area of this code. Null where there is none.";
    let thin = "Where provision for a need is thin: ward by ward, with the figure of an indicator. Null only with an error.";
    let [first, after] = paging::forward_arguments();
    let kind = InputValue::new("kind", TypeRef::named(TypeRef::STRING)).default_value(Area::WARD);
    let arguments = vec![kind.description("Those of this kind."), first, after];
    draft
        .asking("areas", TypeRef::named(format!("{AREA}Connection")), all, arguments, |ctx| {
            FieldFuture::Value(attempt(&ctx, listed(&ctx).map(|found| Some(found.answer()))))
        })
        .asking("area", TypeRef::named(AREA), one, vec![argument("code", true, "The code.")], |ctx| {
            FieldFuture::Value(attempt(&ctx, by_code(&ctx)))
        })
        .asking("coverage", TypeRef::named(COVERAGE), thin, of_coverage(), |ctx| {
            FieldFuture::Value(attempt(&ctx, coverage(&ctx).map(|found| Some(FieldValue::owned_any(found)))))
        })
        .price(limits::FOLLOWED)
}

fn argument(name: &str, is_required: bool, doc: &str) -> InputValue {
    let of = if is_required { TypeRef::named_nn } else { TypeRef::named };
    InputValue::new(name, of(TypeRef::STRING.to_owned())).description(doc)
}

fn of_coverage() -> Vec<InputValue> {
    let indicator = "The indicator that wards are held against; that of the need unless told.";
    vec![argument("need", true, "The need, by its code."), argument("indicator", false, indicator)]
}

fn listed(ctx: &ResolverContext<'_>) -> Result<Listed> {
    let snapshot = &*Reading::of(ctx)?.snapshot;
    let (given, geography) = (given(ctx), snapshot.geography());
    let kind = given("kind").map_or(Ok(Area::WARD), text)?;
    let areas: Vec<_> = geography.areas(kind).collect();
    let (start, page) = listed::part(&given, &areas, |area| &area.code)?;
    let edges = page.iter().map(|area| Edge { cursor: area.code.clone(), node: of_area(snapshot, area) });
    let about = json!({ "kinds": geography.kinds().collect::<Vec<_>>() });
    Ok(Listed { edges: edges.collect(), start, total: areas.len(), about })
}

fn by_code<'a>(ctx: &ResolverContext<'a>) -> Result<Option<FieldValue<'a>>> {
    let snapshot = &*Reading::of(ctx)?.snapshot;
    let code = ctx.args.try_get("code")?.string()?;
    let found = snapshot.geography().area(code);
    Ok(found.map(|area| FieldValue::owned_any(of_area(snapshot, area))))
}

/// An area, as a JSON object to select fields from. Its boundary and its services are looked up where
/// they are asked for.
fn of_area(snapshot: &Snapshot, area: &Area) -> Value {
    let indicators: Vec<_> = snapshot.geography().indicators_of(&area.code).collect();
    let codes = indicators.iter().map(|row| row.code.as_str());
    json!({
        "code": area.code,
        "name": area.name,
        "kind": area.kind,
        "latitude": area.latitude,
        "longitude": area.longitude,
        "hasBoundary": area.boundary.is_some(),
        "licences": licences(snapshot, &area.kind, codes),
        "indicators": indicators.iter().map(|row| of_figure(snapshot, row)).collect::<Vec<_>>(),
    })
}

fn of_figure(snapshot: &Snapshot, row: &Indicator) -> Value {
    let dataset = snapshot.geography().dataset(&Dataset::indicator(&row.code));
    json!({
        "code": row.code,
        "name": dataset.map(|dataset| &dataset.name),
        "value": row.value,
        "period": row.period,
        "description": dataset.and_then(|dataset| dataset.description.as_ref()),
    })
}

/// The terms of areas of a kind and of indicators.
fn licences<'a>(snapshot: &Snapshot, kind: &str, indicators: impl Iterator<Item = &'a str>) -> Vec<Value> {
    let licences = snapshot.geography().licences(Some(kind), indicators);
    licences.into_iter().map(entity::licence_object).collect()
}

/// The boundary of the area that a field is selected from, as GeoJSON.
fn boundary<'a>(ctx: &ResolverContext<'a>) -> Option<FieldValue<'a>> {
    let code = object(ctx)?.get("code")?.as_str()?;
    let rings = Reading::of(ctx).ok()?.snapshot.geography().area(code)?.boundary.as_ref()?;
    crate::nouns::shown(ctx, &json!({ "type": "MultiPolygon", "coordinates": rings }))
}

/// How many services are given in the area that a field is selected from, where it is a ward.
fn service_count(ctx: &ResolverContext<'_>) -> Option<FieldValue<'static>> {
    let area = object(ctx)?;
    let code =
        area.get("code")?.as_str().filter(|_| area.get("kind").is_some_and(|kind| kind == Area::WARD))?;
    Some(FieldValue::value(Reading::of(ctx).ok()?.snapshot.services_in(code) as u64))
}

/// What is provided for a need, ward by ward: the whole, of which pages are taken.
fn coverage(ctx: &ResolverContext<'_>) -> Result<Value> {
    let snapshot = &*Reading::of(ctx)?.snapshot;
    let need = ctx.args.try_get("need")?.string()?;
    let indicator = given(ctx)("indicator").map(text).transpose()?;
    let provision = snapshot.provision(need, indicator)?;
    let wards: Vec<_> = provision.wards.iter().map(of_ward).collect();
    Ok(json!({
        "need": needs::of_need(provision.need),
        "indicator": provision.indicator,
        "services": provision.services,
        "elsewhere": provision.elsewhere,
        "method": Provision::METHOD,
        "licences": licences(snapshot, Area::WARD, provision.indicator.into_iter()),
        "wards": wards,
    }))
}

fn of_ward(ward: &WardProvision<'_>) -> Value {
    json!({
        "code": ward.area.code,
        "name": ward.area.name,
        "rank": ward.rank,
        "thinness": ward.thinness,
        "services": ward.services,
        "servicesPer10000": ward.rounded_per_people(),
        "nearestM": ward.nearest.map(|nearest| whole_metres(nearest.metres)),
        "nearestLocation": ward.nearest.map(|nearest| nearest.location),
        "indicator": ward.indicator.map(|row| row.value),
        "explanation": ward.explanation(),
    })
}

fn code(ward: &Value) -> &str {
    ward.get("code").and_then(Value::as_str).unwrap_or_default()
}

fn wards<'a>(ctx: &ResolverContext<'a>) -> Result<Option<FieldValue<'a>>> {
    let all = object(ctx).and_then(|coverage| coverage.get("wards")).and_then(Value::as_array);
    let Some(all) = all else { return Ok(None) };
    let (start, page) = listed::part(&given(ctx), all, code)?;
    let edges = page.iter().map(|ward| Edge { cursor: code(ward).to_owned(), node: ward.clone() });
    let listed = Listed { edges: edges.collect(), start, total: all.len(), about: Value::Null };
    Ok(Some(listed.answer()))
}

/// Puts the types into a schema.
pub(crate) fn register(builder: SchemaBuilder, shapes: &mut Shapes) -> SchemaBuilder {
    let [areas, area_edge] = listed::types(AREA, "A page of areas.");
    let kinds = "The kinds of areas that there are.";
    let areas =
        areas.field("kinds", TypeRef::named_nn_list_nn(TypeRef::STRING), kinds, |ctx| scalar(&ctx, "kinds"));
    let [wards, ward_edge] = listed::types(WARD, "A page of wards, where provision is thinnest first.");
    let types =
        [areas, area_edge, area_type(), figure_type(), coverage_type(), wards, ward_edge, ward_type()];
    types.into_iter().fold(builder, |builder, draft| draft.register(builder, shapes))
}

fn area_type() -> Draft {
    let (text, degrees) = (|| TypeRef::named_nn(TypeRef::STRING), || TypeRef::named_nn(TypeRef::FLOAT));
    let has_boundary = "Whether its boundary is known: where not, locations are told to lie in it by their postcode, or by \
                        the nearest centroid.";
    let boundary_doc = "Its boundary as a GeoJSON MultiPolygon; null where it was not imported.";
    let services = "How many services are given at locations in it; told of wards only. Which ones: `services` with \
                    `filter.wards`.";
    let terms = "The licences and attributions of what is said of it, to be repeated by whoever shows it.";
    Draft::new(AREA, "An area, such as a ward.")
        .field("code", text(), "Its code.", |ctx| scalar(&ctx, "code"))
        .field("name", text(), "Its name.", |ctx| scalar(&ctx, "name"))
        .field("kind", text(), "What sort of area it is.", |ctx| scalar(&ctx, "kind"))
        .field("latitude", degrees(), "Degrees north of its centroid.", |ctx| scalar(&ctx, "latitude"))
        .field("longitude", degrees(), "Degrees east of its centroid.", |ctx| scalar(&ctx, "longitude"))
        .field("hasBoundary", TypeRef::named_nn(TypeRef::BOOLEAN), has_boundary, |ctx| {
            scalar(&ctx, "hasBoundary")
        })
        .field("boundary", TypeRef::named(scalars::JSON), boundary_doc, |ctx| {
            FieldFuture::Value(boundary(&ctx))
        })
        .field("serviceCount", TypeRef::named(TypeRef::INT), services, |ctx| {
            FieldFuture::Value(service_count(&ctx))
        })
        .field("indicators", TypeRef::named_nn_list_nn("AreaIndicator"), "What is known of it.", |ctx| {
            parts(&ctx, "indicators")
        })
        .field("licences", TypeRef::named_nn_list_nn("Licence"), terms, |ctx| parts(&ctx, "licences"))
}

fn figure_type() -> Draft {
    let text = || TypeRef::named(TypeRef::STRING);
    let description = "How it was made, and what it means.";
    Draft::new("AreaIndicator", "A figure that is known of an area.")
        .field("code", TypeRef::named_nn(TypeRef::STRING), "The indicator.", |ctx| scalar(&ctx, "code"))
        .field("name", text(), "What it is called.", |ctx| scalar(&ctx, "name"))
        .field("value", TypeRef::named_nn(TypeRef::FLOAT), "The figure.", |ctx| scalar(&ctx, "value"))
        .field("period", text(), "The time that it is of.", |ctx| scalar(&ctx, "period"))
        .field("description", text(), description, |ctx| scalar(&ctx, "description"))
}

fn coverage_type() -> Draft {
    let count = || TypeRef::named_nn(TypeRef::INT);
    let indicator = "The indicator that wards are held against; null where none is known.";
    let elsewhere = "Of those, how many are given at no location that lies in a known ward.";
    let terms =
        "The licences and attributions of the areas and figures, to be repeated by whoever shows them.";
    let forward = paging::forward_arguments().into();
    Draft::new(COVERAGE, "What is provided for a need, ward by ward.")
        .field("need", TypeRef::named_nn(needs::NEED), "The need.", |ctx| part(&ctx, "need"))
        .field("indicator", TypeRef::named(TypeRef::STRING), indicator, |ctx| scalar(&ctx, "indicator"))
        .field("services", count(), "How many services answer the need.", |ctx| scalar(&ctx, "services"))
        .field("elsewhere", count(), elsewhere, |ctx| scalar(&ctx, "elsewhere"))
        .field("method", TypeRef::named_nn(TypeRef::STRING), "How wards are ranked.", |ctx| {
            scalar(&ctx, "method")
        })
        .asking(
            "wards",
            TypeRef::named(format!("{WARD}Connection")),
            "The wards, where provision is thinnest first.",
            forward,
            |ctx| FieldFuture::Value(attempt(&ctx, wards(&ctx))),
        )
        .field("licences", TypeRef::named_nn_list_nn("Licence"), terms, |ctx| parts(&ctx, "licences"))
}

fn ward_type() -> Draft {
    let (text, count) = (|| TypeRef::named_nn(TypeRef::STRING), || TypeRef::named_nn(TypeRef::INT));
    let thinness = "How thin provision is beside the other wards, 0 to 100.";
    let per_people = "The same for ten thousand people, where it is known how many live there.";
    let nearest = "Metres from its centroid to the nearest location at which the need is answered; null where there is none.";
    Draft::new(WARD, "What is provided for a need in a ward.")
        .field("code", text(), "The ward's code.", |ctx| scalar(&ctx, "code"))
        .field("name", text(), "Its name.", |ctx| scalar(&ctx, "name"))
        .field("rank", count(), "1 where provision is thinnest.", |ctx| scalar(&ctx, "rank"))
        .field("thinness", TypeRef::named_nn(TypeRef::FLOAT), thinness, |ctx| scalar(&ctx, "thinness"))
        .field("services", count(), "Services in it that answer the need.", |ctx| scalar(&ctx, "services"))
        .field("servicesPer10000", TypeRef::named(TypeRef::FLOAT), per_people, |ctx| {
            scalar(&ctx, "servicesPer10000")
        })
        .field("nearestM", TypeRef::named(TypeRef::INT), nearest, |ctx| scalar(&ctx, "nearestM"))
        .field("nearestLocation", TypeRef::named("Location"), "That location.", |ctx| {
            related(&ctx, ListKind::Location, "nearestLocation")
        })
        .field("indicator", TypeRef::named(TypeRef::FLOAT), "The figure of the indicator.", |ctx| {
            scalar(&ctx, "indicator")
        })
        .field("explanation", text(), "Why it has this rank.", |ctx| scalar(&ctx, "explanation"))
}
