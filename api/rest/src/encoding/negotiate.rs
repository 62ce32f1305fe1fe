//! Which encoding a reader takes (RFC 9110, section 12.5.3).

use actix_web::http::header::{self, HeaderMap};

/// An encoding of answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Coding {
    Zstd,
    Brotli,
    Gzip,
}

impl Coding {
    /// Those that a reader may choose from, the one that costs least for what it saves first.
    pub(super) const ALL: [Self; 3] = [Self::Zstd, Self::Brotli, Self::Gzip];
    /// What may be named.
    pub(super) const NAMES: [&'static str; 4] = ["zstd", "br", "gzip", "identity"];

    /// Its name in headers.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Zstd => "zstd",
            Self::Brotli => "br",
            Self::Gzip => "gzip",
        }
    }
}

/// What a reader wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Wanted {
    /// The encoding to pack in, where one is taken.
    pub(super) coding: Option<Coding>,
    /// Whether the reader takes plain answers as well.
    pub(super) may_be_plain: bool,
}

impl Wanted {
    /// Reads the header; none where the reader takes nothing that there is.
    pub(super) fn of(headers: &HeaderMap) -> Option<Self> {
        let told: Vec<&str> =
            headers.get_all(header::ACCEPT_ENCODING).filter_map(|value| value.to_str().ok()).collect();
        if told.is_empty() {
            return Some(Self { coding: None, may_be_plain: true });
        }
        let told: Vec<(String, u16)> =
            told.iter().flat_map(|value| value.split(',')).filter_map(weighed).collect();
        let weight = |name: &str| told.iter().find(|(other, _)| other == name).map(|(_, weight)| *weight);
        let any = weight("*");
        let plain = weight("identity").or(any.filter(|weight| *weight == 0));
        let may_be_plain = plain != Some(0);
        let of = |coding: &Coding| weight(coding.as_str()).or(any).unwrap_or(0);
        // The first of the heaviest: `max_by_key` would give the last.
        let best = Coding::ALL.iter().rev().max_by_key(|coding| of(coding));
        let coding = best.copied().filter(|coding| of(coding) > 0 && of(coding) >= plain.unwrap_or(0));
        (coding.is_some() || may_be_plain).then_some(Self { coding, may_be_plain })
    }
}

/// One element of the header with its weight in thousandths. What cannot be read counts as not sent.
fn weighed(element: &str) -> Option<(String, u16)> {
    let mut parts = element.split(';').map(str::trim);
    let name = parts.next().filter(|name| !name.is_empty())?.to_ascii_lowercase();
    let name = if name == "x-gzip" { "gzip".to_owned() } else { name };
    let quality = parts.find_map(|part| part.strip_prefix("q=").or(part.strip_prefix("Q=")));
    let quality: f32 = quality.map_or(Some(1.0), |text| text.parse().ok())?;
    // In bounds, so that nothing is cut off.
    (0.0..=1.0).contains(&quality).then(|| (name, (quality * 1000.0).round() as u16))
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::HeaderValue;
    use proptest::prelude::*;

    use super::*;

    fn wanted(header: &str) -> Option<Wanted> {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_str(header).unwrap());
        Wanted::of(&headers)
    }

    #[test]
    fn the_heaviest_that_there_is_is_taken() {
        use Coding::{Brotli, Gzip, Zstd};
        let cases = [
            ("gzip", Some(Gzip)),
            ("x-gzip", Some(Gzip)),
            ("gzip, deflate, br", Some(Brotli)),
            ("gzip, deflate, br, zstd", Some(Zstd)),
            ("zstd;q=0.2, gzip;q=0.8, br;q=0.5", Some(Gzip)),
            ("*", Some(Zstd)),
            ("*;q=0.5, zstd;q=0", Some(Brotli)),
            ("identity", None),
            ("identity, gzip;q=0.5", None),
            ("", None),
            ("deflate", None),
            ("gzip;q=0", None),
            ("gzip;q=2, br;q=x", None),
        ];
        for (header, coding) in cases {
            assert_eq!(wanted(header), Some(Wanted { coding, may_be_plain: true }), "{header}");
        }
    }

    #[test]
    fn who_rules_out_plain_answers_gets_packed_ones_or_none() {
        for header in ["gzip, identity;q=0", "gzip, *;q=0"] {
            assert_eq!(
                wanted(header),
                Some(Wanted { coding: Some(Coding::Gzip), may_be_plain: false }),
                "{header}"
            );
        }
        for header in ["identity;q=0", "*;q=0", "deflate, *;q=0"] {
            assert_eq!(wanted(header), None, "{header}");
        }
        assert_eq!(wanted("*;q=0, identity"), Some(Wanted { coding: None, may_be_plain: true }));
    }

    proptest! {
        #[test]
        fn any_header_is_read(header in "[ -~]{0,80}") {
            let _ = wanted(&header);
        }
    }
}
