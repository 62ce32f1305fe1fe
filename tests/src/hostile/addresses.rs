//! What stands in addresses and headers.

use actix_web::test::TestRequest;

use super::{Hostile, directory, each_is_refused, joined, refused};

const PARAMETER: &str = "invalid-parameter";

/// An address of the directory's own list of services.
fn services(query: &str) -> String {
    format!("/v1/services?{query}")
}

fn parameters(all: &[(&str, String)]) -> Vec<Hostile> {
    all.iter().map(|(name, query)| refused(name, &services(query), 400, PARAMETER)).collect()
}

#[test]
fn addresses_without_end_are_refused_before_they_are_read() {
    let long = "x".repeat(60_000);
    let all = [
        ("a path", format!("/{long}")),
        ("a path of many parts", "/a".repeat(30_000)),
        ("an id", format!("/oruk/v3/services/{long}")),
        ("6,000 parameters", services(&joined(6_000, "&", |n| format!("p{n}={n}")))),
        ("15,000 times the same", services(&joined(15_000, "&", |_| "q=a".to_owned()))),
        ("a search of 10,000 terms", services(&format!("q={}", joined(10_000, "+", |n| format!("w{n}"))))),
        ("100,000 points", services(&format!("polygon={}", joined(6_000, "+", |_| "-4.1,50.3".to_owned())))),
        ("10,000 ids", format!("/v1/embed/services?ids={}", joined(10_000, ",", |n| n.to_string()))),
        ("a document", format!("/graphql?query={long}")),
    ];
    let all = all.iter().map(|(name, path)| refused(name, path, 414, "uri-too-long"));
    each_is_refused(&directory(), all.collect());
}

#[test]
fn places_that_are_nowhere_are_refused() {
    let turn = |n: usize| format!("{}.{},50.{}", n % 4, n % 10, n % 90);
    let mut all = parameters(&[
        ("a polygon of nothing", "polygon=".to_owned()),
        ("a polygon of two points", "polygon=-4.1,50.3+-4.2,50.4".to_owned()),
        ("a polygon of what is no number", "polygon=NaN,NaN+NaN,50+1,2".to_owned()),
        ("a polygon without end", "polygon=inf,0+-inf,0+0,0".to_owned()),
        ("a polygon off the earth", "polygon=1e300,0+0,1e300+0,0".to_owned()),
        ("a polygon of words", "polygon=a,b+c,d+e,f".to_owned()),
        (
            "a polygon of more than 1,000 points",
            format!("polygon={}", joined(1_001, "+", |_| "1,5".to_owned())),
        ),
        ("a box of what is no number", "bbox=NaN,NaN,NaN,NaN".to_owned()),
        ("a box without end", "bbox=-inf,-inf,inf,inf".to_owned()),
        ("a box upside down", "bbox=-4,51,-3,50".to_owned()),
        ("a box of 1,000 edges", format!("bbox={}", joined(1_000, ",", |n| n.to_string()))),
        ("near what is no place on earth", "near=91,0".to_owned()),
        ("near everything", "near=50.3,-4.1&within=2147483648".to_owned()),
        ("near less than nothing", "near=50.3,-4.1&within=-1".to_owned()),
        ("near a novel", format!("near={}", "a".repeat(5_000))),
        ("a ward that is none", "ward=%00".to_owned()),
    ]);
    // What is neither degrees nor a postcode can only be a name.
    all.push(refused("near what is no number", &services("near=nan,nan&within=10"), 404, "unknown-name"));
    each_is_refused(&directory(), all);
    // One that crosses itself encloses what it goes around an odd number of times.
    let crossing = services(&format!("polygon={}", joined(500, "+", turn)));
    let answer = directory().anonymous().gets(&crossing);
    assert_eq!((answer.status.as_u16(), &answer.body["total_items"]), (200, &0.into()), "{}", answer.text);
}

#[test]
fn numbers_and_lists_beyond_reason_are_refused() {
    let huge = "9".repeat(4_000);
    let many =
        |name: &str, prefix: &str| format!("{name}={}", joined(1_000, ",", |n| format!("{prefix}{n}")));
    let mut all = parameters(&[
        ("a page of everything", "limit=2147483647".to_owned()),
        ("a number of 4,000 digits", format!("limit={huge}")),
        ("a page of less than nothing", "limit=-1".to_owned()),
        ("an age of 4,000 digits", format!("age={huge}")),
        ("an age that is none", "age=NaN".to_owned()),
        ("1,000 fields", many("fields", "f")),
        ("1,000 topics", many("topic", "t")),
        ("1,000 languages", many("language", "l")),
        ("1,000 wards", many("ward", "w")),
        ("1,000 facets", many("facets", "f")),
        ("1,000 things to include", many("include", "i")),
        ("a cursor without end", format!("cursor={}", "A".repeat(20_000))),
        ("a cursor that is no cursor", "cursor=%00%ff".to_owned()),
        ("an order of its own", "sort=random()".to_owned()),
        ("a parameter that there is not", format!("{}=1", "p".repeat(20_000))),
        ("a text of 7,000 characters", format!("q={}", "a".repeat(7_000))),
        ("a need of 7,000 characters", format!("need={}", "a".repeat(7_000))),
    ]);
    all.extend([
        refused("a forged cursor", &services(&format!("cursor={}", "A".repeat(64))), 404, "unknown-name"),
        refused("a page far beyond", "/oruk/v3/services?page=99999999999", 400, PARAMETER),
        refused("a page of 10 million", "/oruk/v3/services?per_page=10000000", 400, PARAMETER),
        refused(
            "1,000 terms",
            &format!("/oruk/v3/services?{}", many("taxonomy_term_id", "")),
            400,
            PARAMETER,
        ),
        refused("an id that is none", "/v1/entities/..%2f..%2fetc%2fpasswd", 400, PARAMETER),
        refused("an id with NUL", "/oruk/v3/services/%00", 400, PARAMETER),
        refused("changes of a year", "/v1/changes?wait=31536000", 400, PARAMETER),
        refused("changes before the first", "/v1/changes?after=-1", 400, PARAMETER),
        refused("changes after the last", "/v1/changes?after=2147483647", 410, "changes-gone"),
        refused("an epoch without end", &format!("/v1/changes?epoch={}", "a".repeat(7_000)), 400, PARAMETER),
        refused("sessions of 10,000 years", "/v1/occurrences?from=0001-01-01&to=9999-12-31", 400, PARAMETER),
        refused("a record with NUL", "/v1/matches?a=a:service:%00&b=a:service:1", 400, PARAMETER),
        refused("a page that is none", &format!("/services/{}", "9".repeat(7_000)), 400, ""),
    ]);
    each_is_refused(&directory(), all);
}

#[test]
fn texts_that_are_no_words_find_nothing() {
    let directory = directory();
    let fuzzy = joined(20, "+", |n| format!("zzqx{}yvw", char::from(b'a' + u8::try_from(n).unwrap())));
    for text in [
        "%00",
        "%ED%A0%80",
        "%ff%fe",
        "%F0%9F%92%A9",
        "%E2%80%AE",
        "(a%2B)%2B%24",
        ".*.*.*.*.*",
        "%22",
        "%22%22%22",
        "*:*",
        "name:a+OR+id:*",
        "%27;DROP+TABLE+entity;--",
        "%7B%7B7*7%7D%7D",
        &fuzzy,
        &"%22a".repeat(60),
        &"zqzqzqzqzq".repeat(20),
    ] {
        for path in [
            "/v1/services?q=",
            "/v1/search?q=",
            "/v1/suggest?q=",
            "/v1/needs?q=",
            "/oruk/v3/services?search=",
        ] {
            let answer = directory.anonymous().gets(&format!("{path}{text}"));
            assert!(answer.status == 200 || answer.status == 400, "{path}{text}: {}", answer.text);
            assert!(answer.bytes.len() < 10_000, "{path}{text}");
        }
    }
}

#[test]
fn headers_beyond_reason_do_no_harm() {
    let directory = directory();
    let with = |name: &'static str, value: String| {
        let path = "/oruk/v3/services?format=ndjson";
        directory.anonymous().asks(TestRequest::get().uri(path).insert_header((name, value)))
    };
    let plain = with("X-Nothing", "1".to_owned()).bytes;
    let many = |one: &str| joined(5_000, ",", |n| one.replace('#', &n.to_string()));
    for (name, value) in [
        ("Range", format!("bytes={}", many("#-#"))),
        ("Range", format!("bytes={}-{}", "9".repeat(30), "9".repeat(40))),
        ("Range", "bytes=-".to_owned()),
        ("If-None-Match", many("\"#\"")),
        ("If-Modified-Since", "9".repeat(50_000)),
        ("If-Range", many("\"#\"")),
        ("Accept-Encoding", many("a#;q=0.#")),
        ("Accept-Encoding", format!("{},identity", many("br;q=NaN"))),
        ("Accept-Language", many("en-#")),
        ("Last-Event-ID", "9".repeat(50_000)),
        ("Cookie", many("a#=b")),
        ("X-Forwarded-For", many("10.0.0.#")),
    ] {
        let answer = with(name, value);
        assert_eq!((answer.status.as_u16(), &answer.bytes), (200, &plain), "{name}");
    }
    for (name, value, status) in [
        ("Accept", many("a/b#;q=0.1"), 406),
        ("Accept-Encoding", format!("{},*;q=0", many("x#")), 406),
        ("Authorization", format!("Bearer {}", "a".repeat(50_000)), 401),
        ("Authorization", format!("Bearer {}", joined(3, ".", |_| "e30".repeat(10_000))), 401),
    ] {
        let path = if name == "Authorization" { "/v1/audit" } else { "/oruk/v3/services?full=true" };
        let request = TestRequest::get().uri(path).insert_header((name, value));
        let answer = directory.anonymous().asks(request);
        super::is_small(name, &answer);
        assert_eq!(answer.status.as_u16(), status, "{name}: {}", answer.text);
    }
}
