//! What is asked for again and again in one request is given once.

use super::{directory, joined};

#[test]
fn what_is_named_a_hundred_times_is_given_once() {
    let directory = directory();
    let reader = directory.anonymous();
    for (name, value) in [
        ("facets", "status"),
        ("include", "services"),
        ("include", "details"),
        ("fields", "name"),
        ("language", "en"),
        ("accessibility", "lift"),
    ] {
        let once = reader.gets(&format!("/v1/services?{name}={value}"));
        let often = reader.gets(&format!("/v1/services?{name}={}", joined(100, ",", |_| value.to_owned())));
        assert_eq!(
            (often.status.as_u16(), &often.bytes),
            (200, &once.bytes),
            "{name}={value}: {}",
            often.text
        );
        let apart = joined(100, "&", |_| format!("{name}={value}"));
        assert_eq!(reader.gets(&format!("/v1/services?{apart}")).bytes, once.bytes, "{name}={value}");
    }
}

#[test]
fn a_part_of_an_export_is_the_same_whether_its_lengths_are_known_or_not() {
    let directory = directory();
    let path = "/oruk/v3/services?format=ndjson&full=true";
    let part = || {
        let request = actix_web::test::TestRequest::get().uri(path).insert_header(("Range", "bytes=5-24"));
        directory.anonymous().asks(request)
    };
    let whole = directory.anonymous().gets(path);
    for _ in 0..3 {
        let answer = part();
        assert_eq!((answer.status.as_u16(), &answer.bytes), (206, &whole.bytes[5..25].to_vec()));
    }
    let chess = crate::actors::club("Go Circle", "Stoke Hall", "PL2 1BG");
    directory.partner("others").publishes(&[chess]);
    let total = directory.anonymous().gets(path).bytes.len();
    assert!(
        part().header("content-range").ends_with(&format!("/{total}")),
        "it changed, and so did its length"
    );
}
