use actix_web::{HttpResponse, get};

use crate::{
    asked::SessionsAsked, document::responses::SessionsFound, problem::Problem, reader::Reader, sessions,
    wire::SessionPage,
};

/// Lists sessions
///
/// What is on: the schedules of services as dated sessions, at each of their places, with what was called off and what is not
/// sure because of a bank holiday or school holidays. The conditions are those of the list of services; each must hold. As
/// `text/calendar` it is a calendar to subscribe to.
#[utoipa::path(
    operation_id = "listOccurrences",
    tag = "services",
    params(SessionsAsked),
    responses(
        (
            status = 200,
            description = "Sessions in order.",
            content((SessionPage = "application/json"), (String = "text/calendar"))
        ),
        SessionsFound
    )
)]
#[get("/v1/occurrences")]
async fn list_occurrences(reader: Reader, asked: SessionsAsked) -> Result<HttpResponse, Problem> {
    sessions::answer(&reader, &asked)
}
