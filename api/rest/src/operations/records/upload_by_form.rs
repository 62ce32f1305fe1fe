use actix_web::{HttpRequest, HttpResponse, http::StatusCode, post, web};
use model::Outcome as Ended;
use reconcile::matches::Audience;

use crate::{
    asked::{TemplateFormat, WhichSource},
    caller::off_the_loop,
    document::{bodies::UploadForm, pages::NoPage},
    problem::{Problem, ProblemType},
    state::State,
    template,
    upload::{self, How},
    upload_page::{self, Form, Outcome, Sent, page},
};

/// Takes a whole file as the feed of a source, from the page for it
///
/// What `PUT /v1/sources/{source}/feed` does, for people: the client shows its id and secret in the form, which come
/// before the file, and the answer is a page. No token counts here.
#[utoipa::path(
    operation_id = "uploadByForm",
    tag = "records",
    params(WhichSource),
    request_body(content = UploadForm, content_type = "multipart/form-data"),
    responses(
        (status = 200, description = "What became of it, or with `template` the empty list.", body = String, content_type = "text/html"),
        NoPage
    ),
    security(())
)]
#[post("/v1/sources/{source}/upload")]
async fn upload_by_form(
    request: HttpRequest,
    state: web::Data<State>,
    which: WhichSource,
    payload: web::Payload,
) -> Result<HttpResponse, Problem> {
    let sent = upload_page::read(&request, &state, payload, &which.source).await?;
    let Sent { sender, file, is_check, accepts_deletions, wants_template } = sent;
    let (desk, access, id) = (state.desk()?, state.access()?, which.source.clone());
    if wants_template {
        let found = off_the_loop(move || desk.template(&id)).await?;
        return template::answer(&which.source, &found, TemplateFormat::Xlsx);
    }
    let file = file.ok_or_else(|| Problem::new(&ProblemType::INVALID_BODY, "No file was chosen"))?;
    let (caller, how) = (sender.caller, How { accepts_deletions, is_tried: is_check });
    let (report, summary) = off_the_loop(move || {
        let report = upload::take(&desk, &access, &caller, &id, &file, how)?;
        Ok::<_, Problem>((report, desk.source(&id, Audience::Steward)?))
    })
    .await?;
    let outcome = Outcome {
        report: &report,
        is_published: summary.is_some_and(|summary| summary.state.is_published()),
        form: Form {
            has_open_template: true,
            client: &sender.client,
            was_braked: report.outcome == Ended::Braked,
        },
    };
    let status = match report.outcome {
        Ended::Harvested => StatusCode::OK,
        Ended::Braked => StatusCode::CONFLICT,
        Ended::Failed | Ended::Running => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let error = if outcome.is_bad() { "Error: " } else { "" };
    Ok(page(status, &format!("{error}{}", outcome.title()), &outcome.markup()))
}
