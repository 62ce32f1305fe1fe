use std::sync::Arc;

use super::{
    Braked, Failed, Harmless, Kept, always, answer, case,
    feeds::{self, Feed},
    ok, run,
};

/// An array of services: those there are, and another element.
fn and(element: &str) -> super::Attack {
    let known = feeds::SERVICES.trim_end_matches(']');
    always(ok(format!("{known},{element}]")))
}

#[test]
fn json_that_no_one_should_write_is_kept_out_or_refused() {
    let deep = |count: usize| format!("{}{}", "[".repeat(count), "]".repeat(count));
    let nested = (0..200).fold(r#"{"id":"z","name":"Z"}"#.to_owned(), |inner, number| {
        format!(r#"{{"id":"o{number}","name":"O","organization":{inner}}}"#)
    });
    let service = |member: &str| format!(r#"{{"id":"c","name":"C","status":"active",{member}}}"#);
    let invalid =
        [feeds::SERVICES.trim_end_matches(']').as_bytes(), b",{\"id\":\"c\",\"name\":\"\xff\"}]"].concat();
    let empties = |element: &str| format!("[{element}{}]", format!(",{element}").repeat(19_999));
    run(vec![
        case(
            "arrays in arrays, as services",
            Feed::Oruk,
            always(ok(deep(50_000))),
            Kept("no-id", "no id that can be used"),
        ),
        case(
            "arrays in arrays, as rows",
            Feed::Json,
            always(ok(deep(50_000))),
            Failed("unreadable", "to its end as JSON"),
        ),
        case(
            "arrays in a member",
            Feed::Oruk,
            and(&service(&format!(r#""x":{}"#, deep(300)))),
            Kept("unreadable", "recursion limit"),
        ),
        case(
            "arrays in a member of a row",
            Feed::Json,
            and(&service(&format!(r#""x":{}"#, deep(300)))),
            Kept("no-object", "recursion limit"),
        ),
        case(
            "organizations in organizations",
            Feed::Oruk,
            always(ok(format!("[{nested}]"))),
            Failed("too-deep", "more than 8 deep"),
        ),
        case(
            "a number beyond all numbers",
            Feed::Json,
            and(&service(r#""x":1e999"#)),
            Kept("no-object", "number out of range"),
        ),
        case(
            "a number of ten thousand digits",
            Feed::Oruk,
            and(&service(&format!(r#""x":{}"#, "9".repeat(10_000)))),
            Kept("unreadable", "number out of range"),
        ),
        case(
            "members that come twice",
            Feed::Oruk,
            and(&service(r#""name":"D","id":"c""#)),
            Kept("no-id", "no id that can be used"),
        ),
        case(
            "half a surrogate",
            Feed::Json,
            and(&service(r#""x":"\ud800""#)),
            Kept("no-object", "hex escape"),
        ),
        case("NUL in a text", Feed::Oruk, and(&service(r#""description":"a\u0000b""#)), Harmless(3)),
        case("no UTF-8", Feed::Oruk, always(ok(invalid)), Failed("unreadable", "to its end as JSON")),
        case(
            "a text of 17 MB",
            Feed::Json,
            and(&service(&format!(r#""x":"{}""#, "x".repeat(17_000_000)))),
            Failed("too-large", "more than 16777216 bytes"),
        )
        .up_to(50_000_000),
        case(
            "a text of 17 MB in a service",
            Feed::Oruk,
            and(&service(&format!(r#""x":"{}""#, "x".repeat(17_000_000)))),
            Failed("too-large", "more than 16777216 bytes"),
        )
        .up_to(50_000_000),
        case(
            "a line of 17 MB",
            Feed::Jsonl,
            always(ok("x".repeat(17_000_000))),
            Failed("unreadable", "longer than 16777216 bytes"),
        )
        .up_to(50_000_000),
        case(
            "nothing but empty objects",
            Feed::Oruk,
            always(ok(empties("{}"))),
            Kept("no-id", "there are 10000 more of `no-id`"),
        ),
        case(
            "nothing but nulls",
            Feed::Json,
            always(ok(format!("[{{}},{}", &empties("null")[1..]))),
            Kept("no-object", "there are 10000 more"),
        ),
        case("an empty array", Feed::Oruk, always(ok("[]")), Braked("the feed is empty")),
    ]);
}

#[test]
fn ids_that_lead_elsewhere_or_hold_what_no_id_does_stay_ids() {
    let with = |id: &str| format!(r#"{{"id":"{id}","name":"C","status":"active"}}"#);
    let long = "i".repeat(10_000);
    let listed = |id: &'static str| -> super::Attack {
        Arc::new(move |asked| match asked.path.starts_with("/services?") {
            true => feeds::api(&asked.path, &["a", "b", id]),
            false => match feeds::api(&asked.path, &["a", "b"]) {
                _ if asked.path.contains("passwd") => answer("404 Not Found", "", ""),
                reply => reply,
            },
        })
    };
    run(vec![
        case(
            "control characters",
            Feed::Oruk,
            and(&with("c\\u0007\\u0000")),
            Kept("no-id", "no id that can be used"),
        ),
        case("a path", Feed::Oruk, and(&with("../../etc/passwd")), Harmless(3)),
        case("colons", Feed::Oruk, and(&with("service:a:b")), Harmless(3)),
        case("ten thousand letters", Feed::Oruk, and(&with(&long)), Kept("long-id", "2000 are the most")),
        case(
            "ten thousand letters of a row",
            Feed::Json,
            and(&with(&long)),
            Kept("long-id", "2000 are the most"),
        ),
        case(
            "ten thousand letters within a service",
            Feed::Oruk,
            and(&format!(r#"{{"id":"a","name":"Tea","status":"active","organization":{}}}"#, with(&long))),
            Kept("long-id", "2000 are the most"),
        ),
        case("a path that an API lists", Feed::Api, listed("../../etc/passwd"), Failed("unreachable", "")),
        case("the folder above, that an API lists", Feed::Api, listed(".."), Failed("unreachable", "")),
    ]);
}
