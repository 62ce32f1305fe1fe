use super::{
    Case, Failed, Harmless, Kept, always, case,
    feeds::{self, Feed, ods_rows},
    ok, run,
};

/// Entities that hold each other, ten times over.
const LAUGHS: &str = "<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">\
                      <!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\"><!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;\">]>";

/// A file of this machine as an entity.
const FILE: &str = "<!DOCTYPE x [<!ENTITY d SYSTEM \"file:///etc/passwd\">]>";

/// One long entity that is used over and over.
fn blow_up() -> String {
    format!("<!DOCTYPE x [<!ENTITY d \"{}\">]>", "a".repeat(50_000))
}

fn deep(name: &str) -> String {
    format!("<{name}>").repeat(10_000)
}

/// A prologue, and a text that uses what it declares.
fn prologues() -> [(&'static str, String); 3] {
    [("laughs", LAUGHS.to_owned()), ("file", FILE.to_owned()), ("blow-up", blow_up())]
}

#[test]
fn no_entity_is_expanded_and_no_file_is_read_whatever_the_format() {
    for (name, prologue) in prologues() {
        let using = |body: String| body.replace("Tea", &"&d;".repeat(1_000));
        let sheet = using(feeds::sheet(&prologue));
        let table = using(ods_rows(&[["id", "name"], ["a", "Tea"], ["b", "Chat"]]));
        let bodies: Vec<(Feed, Vec<u8>)> = vec![
            (Feed::Xlsx, feeds::xlsx(&sheet)),
            (Feed::Ods, feeds::ods(&prologue, &table)),
            (Feed::Atom, using(feeds::atom(&prologue)).into_bytes()),
            (Feed::Sitemap, feeds::sitemap(&prologue, &["/&d;&d;"]).into_bytes()),
        ];
        for (feed, body) in bodies {
            let mut bench = crate::support::Bench::new();
            bench.limit(10_000_000, super::PATIENCE);
            let server = super::Hostile::start();
            server.answers(feed.good());
            bench.taken(&feed.toml("feed", &server.base));
            server.answers(always(ok(body)));
            bench.harvest(&feed.toml("feed", &server.base));
            let published = super::published(&bench, "feed").concat();
            assert!(published.len() < 5_000, "{name}: {} bytes", published.len());
            assert!(!published.contains("root:") && !published.contains("haha"), "{name}: {published}");
        }
    }
}

#[test]
fn xml_that_nests_without_end_or_breaks_off_publishes_nothing() {
    let components = format!("{}{}", "BEGIN:X\r\n".repeat(5_000), "END:X\r\n".repeat(5_000));
    let closed = |name: &str| format!("{}{}", deep(name), format!("</{name}>").repeat(10_000));
    let cases: Vec<Case> = vec![
        case(
            "a deep sitemap",
            Feed::Sitemap,
            always(ok(deep("urlset"))),
            Failed("bad-sitemap", "nested more than 32 deep"),
        ),
        case(
            "a deep feed",
            Feed::Atom,
            always(ok(feeds::atom("").replace("Tea", &closed("b")))),
            Harmless(2),
        ),
        case("a deep feed that breaks off", Feed::Atom, always(ok(deep("feed"))), Failed("unreadable", "")),
        case(
            "a feed that breaks off",
            Feed::Atom,
            always(ok(&feeds::atom("")[..150])),
            Failed("unreadable", "to its end"),
        ),
        case(
            "a deep workbook",
            Feed::Xlsx,
            always(ok(feeds::xlsx(&feeds::sheet("").replace("Tea", &closed("b"))))),
            Harmless(2),
        ),
        case(
            "a workbook that breaks off",
            Feed::Xlsx,
            always(ok(feeds::xlsx(&feeds::sheet("")[..300]))),
            Failed("unreadable", "to its end as xlsx"),
        ),
        case(
            "a deep table",
            Feed::Ods,
            always(ok(feeds::ods("", &closed("table:table-row")))),
            Failed("no-header", "no visible sheet"),
        ),
        case(
            "a row without end",
            Feed::Ods,
            always(ok(feeds::ods(
                "",
                &ods_rows(&[["id", "name"], ["a", "Tea"]]).replacen(
                    "<table:table-row>",
                    "<table:table-row table:number-rows-repeated=\"1000000000\">",
                    2,
                ),
            ))),
            Failed("unreadable", "more than 10000"),
        ),
        case(
            "a deep calendar",
            Feed::Calendar,
            always(ok(feeds::calendar(&components))),
            Failed("unreadable", "nested more than 16 deep"),
        ),
        case(
            "a calendar that breaks off",
            Feed::Calendar,
            always(ok(&feeds::calendar("")[..120])),
            Failed("unreadable", "to its end as iCalendar"),
        ),
        case(
            "an event without an id",
            Feed::Calendar,
            always(ok(feeds::calendar("BEGIN:VEVENT\r\nSUMMARY:X\r\nEND:VEVENT\r\n"))),
            Kept("no-id", ""),
        ),
    ];
    run(cases);
}
