//! The pages of websites, and the entities that they tell of.

use async_graphql::{
    Result,
    dynamic::{FieldFuture, InputValue, ResolverContext, TypeRef},
};
use model::{
    SourceId,
    alignment::{AlignedPage, PageEntity},
};
use serde_json::{Value, json};
use store::PageFilter;

use super::{
    add_entity, answer, ask, given, list, list_type, maybe, paging, part_asked_for, text, verdicts, words,
};
use crate::{
    filter,
    link::own_id,
    nouns::{parts, scalar},
    reading, scalars,
    shape::Draft,
};

const PAGE: &str = "WebsitePage";
const PAGES: &str = "WebsitePageList";

/// The nouns that pages tell of.
const TOLD: [&str; 3] = ["service", "organization", "location"];

pub(super) fn add_roots(draft: Draft) -> Draft {
    let one = "The page at this address. Null where no website among the sources has one there.";
    let url = InputValue::new("url", TypeRef::named_nn(scalars::URI));
    let url = url.description("Its address, however it is spelt, on any host of the site, old or new.");
    let arguments = narrowing().into_iter().chain(paging()).collect();
    draft
        .asking("websitePage", TypeRef::named(PAGE), one, vec![url], |ctx| {
            FieldFuture::new(async move {
                let found = looked_up(&ctx).await;
                Ok(answer(&ctx, found))
            })
        })
        .asking("websitePages", TypeRef::named(PAGES), "The pages of websites.", arguments, |ctx| {
            FieldFuture::new(async move {
                let found = listed(&ctx).await;
                Ok(answer(&ctx, found.map(Some)))
            })
        })
}

fn narrowing() -> [InputValue; 4] {
    let section = "Only those of this section of the site: the first part of the path.";
    let aligned = "Only those that tell of an entity or show one, or only the others.";
    [
        maybe("source", TypeRef::ID, "Only those of this website."),
        maybe("section", TypeRef::STRING, section),
        maybe("entity", TypeRef::ID, "Only those that tell of this entity, or show it."),
        maybe("aligned", TypeRef::BOOLEAN, aligned),
    ]
}

/// Adds the pages that tell of an entity to its type.
pub(crate) fn extend(draft: Draft, noun: &str) -> Draft {
    if !TOLD.contains(&noun) {
        return draft;
    }
    let doc = "The pages of websites that tell of it, or show it out of the directory.";
    draft.asking("websitePages", TypeRef::named(PAGES), doc, paging().into(), |ctx| {
        FieldFuture::new(async move {
            let found = telling(&ctx).await;
            Ok(answer(&ctx, found.map(Some)))
        })
    })
}

async fn looked_up(ctx: &ResolverContext<'_>) -> Result<Option<Value>> {
    let address = text(ctx, "url")?.unwrap_or_default();
    let found = ask(ctx, move |desk| desk.look_up(&address)).await?;
    Ok(found.map(|look| of_page(&look.page)))
}

async fn listed(ctx: &ResolverContext<'_>) -> Result<Value> {
    let filter = PageFilter {
        source: text(ctx, "source")?.as_deref().map(SourceId::new).transpose()?,
        section: text(ctx, "section")?,
        entity: given(ctx, "entity").map(|id| filter::uuid(id.as_value())).transpose()?,
        aligned: given(ctx, "aligned").map(|flag| flag.boolean()).transpose()?,
    };
    found(ctx, filter).await
}

async fn telling(ctx: &ResolverContext<'_>) -> Result<Value> {
    found(ctx, PageFilter { entity: Some(own_id(ctx)?), ..PageFilter::default() }).await
}

async fn found(ctx: &ResolverContext<'_>, filter: PageFilter) -> Result<Value> {
    let (first, offset) = part_asked_for(ctx)?;
    let found = ask(ctx, move |desk| desk.pages(&filter, first, offset)).await?;
    Ok(list(found, of_page))
}

/// What may be amiss with the page that the field is selected from.
async fn amiss(ctx: &ResolverContext<'_>) -> Result<Value> {
    let address = reading::object(ctx).and_then(|page| page.get("address")).and_then(Value::as_str);
    verdicts::listed(ctx, Some(address.ok_or("no page to look at")?.to_owned())).await
}

fn of_page(page: &AlignedPage) -> Value {
    json!({
        "address": page.address,
        "addresses": page.addresses,
        "source": page.source,
        "title": page.title,
        "section": page.section,
        "modified": page.modified,
        "edit": page.edit,
        "noindex": page.noindex,
        "news": page.news,
        "own": page.own,
        "entities": page.entities.iter().map(of_told).collect::<Vec<_>>(),
    })
}

fn of_told(told: &PageEntity) -> Value {
    json!({
        "entity": told.entity,
        "kind": told.kind,
        "name": told.name,
        "relation": words::word(&told.relation.as_str()),
        "score": told.score,
        "why": told.why,
        "called": told.called,
        "place": told.place,
    })
}

pub(super) fn types() -> [Draft; 3] {
    [page_type(), list_type(PAGE), told_type()]
}

fn page_type() -> Draft {
    let text = || TypeRef::named_nn(TypeRef::STRING);
    let flag = || TypeRef::named_nn(TypeRef::BOOLEAN);
    let modified = "The day on which it last changed, as far as it says.";
    let own = "The ids of the entities that it shows out of the directory itself.";
    let entities = "The entities that it tells of in its own words, those that it is about first.";
    let arguments = verdicts::narrowing().into_iter().chain(paging()).collect();
    let amiss_type = TypeRef::named(format!("{}List", verdicts::VERDICT));
    Draft::new(PAGE, "How a page of a website stands to the directory.")
        .field("address", TypeRef::named_nn(scalars::URI), "Where it is.", |ctx| scalar(&ctx, "address"))
        .field(
            "addresses",
            TypeRef::named_nn_list_nn(scalars::URI),
            "Every other address that leads to it.",
            |ctx| scalar(&ctx, "addresses"),
        )
        .field("source", TypeRef::named_nn(TypeRef::ID), "The website.", |ctx| scalar(&ctx, "source"))
        .field("title", text(), "What it is called.", |ctx| scalar(&ctx, "title"))
        .field("section", text(), "The section of the site.", |ctx| scalar(&ctx, "section"))
        .field("modified", TypeRef::named(scalars::DATE), modified, |ctx| scalar(&ctx, "modified"))
        .field("edit", TypeRef::named(scalars::URI), "Where whoever runs the site edits it.", |ctx| {
            scalar(&ctx, "edit")
        })
        .field("noindex", flag(), "Whether it asks not to be indexed.", |ctx| scalar(&ctx, "noindex"))
        .field("news", flag(), "Whether it is dated news.", |ctx| scalar(&ctx, "news"))
        .field("own", TypeRef::named_nn_list_nn(TypeRef::ID), own, |ctx| scalar(&ctx, "own"))
        .field("entities", TypeRef::named_nn_list_nn("PageEntity"), entities, |ctx| parts(&ctx, "entities"))
        .asking("verdicts", amiss_type, "What may be amiss with it.", arguments, |ctx| {
            FieldFuture::new(async move {
                let found = amiss(&ctx).await;
                Ok(answer(&ctx, found.map(Some)))
            })
        })
}

fn told_type() -> Draft {
    let text = || TypeRef::named_nn(TypeRef::STRING);
    let why = "Why, the strongest reason first.";
    let relation = "Whether the page is about it or mentions it.";
    let draft = Draft::new("PageEntity", "An entity that a page tells of.")
        .field("entity", TypeRef::named_nn(TypeRef::ID), "Its id.", |ctx| scalar(&ctx, "entity"))
        .field("kind", text(), "What kind of thing it is.", |ctx| scalar(&ctx, "kind"))
        .field("name", text(), "What the directory calls it.", |ctx| scalar(&ctx, "name"));
    add_entity(draft)
        .field("relation", TypeRef::named_nn(words::RELATION), relation, |ctx| scalar(&ctx, "relation"))
        .field("score", TypeRef::named_nn(TypeRef::FLOAT), "How sure that is, 0 to 1.", |ctx| {
            scalar(&ctx, "score")
        })
        .field("why", TypeRef::named_nn_list_nn(TypeRef::STRING), why, |ctx| scalar(&ctx, "why"))
        .field("called", text(), "What the page calls it.", |ctx| scalar(&ctx, "called"))
        .field("place", text(), "Where in the page it stands.", |ctx| scalar(&ctx, "place"))
}
