//! Text that is sent.

use std::{future::Future, pin::Pin};

use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload, http::header, web};

use crate::problem::{Problem, ProblemType};

/// A body of text within a limit, and what kind it says it is.
pub(crate) struct Text<const MOST: usize> {
    pub(crate) media_type: String,
    pub(crate) text: String,
}

impl<const MOST: usize> FromRequest for Text<MOST> {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let media_type = request.content_type().to_ascii_lowercase();
        let is_encoded = request.headers().contains_key(header::CONTENT_ENCODING);
        let payload = web::Payload::from_request(request, payload);
        Box::pin(async move {
            let unreadable = |reason: String| Problem::new(&ProblemType::INVALID_BODY, reason);
            if is_encoded {
                let detail = "Send the body without a content encoding";
                return Err(Problem::new(&ProblemType::UNSUPPORTED_MEDIA_TYPE, detail));
            }
            let payload = payload.await.map_err(|error| unreadable(error.to_string()))?;
            let bytes = match payload.to_bytes_limited(MOST).await {
                Ok(Ok(bytes)) => bytes,
                Ok(Err(error)) => return Err(unreadable(error.to_string())),
                Err(_) => {
                    let detail = format!("The body is larger than {MOST} bytes; send less at once");
                    return Err(Problem::new(&ProblemType::CONTENT_TOO_LARGE, detail));
                }
            };
            let text = String::from_utf8(bytes.into());
            let text = text.map_err(|error| unreadable(format!("The body is not UTF-8: {error}")))?;
            Ok(Self { media_type, text })
        })
    }
}
