//! Answers that are pages or pieces of them.

use utoipa::{
    IntoResponses,
    openapi::{ContentBuilder, ObjectBuilder, Ref, RefOr, Response, ResponseBuilder, Type},
};

use crate::problem::MEDIA_TYPE;

use super::responses::{Answers, BAD_REQUEST, MOVED, NOT_MODIFIED, data, shared, with_headers};

/// Why there is no page, or nothing was taken of what it sent: told by a page.
pub(crate) struct NoPage;

impl IntoResponses for NoPage {
    fn responses() -> Answers {
        let told = [
            ("400", "The path or the form cannot be read."),
            ("401", "A token was shown that does not count."),
            ("403", "The client is not known, its secret is another, or it may not write this source."),
            ("404", "There is no such source."),
            ("409", "The source takes no list, or too much would be deleted."),
            ("413", "The file is too large."),
            ("415", "It is no such form, or a file that is not read."),
            ("422", "The list cannot be read."),
            ("429", "Too many requests in too short a time."),
            ("503", "The directory is still loading, or busy with this source."),
        ];
        told.into_iter().map(|(status, doc)| (status.to_owned(), text_page(doc).into())).collect()
    }
}

/// A page of an entity, or why there is none, told by a page.
pub(crate) struct PageShown;

impl IntoResponses for PageShown {
    fn responses() -> Answers {
        let page = |doc: &str| {
            let text = ContentBuilder::new().schema(Some(ObjectBuilder::new().schema_type(Type::String)));
            ResponseBuilder::new().description(doc).content("text/html", text.build())
        };
        let linked =
            ContentBuilder::new().schema(Some(ObjectBuilder::new().schema_type(Type::Object))).build();
        let shown = data(page("The page.").content("application/ld+json", linked).build());
        let told = [
            ("400", "The address names no id."),
            ("404", "There is no such entity."),
            ("410", "It is no longer published."),
            ("503", "The directory is still loading."),
        ];
        let told = told.into_iter().map(|(status, doc)| (status.to_owned(), page(doc).build().into()));
        let shown = ("200".to_owned(), with_headers(shown, &["Surrogate-Key", "Cache-Tag"]).into());
        told.chain([shown, shared(NOT_MODIFIED), shared(MOVED)]).collect()
    }
}

/// The report on websites, or what stands in its way, told by a page.
pub(crate) struct AlignmentShown;

impl IntoResponses for AlignmentShown {
    fn responses() -> Answers {
        let told = [
            ("200", "The page."),
            ("400", "A parameter has a value that it cannot take."),
            ("401", "Nobody is signed in, or what was shown does not count."),
            ("429", "Too many requests in too short a time."),
            ("503", "The directory is still loading."),
        ];
        told.into_iter().map(|(status, doc)| (status.to_owned(), text_page(doc).into())).collect()
    }
}

/// The reference page.
pub(crate) struct ReferenceShown;

impl IntoResponses for ReferenceShown {
    fn responses() -> Answers {
        [("200".to_owned(), text_page("The page.").into()), shared(BAD_REQUEST)].into()
    }
}

/// A page that leads back from a decision, or why it was none.
pub(crate) struct DecidedByForm;

impl IntoResponses for DecidedByForm {
    fn responses() -> Answers {
        let told = [
            ("200", "It was decided: a page that leads back."),
            ("400", "The form cannot be read."),
            ("401", "Nobody is signed in, or what was shown does not count."),
            ("403", "Who is signed in may not decide, or the form is not the directory's own."),
            ("404", "There is no such verdict."),
            ("409", "The cause of the verdict is gone."),
            ("413", "The form is too large."),
            ("429", "Too many requests in too short a time."),
            ("503", "The directory is still loading."),
        ];
        told.into_iter().map(|(status, doc)| (status.to_owned(), text_page(doc).into())).collect()
    }
}

fn text_page(doc: &str) -> Response {
    let text = ContentBuilder::new().schema(Some(ObjectBuilder::new().schema_type(Type::String)));
    ResponseBuilder::new().description(doc).content("text/html", text.build()).build()
}

/// A fragment, or the texts for a template.
pub(super) fn made(schema: &str, doc: &str) -> Response {
    let text = ContentBuilder::new().schema(Some(ObjectBuilder::new().schema_type(Type::String)));
    let texts = ContentBuilder::new().schema(Some(Ref::from_schema_name(schema)));
    let answer = ResponseBuilder::new().description(doc).content("text/html", text.build());
    let answer = data(answer.content("application/json", texts.build()).build());
    with_headers(answer, &["Surrogate-Key", "Cache-Tag"])
}

/// Why a report was not taken: a problem, or a page for who sent a form.
pub(crate) struct NotReported;

impl IntoResponses for NotReported {
    fn responses() -> Answers {
        let told = [
            ("400", "The report cannot be read."),
            ("404", "Nothing of this kind ever had that id."),
            ("410", "It is no longer published."),
            ("413", "The report is too large."),
            ("415", "It is neither JSON nor a form."),
            ("429", "Too many requests in too short a time."),
            ("503", "The directory is still loading."),
        ];
        let told = told.map(|(status, doc)| {
            let mut answer = text_page(doc);
            let problem = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
            answer.content.insert(MEDIA_TYPE.to_owned(), RefOr::T(problem));
            (status.to_owned(), answer.into())
        });
        told.into()
    }
}
