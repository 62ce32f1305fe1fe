//! Feeds of news: as rows, and as lists of pages.

use std::fmt::Write as _;

use harvest::{Format, check};
use model::Kind;
use proptest::prelude::*;

use crate::support::{Bench, quick};

const TOML: &str = "format = \"atom\"\nlocation = \"news.xml\"\n[map]\nid = \"id\"\nignore = [\"authors\", \"published\", \"updated\", \"content\"]\n\
                    [map.service]\nname = \"title\"\ndescription = \"summary\"\nurl = \"link\"\nterms = \"categories\"";

fn atom(titles: &[&str]) -> String {
    let mut entries = String::new();
    for title in titles {
        write!(
            entries,
            "<entry><id>urn:{title}</id><title>{title}</title><link href=\"https://x.example/{title}\"/><updated>2026-02-01T10:00:00Z</updated>\
             <summary type=\"html\">&lt;b&gt;About&lt;/b&gt; {title}</summary><category term=\"sport\" label=\"Sport\"/></entry>"
        )
        .unwrap();
    }
    format!(
        "<?xml version=\"1.0\"?><feed xmlns=\"http://www.w3.org/2005/Atom\"><id>urn:feed</id><title>News</title><updated>2026-02-01T10:00:00Z</updated>{entries}</feed>"
    )
}

#[test]
fn entries_become_records_and_those_that_drop_off_the_feed_stay() {
    let bench = Bench::new();
    bench.write("news.xml", atom(&["chess", "choir"]));
    bench.taken(TOML);
    let chess = bench.noun(Kind::Service, "urn:chess");
    assert_eq!((&chess["name"], &chess["description"]), (&"chess".into(), &"About chess".into()));
    assert_eq!(chess["attributes"][0]["taxonomy_term"]["name"], "Sport");

    bench.write("news.xml", atom(&["bowls", "choir"]));
    let report = bench.taken(TOML);
    assert_eq!((report.counts.new, report.counts.deleted), (1, 0));
    assert_eq!(bench.ids(Kind::Service), ["urn:bowls", "urn:chess", "urn:choir"]);
}

#[test]
fn rss_and_json_feeds_are_read_as_well() {
    let rss = "<rss version=\"2.0\"><channel><title>News</title><item><guid>1</guid><title>Bowls</title><link>https://x.example/bowls</link></item></channel></rss>";
    let json = r#"{"version":"https://jsonfeed.org/version/1.1","title":"News","items":[{"id":"1","title":"Bowls","url":"https://x.example/bowls","content_text":"x"}]}"#;
    for feed in [rss, json] {
        let bench = Bench::new();
        bench.write("news.xml", feed);
        bench.taken(TOML);
        let bowls = bench.noun(Kind::Service, "1");
        assert_eq!((&bowls["name"], &bowls["url"]), (&"Bowls".into(), &"https://x.example/bowls".into()));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn no_feed_makes_the_reader_panic(text in ".{0,60}", cut in 0_usize..400) {
        let folder = tempfile::tempdir().unwrap();
        let whole = atom(&[&text, "choir"]);
        let half: String = whole.chars().take(cut).collect();
        for body in [text, whole, half] {
            let path = folder.path().join("a.atom");
            std::fs::write(&path, &body).unwrap();
            check(&path.display().to_string(), Some(Format::Atom), None, &quick()).unwrap();
        }
    }
}
