//! Answers that readers and caches may keep: those to queries by GET from whoever does not say who they are.

use actix_web::{
    HttpRequest, HttpResponse,
    http::{
        Method, StatusCode,
        header::{self, EntityTag, Header, IfNoneMatch},
    },
};
use xxhash_rust::xxh3::xxh3_128;

use crate::media::Media;

/// How long an answer from what is published may be kept: as the REST interface has it.
const PUBLISHED: &str = "public, max-age=10, stale-while-revalidate=60";

/// What the answer to a request depends on besides its address.
pub(crate) const VARY: &str = "Accept, Authorization";

/// Whether an answer to this request may be kept, if it tells what is published and no error.
pub(crate) fn may_be_kept(request: &HttpRequest) -> bool {
    matches!(*request.method(), Method::GET | Method::HEAD)
        && !request.headers().contains_key(header::AUTHORIZATION)
}

/// The answer with its tag, or that the reader holds it already (RFC 9110, section 13.1.2). The tag is strong: it is made
/// of the very bytes, and of the media type, so it needs to know nothing of what they were made from.
pub(crate) fn kept(request: &HttpRequest, media: Media, body: Vec<u8>) -> HttpResponse {
    let tag = EntityTag::new_strong(format!("{:032x}-{}", xxh3_128(&body), media.mark()));
    let is_held = match IfNoneMatch::parse(request) {
        Ok(_) if !request.headers().contains_key(header::IF_NONE_MATCH) => false,
        Ok(IfNoneMatch::Any) => true,
        Ok(IfNoneMatch::Items(held)) => held.iter().any(|held| held.weak_eq(&tag)),
        Err(_) => false,
    };
    let status = if is_held { StatusCode::NOT_MODIFIED } else { StatusCode::OK };
    let mut answer = HttpResponse::build(status);
    answer
        .insert_header((header::VARY, VARY))
        .insert_header((header::CACHE_CONTROL, PUBLISHED))
        .insert_header(header::ETag(tag));
    if is_held {
        return answer.finish();
    }
    answer.insert_header((header::CONTENT_TYPE, media.content_type())).body(body)
}
