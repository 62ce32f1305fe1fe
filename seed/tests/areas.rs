//! What is shipped of places is what its own description makes of the published data.

#![expect(clippy::unwrap_used, reason = "what cannot be set up fails the test")]

use std::{collections::BTreeMap, path::PathBuf};

use harvest::geography::{
    AreaColumns, IndicatorColumns, LookupColumns, Terms, areas_of, import_areas, import_indicator,
    indicators_of,
};
use model::{Area, Indicator, Licence};
use store::{Database, Store};

fn terms() -> Terms {
    let licence = Licence { id: "OGL-UK-3.0".to_owned(), url: None, attribution: None, republish: true };
    Terms { name: None, description: None, licence }
}

/// The folder of real data, if it is there.
fn data() -> Option<PathBuf> {
    let data = PathBuf::from(std::env::var_os("SHARED")?).join("data");
    data.join("plymouth_geography").exists().then_some(data)
}

fn shipped(code: &str) -> BTreeMap<String, f64> {
    let rows = indicators_of(seed::areas().indicators.as_bytes(), code).unwrap();
    rows.into_iter().map(|row| (row.area, row.value)).collect()
}

#[test]
fn the_twenty_wards_have_a_figure_of_each_indicator() {
    let wards = areas_of(seed::areas().wards.as_bytes(), Area::WARD).unwrap();
    assert_eq!(wards.len(), 20);
    for code in ["digital-exclusion", "deprivation"] {
        let figures = shipped(code);
        assert!(wards.iter().all(|ward| figures.contains_key(&ward.code)), "{code}");
    }
}

#[test]
fn the_shipped_wards_are_those_that_an_import_of_the_published_data_makes() {
    let Some(data) = data() else { return eprintln!("skipped: SHARED names no folder of real data") };
    let geography = data.join("plymouth_geography");
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&Database::Sqlite(folder.path().join("directory.sqlite"))).unwrap();
    let boundaries = geography.join("wards_2013_plymouth.geojson");
    import_areas(&store, &boundaries, Area::WARD, &AreaColumns::default(), &terms()).unwrap();
    let imports = [
        ("digital-exclusion", "deri_depahri_lsoa11_plymouth.csv", "lsoa11_code", "deri_score_national"),
        ("deprivation", "imd2025_lsoa21_plymouth.csv", "lsoa21_code", "IMD_score"),
    ];
    let lookups = [
        (data.join("postcodes/postcodes_plymouth.csv"), "lsoa11", "ward"),
        (geography.join("lsoa21_to_ward24_plymouth.csv"), "lsoa21_code", "ward24_code"),
    ];
    for ((code, file, area, value), (lookup, from, to)) in imports.into_iter().zip(lookups) {
        let columns = IndicatorColumns {
            area: Some(area.to_owned()),
            value: Some(value.to_owned()),
            ..IndicatorColumns::default()
        };
        let lookup_columns = LookupColumns { from: from.to_owned(), to: to.to_owned(), weight: None };
        let lookup = Some((lookup.as_path(), &lookup_columns));
        let file = geography.join(file);
        import_indicator(&store, &file, code, &columns, lookup, (&terms(), false)).unwrap();
    }
    for made in store.areas().unwrap() {
        let wards = areas_of(seed::areas().wards.as_bytes(), Area::WARD).unwrap();
        let ward = wards.iter().find(|ward| ward.code == made.code).unwrap();
        assert_eq!(ward.name, made.name);
        let apart = (ward.latitude - made.latitude).abs().max((ward.longitude - made.longitude).abs());
        assert!(apart < 0.000_06, "{}: {apart}", ward.name);
    }
    for Indicator { area, code, value, .. } in store.indicators().unwrap() {
        let figure = shipped(&code).get(&area).copied().unwrap();
        assert!((figure - value).abs() < 0.051, "{code} of {area}: {figure} or {value}");
    }
}
