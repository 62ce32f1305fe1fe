use std::time::Duration;

use actix_web::{HttpResponse, http::header, post, web};
use harvest::{Links, Options};
use outbound::Limits;
use reconcile::checking::CheckOptions;

use crate::{
    asked::{Asked, HowToCheck},
    caller::{Visitor, off_the_loop},
    document::{responses::NotChecked, sent::FeedOrRows},
    feed::{MOST_BYTES, Sent},
    problem::{Problem, ProblemType},
    state::State,
    wire::Checked,
};

/// How long a check may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// Checks a feed before it joins
///
/// Reads a feed as a harvest would and stores nothing: what is wrong with it, how far it complies with Open Referral UK,
/// how good it is, and which duplicates it would make of what is published (for stewards: of everything). Send JSON that
/// says where the feed is, or the file itself with its media type. Of a feed that cannot be read, or that is in a private
/// network, the report says so: `readable` is false, and the last issue is the reason. Rows that come without a mapping are
/// read by one that is proposed by the names of the columns and what they hold; the report gives it as `map`.
#[utoipa::path(
    operation_id = "checkFeed",
    tag = "sources",
    params(HowToCheck),
    request_body(
        description = "Where the feed is, as a JSON object, or its rows, as a JSON array; or the feed itself, up to 10 MB, with its media type, or with another than JSON where `format` is given.",
        content((FeedOrRows = "application/json"), (String = "text/csv"))
    ),
    responses((status = 200, description = "What was found, issues or not.", body = Checked), NotChecked),
    security((), ("oauth2" = ["private:read"]), ("steward" = []))
)]
#[post("/v1/check")]
async fn check_feed(
    visitor: Visitor,
    Asked(how): Asked<HowToCheck>,
    sent: Sent,
    state: web::Data<State>,
) -> Result<HttpResponse, Problem> {
    let turn = state.checks().take().ok_or_else(too_many)?;
    let options = options(&state.settings().harvesting, how);
    let Visitor { audience, desk, .. } = visitor;
    let checked = off_the_loop(move || {
        let _turn = turn;
        let (config, _folder) = sent.into_source()?;
        Ok::<_, Problem>(desk.check(config, audience, &options)?)
    })
    .await?;
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(Checked::from(checked)))
}

/// What a check may cost, whoever asks. What is set for harvests counts for manners only.
fn options(harvesting: &Options, how: HowToCheck) -> CheckOptions {
    let limits = Limits {
        total_timeout: Duration::from_secs(20),
        max_body: MOST_BYTES as u64,
        max_file: MOST_BYTES as u64,
        file_timeout: Duration::from_secs(20),
        retries: 1,
        longest_wait: Duration::from_secs(5),
        deadline: Some(harvesting.manners.timing.now() + PATIENCE),
        ..Limits::default()
    };
    let (manners, categories) = (harvesting.manners.clone(), harvesting.categories.clone());
    let harvest = Options { limits, manners, categories, ..Options::default() };
    let links = if how.no_links.0 { Links::Leave } else { Links::Try };
    CheckOptions { harvest, links, ..CheckOptions::default() }
}

fn too_many() -> Problem {
    let detail = "Other feeds are being checked; try again in ten seconds";
    Problem::new(&ProblemType::TOO_MANY_CHECKS, detail).header(header::RETRY_AFTER, "10")
}
