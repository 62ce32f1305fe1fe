//! How often an address may ask, whichever crate answers.

use std::net::IpAddr;

use access::{Class, Standing, address_key};
use actix_web::{
    Error, HttpMessage,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::{
        Method,
        header::{self, HeaderMap, HeaderName, HeaderValue},
    },
    middleware::Next,
    web,
};

use crate::{
    problem::{Problem, ProblemType},
    reporting,
    state::State,
    upload_page,
};

const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
const LIMIT: HeaderName = HeaderName::from_static("ratelimit");
const FORWARDED: HeaderName = HeaderName::from_static("x-forwarded-for");

/// The middleware that counts the requests of each address: `app.wrap(middleware::from_fn(limited))`, inside
/// [`crate::manners`]. Whoever asks too often is answered 429; everybody is told where they stand.
pub async fn limited<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let standing = standing(&request);
    if let Some(problem) = standing.and_then(|standing| refuse_beyond(standing).err()) {
        return Ok(request.error_response(problem).map_into_right_body());
    }
    let mut answer = next.call(request).await?.map_into_left_body();
    let of_client = answer.request().extensions().get::<Standing>().copied();
    if let Some(standing) = of_client.or(standing) {
        tell(answer.headers_mut(), standing);
    }
    Ok(answer)
}

/// The problem of who asked too often.
pub(crate) fn refuse_beyond(standing: Standing) -> Result<(), Problem> {
    let Some(wait) = standing.wait else { return Ok(()) };
    let detail = format!(
        "More than {} requests a minute ({}); the next is answered in {wait} seconds",
        standing.quota,
        standing.class.as_str()
    );
    Err(Problem::new(&ProblemType::TOO_MANY_REQUESTS, detail)
        .header(header::RETRY_AFTER, wait.to_string())
        .header(POLICY, standing.policy())
        .header(LIMIT, standing.header()))
}

fn standing(request: &ServiceRequest) -> Option<Standing> {
    let state = request.app_data::<web::Data<State>>()?;
    let class = class(request.method(), request.path());
    let address = asker(request, state)?;
    state.limits().count(class, &address_key(address))
}

fn class(method: &Method, path: &str) -> Class {
    match *method {
        Method::GET | Method::HEAD | Method::OPTIONS => Class::Reads,
        // A question to the graph is most often a reading; what its mutations write, their client's limit counts.
        Method::POST if path == "/graphql" || path.starts_with("/hsds/v3/") => Class::Reads,
        Method::POST if path.starts_with("/oauth/") => Class::Tokens,
        Method::POST if path == "/v1/check" => Class::Checks,
        Method::POST if reporting::is_at(path) => Class::Reports,
        // A secret is shown there as where tokens are asked for, and may be guessed at.
        Method::POST if upload_page::is_at(path) => Class::Tokens,
        _ => Class::Writes,
    }
}

/// From which address somebody asks: that of the connection, or what a trusted proxy says of it. None for programs of
/// this machine that read: they are the operator's own.
fn asker(request: &ServiceRequest, state: &State) -> Option<IpAddr> {
    let peer = request.peer_addr()?.ip().to_canonical();
    let is_trusted =
        |address: &IpAddr| address.is_loopback() || state.settings().trusted_proxies.contains(address);
    let told = request.headers().get_all(FORWARDED).filter_map(|value| value.to_str().ok());
    let told: Vec<&str> = told.flat_map(|value| value.split(',')).map(str::trim).collect();
    if !is_trusted(&peer) || told.is_empty() {
        let is_own = peer.is_loopback() && class(request.method(), request.path()) == Class::Reads;
        return (!is_own).then_some(peer);
    }
    // From the right: each proxy adds whom it heard, and what stands further left anyone may have written.
    let addresses = told.iter().rev().map_while(|text| text.parse::<IpAddr>().ok());
    let addresses: Vec<IpAddr> = addresses.map(|address| address.to_canonical()).collect();
    addresses.iter().find(|address| !is_trusted(address)).or(addresses.last()).copied().or(Some(peer))
}

fn tell(headers: &mut HeaderMap, standing: Standing) {
    let mut put = |name: HeaderName, text: String| {
        if let Ok(value) = HeaderValue::try_from(text) {
            headers.insert(name, value);
        }
    };
    put(POLICY, standing.policy());
    put(LIMIT, standing.header());
}
