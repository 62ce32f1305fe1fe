use actix_web::{HttpRequest, HttpResponse, post, web};

use crate::{
    asked::Id,
    caller::off_the_loop,
    document::pages::DecidedByForm,
    pages,
    problem::{Problem, ProblemType},
    signing_in,
    state::State,
    wire::{DecisionForm, invalid_decision},
};

/// Decides a verdict, from the page for it
///
/// What `PATCH /v1/alignment/verdicts/{id}` does, for people who signed in with a browser; the answer is a page that leads back.
#[utoipa::path(
    operation_id = "decideByForm",
    tag = "alignment",
    params(Id),
    request_body(content = DecisionForm, content_type = "application/x-www-form-urlencoded"),
    responses(DecidedByForm),
    security(("client" = []), ("steward" = []))
)]
#[post("/alignment/verdicts/{id}")]
async fn decide_by_form(
    request: HttpRequest,
    state: web::Data<State>,
    Id { id }: Id,
    sent: web::Bytes,
) -> Result<HttpResponse, Problem> {
    let caller = signing_in::signed_in(&request, &state).await?;
    signing_in::needs_judging(caller.as_ref())?;
    signing_in::needs_own_page(&request, &state.base(&request))?;
    let form: DecisionForm = serde_html_form::from_bytes(&sent).map_err(|error| {
        Problem::new(&ProblemType::INVALID_BODY, format!("The form cannot be read: {error}"))
    })?;
    let decisions = form.patch().decisions().map_err(invalid_decision)?;
    let (desk, access) = (state.desk()?, state.access()?);
    off_the_loop(move || {
        let Some(caller) = caller else { return Ok(()) };
        let who = caller.name.clone();
        let decided =
            access.audited(&caller, "decide verdict", &id.to_string(), || desk.decide(id, &decisions, &who));
        decided.map(drop).map_err(Problem::from)
    })
    .await?;
    let back = format!("{}#verdict-{id}", state.path(pages::REPORT));
    Ok(pages::fresh(HttpResponse::Ok(), ::web::decided(&back)))
}
