//! How answers are packed on their way: which encoding the reader takes, the marks that go with it, and the packing.
//!
//! Handlers know nothing of it: they see and send the tags of plain answers. A packed answer is other bytes, so it gets a
//! tag of its own: that of the plain one with the name of the encoding behind it.

mod negotiate;
mod pack;
mod tags;

use actix_web::{
    Error, HttpMessage,
    body::{BodySize, BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::{
        StatusCode,
        header::{self, HeaderMap, HeaderValue},
    },
    middleware::Next,
};

use negotiate::{Coding, Wanted};
use pack::Packed;

use crate::{
    manners,
    problem::{Problem, ProblemType},
};

/// Smaller bodies are sent as they are: the frames around them would be larger than what is saved.
const LEAST: usize = 1024;

/// The middleware that packs answers: `app.wrap(middleware::from_fn(encoded))`, outside [`crate::manners`].
///
/// It takes the place of the server's own: that one gives a packed answer the tag of the plain one, packs the smallest, and
/// sends each to another thread.
pub async fn encoded<B: MessageBody + 'static>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let Some(wanted) = Wanted::of(request.headers()) else {
        let path = request.path().to_owned();
        return Ok(request.into_response(manners::told(&nothing_fits(), &path)));
    };
    if let Some(held) = tags::unpack(request.headers_mut()) {
        request.extensions_mut().insert(held);
    }
    let mut answer = next.call(request).await?.map_into_boxed_body();
    if !may_be_packed(&answer) {
        return Ok(answer);
    }
    vary(answer.headers_mut());
    if answer.status() == StatusCode::NOT_MODIFIED {
        tags::not_modified(&mut answer, wanted.coding);
        return Ok(answer);
    }
    let coding = wanted.coding.filter(|_| !wanted.may_be_plain || is_worth_it(&answer));
    Ok(match coding {
        Some(coding) => pack(answer, coding),
        None => answer,
    })
}

fn nothing_fits() -> Problem {
    let detail = "`Accept-Encoding` rules out every encoding that there is: zstd, br, gzip and identity";
    Problem::new(&ProblemType::NOT_ACCEPTABLE, detail).with("available", Coding::NAMES.to_vec())
}

/// Whether packing makes sense of this kind of answer at all. A 304 stands for one that it does.
fn may_be_packed(answer: &ServiceResponse) -> bool {
    let headers = answer.headers();
    let is_whole = !matches!(
        answer.status(),
        StatusCode::SWITCHING_PROTOCOLS | StatusCode::NO_CONTENT | StatusCode::PARTIAL_CONTENT
    );
    let untouched = !headers.contains_key(header::CONTENT_ENCODING);
    is_whole && untouched && (answer.status() == StatusCode::NOT_MODIFIED || is_text(headers))
}

/// Whether the media type is one of text; images, workbooks and archives are packed by their nature.
fn is_text(headers: &HeaderMap) -> bool {
    let media_type =
        headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    let ends = ["json", "xml", "ndjson", "javascript", "graphql"];
    essence.starts_with("text/") || ends.iter().any(|end| essence.ends_with(end))
}

fn is_worth_it(answer: &ServiceResponse) -> bool {
    match answer.response().body().size() {
        BodySize::None => false,
        BodySize::Sized(bytes) => usize::try_from(bytes).is_ok_and(|bytes| bytes >= LEAST),
        BodySize::Stream => true,
    }
}

/// Says that the answer depends on what the reader takes, beside all else that it depends on.
fn vary(headers: &mut HeaderMap) {
    let told = headers.get_all(header::VARY).filter_map(|value| value.to_str().ok());
    let told = told.collect::<Vec<_>>().join(", ");
    if told.to_ascii_lowercase().contains("accept-encoding") {
        return;
    }
    let all = if told.is_empty() { "Accept-Encoding".to_owned() } else { format!("{told}, Accept-Encoding") };
    if let Ok(value) = HeaderValue::try_from(all) {
        headers.insert(header::VARY, value);
    }
}

fn pack(mut answer: ServiceResponse, coding: Coding) -> ServiceResponse {
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding.as_str()));
    headers.remove(header::CONTENT_LENGTH);
    headers.remove(header::ACCEPT_RANGES);
    tags::pack(headers, coding);
    answer.map_body(|_, body| match body.try_into_bytes() {
        Ok(bytes) => BoxBody::new(pack::whole(&bytes, coding)),
        Err(body) => BoxBody::new(Packed::new(body, coding)),
    })
}
