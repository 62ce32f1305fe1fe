use access::Caller;
use actix_web::{HttpRequest, HttpResponse, post};

use crate::{
    asked::Id,
    caller::off_the_loop,
    document::pages::NotReported,
    problem::Problem,
    reader::{Reader, state_of},
    reporting::{self, Sent},
    wire::{NewReport, ReportReceived},
};

/// Reports a problem with an entity
///
/// That something is wrong, closed, listed twice or harmful, from anyone who reads the directory. It is never public: the
/// stewards read it, and where they agree the sources are told. A form is answered by a page.
#[utoipa::path(
    operation_id = "reportProblem",
    tag = "websites",
    params(Id),
    request_body(content = NewReport, description = "The report. The forms on the directory's own pages send the same \
                     fields as `application/x-www-form-urlencoded`."),
    responses(
        (status = 202, description = "The report was received.", content(
            (ReportReceived = "application/json"), (String = "text/html")
        )),
        NotReported
    )
)]
#[post("/v1/entities/{id}/reports")]
async fn report_problem(
    request: HttpRequest,
    reader: Reader,
    Id { id }: Id,
    sent: Sent,
) -> Result<HttpResponse, Problem> {
    let (entity, address) = reporting::entity(&reader, id)?;
    if sent.is_trapped() {
        return Ok(sent.received(&address));
    }
    let state = state_of(&request)?;
    let (desk, access) = (state.desk()?, state.access()?);
    let taken = match sent.report(entity) {
        Ok(new) => {
            let work = move || {
                let write = || desk.report(&new);
                access.audited(&Caller::anonymous(), "report a problem", &entity.to_string(), write)
            };
            off_the_loop(work).await
        }
        Err(problem) => Err(problem),
    };
    match taken {
        Ok(_) => Ok(sent.received(&address)),
        Err(problem) => sent.refused(problem, &reporting::path(&reader, entity)),
    }
}
