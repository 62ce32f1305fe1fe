//! Laws that hold for every text: what is normal stays as it is, and nothing panics.

use normalize::{address, country, date, email, identifier, name, phone, postcode, schedule, text, url};
use proptest::prelude::*;

/// Any text at all, and text made of the pieces that these modules look for.
fn any_text() -> impl Strategy<Value = String> {
    let pieces = "(PL1|1AB|[a-zé]{1,8}|St|Rd|[0-9]{1,5}|:|-|,|/|;|\\n| |&|&amp;|<b>|</p>|<|>|@|\\.|www\\.|http://|am|pm|Mon|to|closed|\\(|\\)|ß|İ|\u{0301}|\u{200b}|北){0,14}";
    prop_oneof!["\\PC{0,40}", any::<String>(), pieces]
}

/// A timetable without contradictions: for each day, some of four intervals that do not touch.
fn timetable() -> impl Strategy<Value = String> {
    let times = ["00:15-07:30", "08:00-10:15", "11:00-13:00", "14:30-24:00"];
    let names = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];
    prop::collection::vec(prop::sample::subsequence(times.to_vec(), 0..=4), 7).prop_map(move |week| {
        let open = week.iter().zip(names).filter(|(times, _)| !times.is_empty());
        open.map(|(times, day)| format!("{day} {}", times.join(","))).collect::<Vec<_>>().join("; ")
    })
}

fn stays(normalize: impl Fn(&str) -> Option<String>, text: &str) {
    if let Some(normal) = normalize(text) {
        assert_eq!(normalize(&normal).as_ref(), Some(&normal), "from {text:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_normal_stays_as_it_is(text in any_text()) {
        stays(postcode::normalize, &text);
        stays(postcode::find, &text);
        stays(|text| phone::normalize(text, "GB"), &text);
        stays(email::normalize, &text);
        stays(url::normalize, &text);
        stays(country::normalize, &text);
        stays(date::normalize, &text);
        stays(date::moment, &text);
        stays(date::time, &text);
        stays(|text| Some(text::plain(text)), &text);
        stays(|text| Some(text::line(text)), &text);
        stays(|text| Some(text::key(text)), &text);
        stays(|text| Some(name::normalize(text).text), &text);
    }

    #[test]
    fn a_number_of_a_register_stays_as_it_is(scheme in any_text(), value in prop_oneof![any_text(), "(GB-CHC-|GB-COH-|charity |SC|NIC|R|EY)?[0-9]{5,9}"], known in "(GB-CHC|GB-COH|UPRN|ODS|EIN|GB-SC|GB-NIC|URN|Ofsted|charity number)") {
        for scheme in [scheme, known] {
            if let Some(found) = identifier::normalize(Some(&scheme), None, &value) {
                prop_assert_eq!(identifier::normalize(Some(&found.scheme), None, &found.value), Some(found));
            }
        }
    }

    #[test]
    fn addresses_of_any_text_are_taken_apart_without_panic(a in any_text(), b in any_text()) {
        let address = address::normalize(&[&a, &b], Some(&b));
        prop_assert!(address.tokens.is_sorted());
        if let Some(postcode) = address.postcode {
            prop_assert_eq!(address::normalize(&[], Some(&postcode)).postcode, Some(postcode));
        }
        let _ = address::split(&a);
        let _ = url::site(&a);
        let _ = schedule::parse_day("MO", &a);
    }

    #[test]
    fn hours_written_out_read_back(text in any_text(), table in timetable()) {
        for text in [text, table] {
            if let Ok(hours) = schedule::read(&text) {
                prop_assert!(hours.is_weekly() == schedule::parse(&text).is_some());
            }
            if let Some(openings) = schedule::parse(&text) {
                prop_assert_eq!(schedule::parse(&schedule::to_text(&openings)), Some(openings), "from {:?}", text);
            }
        }
    }
}
