//! How long a body may take to come, whichever crate reads it.

use std::{cell::Cell, io, rc::Rc, time::Duration};

use actix_web::{
    Error, HttpMessage, ResponseError,
    body::{BoxBody, MessageBody},
    dev::{Payload, ServiceRequest, ServiceResponse},
    error::PayloadError,
    middleware::Next,
    rt::time::{Instant, timeout},
    web::Bytes,
};
use futures_util::{Stream, StreamExt, stream};

use crate::problem::{Problem, ProblemType};

/// So long a body may take, however small it is.
const GRACE: Duration = Duration::from_secs(20);
/// So many bytes must come in each second beyond that.
const PACE: u64 = 2_048;

/// The middleware that every route is to be wrapped in, inside of [`crate::manners`]: a body that trickles in is not
/// waited for, so that nobody holds connections open for nothing. Whoever sends it is answered 408.
pub async fn patient<B: MessageBody + 'static>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let payload = request.take_payload();
    if matches!(payload, Payload::None) {
        return Ok(next.call(request).await?.map_into_boxed_body());
    }
    let is_late = Rc::new(Cell::new(false));
    let awaited = timed(payload, Rc::clone(&is_late));
    request.set_payload(Payload::Stream { payload: Box::pin(awaited) });
    let answer = next.call(request).await?.map_into_boxed_body();
    // The graph has its own words for it.
    if !is_late.get() || answer.request().path().starts_with("/graphql") {
        return Ok(answer);
    }
    let (request, _) = answer.into_parts();
    Ok(ServiceResponse::new(request, late().error_response()))
}

fn late() -> Problem {
    let detail = format!(
        "The body did not come within {} seconds, nor at {PACE} bytes a second after that",
        GRACE.as_secs()
    );
    Problem::new(&ProblemType::REQUEST_TIMEOUT, detail)
}

/// The same bytes for as long as they come in time.
fn timed(payload: Payload, is_late: Rc<Cell<bool>>) -> impl Stream<Item = Result<Bytes, PayloadError>> {
    let begun = Instant::now();
    let parts = stream::unfold((payload, 0_u64), move |(mut payload, got)| {
        let is_late = Rc::clone(&is_late);
        async move {
            let left = allowed(got).saturating_sub(begun.elapsed());
            match timeout(left, payload.next()).await {
                Ok(Some(Ok(bytes))) => {
                    let got = got.saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
                    Some((Ok(bytes), (payload, got)))
                }
                Ok(Some(Err(error))) => Some((Err(error), (payload, got))),
                Ok(None) => None,
                Err(_) => {
                    is_late.set(true);
                    let error = io::Error::new(io::ErrorKind::TimedOut, "the body came too slowly");
                    Some((Err(PayloadError::Io(error)), (Payload::None, got)))
                }
            }
        }
    });
    // Readers of forms ask again after the end.
    parts.fuse()
}

/// How long so many bytes may have taken.
fn allowed(bytes: u64) -> Duration {
    GRACE + Duration::from_secs(bytes / PACE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_large_may_take_its_time_and_what_is_small_may_not() {
        assert_eq!(allowed(0), GRACE);
        assert_eq!(allowed(64 * 1024 * 1024).as_secs(), 20 + 32 * 1024);
    }
}
