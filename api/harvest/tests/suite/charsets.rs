//! Whatever characters a list is written in, none is garbled without a word.

use encoding_rs::{WINDOWS_1251, WINDOWS_1252};
use model::Kind;
use serde_json::Value;

use crate::support::{Bench, count, with_terms};

const CSV: &str = "format = \"csv\"\nlocation = \"list.csv\"";

/// The name of the one service that is read from a list, and how often its encoding was told of.
fn read(toml: &str, bytes: &[u8]) -> (String, usize) {
    let bench = Bench::new();
    bench.write("list.csv", bytes);
    let report = bench.taken(toml);
    let noun = bench.records(Kind::Service).first().unwrap().noun.to_value();
    (noun.get("name").and_then(Value::as_str).unwrap().to_owned(), count(&report, "bad-encoding"))
}

fn list(name: &str) -> String {
    format!("Name,Postcode\n{name},PL1 1AA\n")
}

fn wide(name: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
    std::iter::once(0xfeff).chain(list(name).encode_utf16().collect::<Vec<_>>()).flat_map(order).collect()
}

#[test]
fn utf_8_and_marked_utf_16_are_read_without_a_word() {
    for bytes in [
        list("Café").into_bytes(),
        format!("\u{feff}{}", list("Café")).into_bytes(),
        wide("Café", u16::to_le_bytes),
        wide("Café", u16::to_be_bytes),
    ] {
        assert_eq!(read(CSV, &bytes), ("Café".to_owned(), 0));
    }
}

#[test]
fn other_characters_are_told_apart_and_what_was_assumed_is_said() {
    for (encoding, name) in [(WINDOWS_1252, "Café Zoë’s"), (WINDOWS_1251, "Клуб любителей чая и кофе")]
    {
        let bench = Bench::new();
        bench.write("list.csv", encoding.encode(&format!("Name,Postcode\n{name},PL1 1AA\n")).0);
        let report = bench.taken(CSV);
        assert_eq!(bench.records(Kind::Service)[0].noun.to_value()["name"], name);
        let told = report.issues.iter().find(|issue| issue.code == "bad-encoding").unwrap();
        assert!(told.reason.contains(encoding.name()) && told.action.contains("`charset`"), "{told:?}");
    }
}

#[test]
fn a_file_of_two_encodings_keeps_the_words_of_both() {
    let bench = Bench::new();
    let bytes = [b"Name,Postcode\n".as_slice(), "Café,PL1 1AA\n".as_bytes(), b"Zo\xeb,PL2 2BB\n"].concat();
    bench.write("list.csv", bytes);
    assert_eq!(count(&bench.taken(CSV), "bad-encoding"), 1);
    let names: Vec<_> =
        bench.records(Kind::Service).iter().map(|record| record.noun.to_value()["name"].clone()).collect();
    assert_eq!(names, ["Café", "Zoë"]);
}

#[test]
fn what_the_source_says_of_its_characters_overrides_what_they_look_like() {
    let told = |name: &str| format!("{CSV}\ncharset = \"{name}\"");
    assert_eq!(
        read(&told("windows-1251"), b"Name,Postcode\n\xca\xeb\xf3\xe1,PL1 1AA\n"),
        ("Клуб".to_owned(), 0)
    );
    let unmarked: Vec<u8> = list("Café").encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(read(&told("utf-16le"), &unmarked), ("Café".to_owned(), 0));
    assert_eq!(
        read(&told("shift_jis"), b"Name,Postcode\nTea \xff,PL1 1AA\n"),
        ("Tea \u{fffd}".to_owned(), 1)
    );
    let refused =
        harvest::SourceConfig::read(&with_terms(&told("klingon")), "feed".as_ref()).unwrap_err().to_string();
    assert!(refused.contains("`charset` is klingon; use a name such as windows-1252"), "{refused}");
}
