//! The quick way and the library must give one answer for every number.

use phonenumber::country::Id;
use proptest::prelude::*;

use super::{plain, with_library};

/// National numbers: any ten digits or so, and ones behind prefixes where plans are dense and intricate.
fn national() -> impl Strategy<Value = String> {
    prop_oneof![
        "[0-9]{9,11}",
        "(1752|1204|1481|1624|1534|20|23|28|29|70|74|75|762|77|79|80|84|87|90|98|55|56|30|33)[0-9]{8}",
        "1(1[0-9]|2[0-9]|[3-9][0-9])[0-9]{7}",
        "(12046|12087|15396|17683|76245|74576|75090|77007|79117|80073|80890|84440|34440|70151)[0-9]{5}",
        "(305|202|416|268|658|787|684|800|822|900|500|523|524|600|622|710)[0-9]{7}",
        "[2-9][0-9]{2}[2-9][0-9]{6}",
    ]
}

/// The same number as people write it.
fn written() -> impl Strategy<Value = String> {
    let before = prop::sample::select(vec![
        "", "0", "+44", "+44 (0)", "0044", "44", "1", "+1", "+1-", "(0", "+", "001", "(", " ", "tel: ",
        "T. +44 ", "00", "011",
    ]);
    let gaps = prop::collection::vec(
        (1usize..6, prop::sample::select(vec!["", " ", "-", ".", ") ", "(", "(0)"])),
        0..4,
    );
    let after = prop::sample::select(vec![
        "",
        " ",
        ".",
        " ext 5",
        " or 01752 668000",
        "/2",
        " (0)1",
        "x12",
        " - mobile",
    ]);
    (before, national(), gaps, after).prop_map(|(before, mut number, gaps, after)| {
        let mut at = 0;
        for (step, gap) in gaps {
            at += step;
            if at < number.len() {
                number.insert_str(at, gap);
                at += gap.len();
            }
        }
        [before, &number, after].concat()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_quick_way_answers_as_the_library_does(text in written()) {
        for country in [Id::GB, Id::US, Id::CA] {
            if let Some(answer) = plain::read(&text, country) {
                prop_assert_eq!(answer, with_library(&text, country), "{:?} in {:?}", &text, country);
            }
        }
    }
}

#[test]
fn plain_numbers_go_the_quick_way() {
    for (text, country) in [
        ("01752 668000", Id::GB),
        ("+44 (0)1752 668000", Id::GB),
        ("+441752668000", Id::GB),
        ("(305) 358-8888", Id::US),
        ("1-613-555-0123", Id::CA),
        ("Tel: 01752 668000 ext 5", Id::GB),
    ] {
        assert!(plain::read(text, country).is_some(), "{text}");
    }
    for (text, country) in [("01752 668000 / 1", Id::GB), ("+1 305 358 8888", Id::GB), ("112", Id::GB)] {
        assert!(plain::read(text, country).is_none(), "{text}");
    }
}
