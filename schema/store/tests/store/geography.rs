use std::error::Error;

use model::{Area, Dataset, Indicator, Licence, Postcode};
use store::{Store, StoreError};

use crate::support::{Place, library, on_both};

on_both!(
    areas_of_a_kind_are_replaced_and_others_stay,
    indicators_are_replaced_one_by_one,
    a_register_of_postcodes_is_replaced_whole,
    a_file_that_breaks_off_replaces_nothing,
    a_geography_moves_with_a_copy,
);

fn dataset(part: &str) -> Dataset {
    let attribution = Some("Contains National Statistics data © Crown copyright".to_owned());
    let licence = Licence { id: "OGL-UK-3.0".to_owned(), url: None, attribution, republish: true };
    Dataset {
        part: part.to_owned(),
        name: part.to_owned(),
        description: None,
        licence,
        lower_is_worse: false,
    }
}

fn area(kind: &str, code: &str) -> Area {
    let ring = vec![[-4.2, 50.3], [-4.1, 50.3], [-4.1, 50.4], [-4.2, 50.3]];
    Area {
        code: code.to_owned(),
        name: format!("Area {code}"),
        kind: kind.to_owned(),
        latitude: 50.35,
        longitude: -4.15,
        boundary: (kind == Area::WARD).then(|| vec![vec![ring]]),
    }
}

fn put_areas(store: &Store, kind: &str, codes: &[&str]) -> u64 {
    let rows = codes.iter().map(|code| area(kind, code)).collect();
    store.replace_areas(kind, &dataset(&Dataset::areas(kind)), &mut handing(rows)).unwrap()
}

/// How an import ends that may fail for reasons of its own.
type Handed = Result<(), Box<dyn Error + Send + Sync>>;

/// Hands on what is there already.
fn handing<T: Clone>(rows: Vec<T>) -> impl FnMut(&mut dyn FnMut(T) -> store::Result<()>) -> Handed {
    move |take| Ok(rows.iter().cloned().try_for_each(take)?)
}

fn postcode(number: usize) -> Postcode {
    Postcode {
        postcode: format!("PL{} 1AB", number + 1),
        latitude: 50.0 + number as f64 / 1e5,
        longitude: -4.0,
        ward: number.is_multiple_of(2).then(|| "E05002078".to_owned()),
    }
}

fn postcodes(store: &Store) -> Vec<Postcode> {
    let mut all = Vec::new();
    store.for_each_postcode(|postcode| all.push(postcode)).unwrap();
    all
}

fn areas_of_a_kind_are_replaced_and_others_stay(place: &Place) {
    let store = library(place);
    assert_eq!((store.areas().unwrap(), store.geography_number().unwrap()), (vec![], 0));
    assert_eq!(put_areas(&store, "ward", &["E2", "E1"]), 2);
    assert_eq!(put_areas(&store, "lsoa", &["E1"]), 1);
    assert_eq!(put_areas(&store, "ward", &["E3", "E3"]), 1, "of two with one code the first stays");
    assert_eq!(store.areas().unwrap(), [area("lsoa", "E1"), area("ward", "E3")]);
    assert_eq!(store.geography_number().unwrap(), 3);
    assert_eq!(store.datasets().unwrap(), [dataset("areas/lsoa"), dataset("areas/ward")]);
}

fn indicators_are_replaced_one_by_one(place: &Place) {
    let store = library(place);
    let row = |code: &str, area: &str, value| Indicator {
        area: area.to_owned(),
        code: code.to_owned(),
        value,
        period: Some("2024".to_owned()),
    };
    let put = |code: &str, rows: Vec<Indicator>| {
        store.replace_indicator(code, &dataset(&Dataset::indicator(code)), &mut handing(rows)).unwrap()
    };
    put("risk", vec![row("risk", "E2", 2.5), row("risk", "E1", 3.25)]);
    put("population", vec![row("population", "E1", 9_000.0)]);
    put("risk", vec![row("risk", "E1", 4.0)]);
    assert_eq!(store.indicators().unwrap(), [row("population", "E1", 9_000.0), row("risk", "E1", 4.0)]);
}

fn a_register_of_postcodes_is_replaced_whole(place: &Place) {
    let store = library(place);
    let put = |count: usize| {
        let rows = (0..count).map(postcode).collect();
        store.replace_postcodes(&dataset(Dataset::POSTCODES), &mut handing(rows)).unwrap()
    };
    assert_eq!(put(2_500), 2_500);
    let mut expected: Vec<_> = (0..2_500).map(postcode).collect();
    expected.sort_by(|a, b| a.postcode.cmp(&b.postcode));
    assert_eq!(postcodes(&store), expected);
    assert_eq!((put(1), put(1)), (1, 1));
    assert_eq!(postcodes(&store), [postcode(0)]);
}

fn a_file_that_breaks_off_replaces_nothing(place: &Place) {
    let store = library(place);
    put_areas(&store, "ward", &["E1"]);
    let mut rows = |take: &mut dyn FnMut(Area) -> store::Result<()>| {
        take(area("ward", "E2"))?;
        Err("line 3 is cut off".into())
    };
    let refused = store.replace_areas("ward", &dataset("areas/ward"), &mut rows).unwrap_err();
    assert!(matches!(refused, StoreError::Rows(_)));
    assert_eq!(refused.to_string(), "nothing was replaced: line 3 is cut off");
    assert_eq!(store.areas().unwrap(), [area("ward", "E1")]);
    assert_eq!(store.geography_number().unwrap(), 1);
}

fn a_geography_moves_with_a_copy(place: &Place) {
    let store = library(place);
    put_areas(&store, "ward", &["E1"]);
    store.replace_postcodes(&dataset(Dataset::POSTCODES), &mut handing(vec![postcode(0)])).unwrap();
    let target = place.another();
    let copy = target.open();
    store.copy_to(&copy).unwrap();
    assert_eq!(copy.areas().unwrap(), store.areas().unwrap());
    assert_eq!(copy.datasets().unwrap(), store.datasets().unwrap());
    assert_eq!(postcodes(&copy), [postcode(0)]);
    assert_eq!(copy.geography_number().unwrap(), 2);
}
