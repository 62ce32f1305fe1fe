//! Which media types a reader takes (RFC 9110, section 12.5.1).

use actix_web::{
    HttpRequest,
    http::header::{self, Accept, Header, Quality},
};

/// The first of the best among what is offered, whole media types such as `application/json`. Who does not say takes the
/// first; who takes none of them gets none.
pub(crate) fn best<'a>(request: &HttpRequest, offers: &[&'a str]) -> Option<&'a str> {
    let Some(accept) = told(request) else { return offers.first().copied() };
    let weighed = offers.iter().map(|offer| (*offer, weight(&accept, offer)));
    let best = weighed.rev().max_by_key(|(_, weight)| *weight);
    best.filter(|(_, weight)| *weight > Quality::ZERO).map(|(offer, _)| offer)
}

/// Whether a reader takes a media type. Who does not say takes any.
pub(crate) fn takes(request: &HttpRequest, media_type: &str) -> bool {
    best(request, &[media_type]).is_some()
}

/// What the reader says; none where that cannot be read, or nothing is said.
fn told(request: &HttpRequest) -> Option<Accept> {
    request.headers().contains_key(header::ACCEPT).then(|| Accept::parse(request).ok()).flatten()
}

/// How much a media type is wanted: what the most particular of the ranges says that it is in.
fn weight(accept: &Accept, offer: &str) -> Quality {
    let (kind, _) = offer.split_once('/').unwrap_or((offer, ""));
    let fitting = accept.iter().filter_map(|range| {
        let essence = range.item.essence_str();
        let fit = if essence == offer {
            Some(2)
        } else if range.item.type_() == kind && range.item.subtype() == "*" {
            Some(1)
        } else {
            (essence == "*/*").then_some(0)
        };
        fit.map(|fit| (fit, range.quality))
    });
    fitting.max_by_key(|(fit, _)| *fit).map_or(Quality::ZERO, |(_, quality)| quality)
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    const OFFERS: [&str; 3] = ["application/json", "application/geo+json", "text/csv"];

    fn best_of(accept: &str) -> Option<&'static str> {
        best(&TestRequest::get().insert_header((header::ACCEPT, accept)).to_http_request(), &OFFERS)
    }

    #[test]
    fn the_heaviest_that_there_is_is_taken() {
        let cases = [
            ("*/*", Some("application/json")),
            ("text/csv", Some("text/csv")),
            ("text/*", Some("text/csv")),
            ("text/html, */*;q=0.8", Some("application/json")),
            ("application/json;q=0.5, application/geo+json", Some("application/geo+json")),
            ("application/json;q=0.1, text/csv;q=0.123", Some("text/csv")),
            ("application/*;q=0.2, text/csv;q=0.1, application/json;q=0", Some("application/geo+json")),
            ("text/html", None),
            ("application/json;q=0", None),
        ];
        for (accept, expected) in cases {
            assert_eq!(best_of(accept), expected, "{accept}");
        }
        assert_eq!(best(&TestRequest::get().to_http_request(), &OFFERS), Some("application/json"));
    }
}
