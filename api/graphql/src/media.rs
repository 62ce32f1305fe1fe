//! Content negotiation as GraphQL over HTTP has it.

use actix_web::{
    HttpRequest,
    http::header::{self, Accept, Header, Quality},
};

/// The media types that an answer can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Media {
    /// `application/graphql-response+json`: the status tells whether the request could be run.
    Response,
    /// `application/json`, for older clients: 200 for every request that could be read.
    Json,
}

impl Media {
    /// The value for `Content-Type`.
    pub(crate) const fn content_type(self) -> &'static str {
        match self {
            Self::Response => "application/graphql-response+json; charset=utf-8",
            Self::Json => "application/json; charset=utf-8",
        }
    }

    /// Tells the two apart in the tags of answers.
    pub(crate) const fn mark(self) -> &'static str {
        match self {
            Self::Response => "r",
            Self::Json => "j",
        }
    }

    const fn essence(self) -> &'static str {
        match self {
            Self::Response => "application/graphql-response+json",
            Self::Json => "application/json",
        }
    }

    /// What the client likes best; the older type where it does not care, the newer where it names both alike.
    /// `None` where it takes neither, or where what it takes cannot be read.
    pub(crate) fn negotiate(request: &HttpRequest) -> Option<Self> {
        if !request.headers().contains_key(header::ACCEPT) {
            return Some(Self::Json);
        }
        let accept = Accept::parse(request).ok()?;
        match (liking(&accept, Self::Response.essence()), liking(&accept, Self::Json.essence())) {
            (None, None) => None,
            (Some(response), json) if json < Some(response) || json == Some((response.0, NAMED)) => {
                Some(Self::Response)
            }
            _ => Some(Self::Json),
        }
    }
}

/// Whether a page is wanted by name, more than any answer of the graph, as browsers do.
pub(crate) fn is_for_people(request: &HttpRequest) -> bool {
    let Ok(accept) = Accept::parse(request) else { return false };
    let page = liking(&accept, "text/html").filter(|(_, specificity)| *specificity == NAMED);
    page.is_some()
        && [Media::Response, Media::Json].iter().all(|media| liking(&accept, media.essence()) < page)
}

/// The specificity of a range that names a type in full.
const NAMED: u8 = 2;

/// How much a client likes a media type and how precisely it says so, by the most specific range that covers it.
fn liking(accept: &Accept, media: &str) -> Option<(Quality, u8)> {
    let specificity = |essence: &str| match essence {
        _ if essence == media => Some(NAMED),
        "application/*" if media.starts_with("application/") => Some(1),
        "*/*" => Some(0),
        _ => None,
    };
    accept
        .iter()
        .filter_map(|range| Some((range.quality, specificity(range.item.essence_str())?)))
        .max_by_key(|(_, specific)| *specific)
        .filter(|(quality, _)| *quality > Quality::ZERO)
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn negotiated(accept: &str) -> Option<Media> {
        Media::negotiate(&TestRequest::default().insert_header((header::ACCEPT, accept)).to_http_request())
    }

    #[test]
    fn a_client_that_does_not_care_gets_plain_json() {
        assert_eq!(Media::negotiate(&TestRequest::default().to_http_request()), Some(Media::Json));
        for accept in
            ["*/*", "application/*", "application/json", "application/json;charset=utf-8", "*/*;q=0.1"]
        {
            assert_eq!(negotiated(accept), Some(Media::Json), "{accept}");
        }
    }

    #[test]
    fn a_client_that_names_the_newer_type_gets_it_unless_it_likes_the_older_better() {
        for accept in [
            "application/graphql-response+json",
            "application/graphql-response+json, application/json;q=0.9",
            "application/json, application/graphql-response+json",
            "application/graphql-response+json, */*",
            "application/json;q=0, */*",
        ] {
            assert_eq!(negotiated(accept), Some(Media::Response), "{accept}");
        }
        assert_eq!(
            negotiated("application/graphql-response+json;q=0.5, application/json"),
            Some(Media::Json)
        );
    }

    #[test]
    fn a_client_that_takes_neither_gets_nothing() {
        for accept in ["text/html", "application/xml, text/*", "application/json;q=0", "application/hal+json"]
        {
            assert_eq!(negotiated(accept), None, "{accept}");
        }
    }
}
