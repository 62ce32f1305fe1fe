use actix_web::{HttpResponse, get, http::header};

use crate::{
    asked::{Asked, Part},
    caller::{Permitted, PrivateReading, off_the_loop},
    document::responses::StewardsOnly,
    problem::Problem,
    wire::QuestionPage,
};

/// Lists what waits for people
///
/// The doubtful pairs that nobody has judged, the most worth deciding first: how doubtful each is, times how many
/// published services hang on it; what readers see before all else. For stewards.
#[utoipa::path(
    operation_id = "listQuestions",
    tag = "stewards",
    params(Part),
    responses((status = 200, description = "A page of the queue.", body = QuestionPage), StewardsOnly),
    security(("oauth2" = ["private:read"]), ("steward" = []))
)]
#[get("/v1/review")]
async fn list_questions(
    steward: Permitted<PrivateReading>,
    Asked(queue): Asked<Part>,
) -> Result<HttpResponse, Problem> {
    let (offset, size) = (queue.offset.usize(), queue.limit.usize());
    // One more than is shown tells whether there is a next page.
    let desk = steward.desk;
    let waiting = off_the_loop(move || {
        Ok::<_, store::StoreError>((desk.questions(offset + size + 1)?, desk.count_open_reports()?))
    });
    let page = QuestionPage::of(waiting.await?, offset, size);
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(page))
}
