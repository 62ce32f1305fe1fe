//! The two ways in which an `Authorization` header is read.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use percent_encoding::percent_decode_str;

/// The token of a bearer header (RFC 6750, 2.1); the scheme's case does not matter.
pub(crate) fn bearer(authorization: &str) -> Option<&str> {
    of_scheme(authorization, "bearer")
}

/// The id and the secret of a client in a basic header, each encoded as a form's values are (RFC 6749, 2.3.1).
pub fn basic(authorization: &str) -> Option<(String, String)> {
    let decoded = STANDARD.decode(of_scheme(authorization, "basic")?).ok()?;
    let text = String::from_utf8(decoded).ok()?;
    let (id, secret) = text.split_once(':')?;
    Some((form_decoded(id)?, form_decoded(secret)?))
}

fn form_decoded(text: &str) -> Option<String> {
    let spaced = text.replace('+', " ");
    Some(percent_decode_str(&spaced).decode_utf8().ok()?.into_owned())
}

/// What follows the name of a scheme.
fn of_scheme<'a>(authorization: &'a str, scheme: &str) -> Option<&'a str> {
    let (word, rest) = authorization.trim().split_once(' ')?;
    let rest = rest.trim();
    (word.eq_ignore_ascii_case(scheme) && !rest.is_empty()).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bearer_token_is_what_follows_the_scheme() {
        assert_eq!(bearer("Bearer abc"), Some("abc"));
        assert_eq!(bearer("bearer  abc "), Some("abc"));
        for none in ["abc", "Basic abc", "Bearer ", "Bearer", ""] {
            assert_eq!(bearer(none), None, "{none}");
        }
    }

    #[test]
    fn a_client_may_encode_its_id_and_secret() {
        let header = |text: &str| format!("Basic {}", STANDARD.encode(text));
        assert_eq!(
            basic(&header("food-bank-1:s3cret")),
            Some(("food-bank-1".to_owned(), "s3cret".to_owned()))
        );
        assert_eq!(basic(&header("a%3Ab:c%20d")), Some(("a:b".to_owned(), "c d".to_owned())));
        assert_eq!(basic(&header("nothing")), None);
        assert_eq!(basic("Basic ***"), None);
    }
}
