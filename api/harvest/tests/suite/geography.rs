//! Imports of areas, indicators and postcodes as operators see them.

use std::{fmt::Write as _, fs, io::Write as _, path::PathBuf};

use harvest::geography::{
    AreaColumns, GeographyError, IndicatorColumns, Intake, LookupColumns, Terms, import_areas,
    import_indicator, import_postcodes,
};
use model::{Area, Licence, Postcode};
use proptest::prelude::*;
use store::{Database, Store};
use tempfile::TempDir;

/// A store, and a folder for files.
struct Desk {
    store: Store,
    folder: TempDir,
}

impl Desk {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let store = Store::open(&Database::Sqlite(folder.path().join("directory.sqlite"))).unwrap();
        Self { store, folder }
    }

    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::write(&path, content).unwrap();
        path
    }

    fn areas(&self, name: &str, content: &str) -> Result<Intake, GeographyError> {
        let file = self.file(name, content);
        import_areas(&self.store, &file, "ward", &AreaColumns::default(), &terms())
    }

    fn postcodes(&self, name: &str, content: impl AsRef<[u8]>) -> Result<Intake, GeographyError> {
        import_postcodes(&self.store, &self.file(name, content), &terms())
    }

    fn register(&self) -> Vec<Postcode> {
        let mut register = Vec::new();
        self.store.for_each_postcode(|postcode| register.push(postcode)).unwrap();
        register
    }

    fn figures(&self) -> Vec<(String, f64)> {
        self.store.indicators().unwrap().into_iter().map(|row| (row.area, row.value)).collect()
    }
}

fn terms() -> Terms {
    let attribution = Some("Contains OS data © Crown copyright".to_owned());
    let licence = Licence { id: "OGL-UK-3.0".to_owned(), url: None, attribution, republish: true };
    Terms { name: None, description: None, licence }
}

fn told(intake: &Intake) -> Vec<String> {
    intake.refusals.iter().map(ToString::to_string).collect()
}

const SQUARE: &str =
    r#"{"type":"Polygon","coordinates":[[[-4.2,50.3],[-4.1,50.3],[-4.1,50.4],[-4.2,50.4],[-4.2,50.3]]]}"#;

fn feature(properties: &str, geometry: &str) -> String {
    format!(r#"{{"type":"Feature","properties":{properties},"geometry":{geometry}}}"#)
}

fn collection(features: &[String]) -> String {
    format!(r#"{{"type":"FeatureCollection","bbox":[-5,50,-4,51],"features":[{}]}}"#, features.join(","))
}

#[test]
fn boundaries_come_with_the_names_that_the_statisticians_give_them() {
    let desk = Desk::new();
    let wards = collection(&[
        feature(r#"{"WD24CD":"E05002078","WD24NM":"Budshead","LAD24CD":"E06000026"}"#, SQUARE),
        feature(r#"{"WD24CD":"E05002079","WD24NM":"Compton"}"#, r#"{"type":"Point","coordinates":[1,2]}"#),
        feature(r#"{"WD24CD":"E05002078","WD24NM":"Again"}"#, SQUARE),
        feature(r#"{"WD24CD":null,"WD24NM":"Nameless"}"#, SQUARE),
        "17".to_owned(),
    ]);
    let intake = desk.areas("wards.geojson", &wards).unwrap();
    assert_eq!((intake.taken, intake.refused), (1, 4));
    assert_eq!(
        told(&intake),
        [
            "line 2: `E05002079` has no Polygon or MultiPolygon in degrees; export it in WGS 84 (EPSG:4326), as \
             GeoJSON always is",
            "line 3: `E05002078` is there twice; keep one; the first was taken",
            "line 4: `,Nameless` has no code or no name; fill both in",
            "line 5: `17` is no feature with properties and a geometry; export the file again",
        ]
    );
    let areas = desk.store.areas().unwrap();
    let [Area { code, name, kind, latitude, longitude, boundary }] = areas.as_slice() else { panic!() };
    assert_eq!((code.as_str(), name.as_str(), kind.as_str()), ("E05002078", "Budshead", "ward"));
    assert_eq!((*latitude, *longitude), (50.35, -4.15));
    assert_eq!(boundary.as_ref().unwrap()[0][0].len(), 5);
    assert_eq!(desk.store.datasets().unwrap()[0].licence, terms().licence);
}

#[test]
fn properties_of_other_names_are_asked_for() {
    let desk = Desk::new();
    let wards = collection(&[feature(r#"{"id":"W1","title":"North"}"#, SQUARE)]);
    let refused = desk.areas("wards.geojson", &wards).unwrap_err().to_string();
    assert!(refused.contains("nothing in it is called `code`; it has id, title"), "{refused}");
    assert!(refused.contains("with --code"), "{refused}");
    let columns = AreaColumns { code: Some("id".to_owned()), name: Some("title".to_owned()) };
    let file = desk.file("wards.geojson", &wards);
    import_areas(&desk.store, &file, "ward", &columns, &terms()).unwrap();
    assert_eq!(desk.store.areas().unwrap()[0].name, "North");
}

#[test]
fn a_file_that_is_cut_off_or_empty_changes_nothing() {
    let desk = Desk::new();
    let good = collection(&[feature(r#"{"code":"W1","name":"North"}"#, SQUARE)]);
    desk.areas("wards.geojson", &good).unwrap();
    let other = collection(&[feature(r#"{"code":"W2","name":"South"}"#, SQUARE)]);
    for (name, content) in [
        ("wards.geojson", &other[..other.len() - 3]),
        ("wards.geojson", r#"{"type":"FeatureCollection"}"#),
        ("wards.geojson", r#"{"features":[]}"#),
        ("wards.json", "[]"),
        ("wards.csv", ""),
        ("wards.csv", "code,name,latitude,longitude\nW2,South,north,east\n"),
        ("wards.csv", "code,name\nW2,South\n"),
    ] {
        let refused = desk.areas(name, content).unwrap_err().to_string();
        assert!(refused.contains(name), "{refused}");
        assert_eq!(desk.store.areas().unwrap()[0].code, "W1", "{refused}");
    }
}

#[test]
fn centroids_come_from_a_table_in_degrees_or_on_the_national_grid() {
    let desk = Desk::new();
    let table = "code,name,kind,latitude,longitude,easting,northing\n\
                 W1,North,ward,50.4,-4.1,,\nW2,South,Ward,,,250359.811,62016.569\nL1,Small,lsoa,50.4,-4.1,,\n\
                 W3,Nowhere,ward,,,,\n";
    let intake = desk.areas("wards.csv", table).unwrap();
    assert_eq!((intake.taken, intake.refused, intake.left_out["areas of another kind"]), (2, 1, 1));
    let areas = desk.store.areas().unwrap();
    assert!((areas[1].latitude - 50.438_858).abs() < 1e-4, "{areas:?}");
}

#[test]
fn figures_of_areas_are_taken_as_they_are() {
    let desk = Desk::new();
    let file = desk.file("figures.csv", "area,value,period\nW1,\"9,000\",2021\nW2,many,2021\n,3,2021\n");
    let columns = IndicatorColumns::default();
    let take = || import_indicator(&desk.store, &file, "population", &columns, None, (&terms(), false));
    let intake = take().unwrap();
    assert_eq!(
        told(&intake),
        [
            "line 3: `many` is no number; correct it, or leave the row out",
            "line 4: `3` has no code of an area; fill it in",
        ]
    );
    assert_eq!(desk.figures(), [("W1".to_owned(), 9_000.0)]);
    assert_eq!(take().unwrap(), intake, "again comes to the same");
    assert_eq!(desk.store.indicators().unwrap()[0].period.as_deref(), Some("2021"));
}

#[test]
fn figures_of_smaller_areas_become_means_by_how_often_the_lookup_places_them() {
    let desk = Desk::new();
    let lookup = desk.file("lookup.csv", "postcode,lsoa,ward\nA,L1,W1\nB,L1,W1\nC,L1,W2\nD,L2,W1\nE,,W1\n");
    let file = desk.file("figures.csv", "lsoa,score,people\nL1,4,100\nL2,1,300\nL3,9,10\n");
    let lookup_columns = LookupColumns { from: "lsoa".to_owned(), to: "ward".to_owned(), weight: None };
    let take = |weight: Option<&str>| {
        let columns = IndicatorColumns {
            area: Some("lsoa".to_owned()),
            value: Some("score".to_owned()),
            weight: weight.map(str::to_owned),
            period: None,
        };
        let lookup = Some((lookup.as_path(), &lookup_columns));
        import_indicator(&desk.store, &file, "risk", &columns, lookup, (&terms(), false)).unwrap()
    };
    let intake = take(None);
    let told = told(&intake);
    assert!(told[0].ends_with("lookup.csv, line 6: `,W1` lacks a code; fill both codes in"), "{told:?}");
    assert_eq!(
        told[1],
        "line 4: `L3` is an area that the lookup does not place; use a lookup for areas of the same year"
    );
    assert_eq!(desk.figures(), [("W1".to_owned(), 3.0), ("W2".to_owned(), 4.0)], "two of L1, one of L2");
    take(Some("people"));
    assert_eq!(desk.figures()[0].1, 2.2, "(4 × 2 × 100 + 1 × 1 × 300) / 500");
}

const ONSPD: &str = "pcd,pcd2,pcds,dointr,doterm,oscty,osward,oseast1m,osnrth1m,lat,long\n\
    \"PL1 1AE\",\"PL1  1AE\",\"PL1 1AE\",198001,,E99999999,E05002094,248005,54543,50.371101,-4.138728\n\
    \"PL1 1AA\",\"PL1  1AA\",\"PL1 1AA\",199101,200212,E99999999,E05002094,248005,54543,50.37,-4.13\n\
    \"GY1 1AA\",\"GY1  1AA\",\"GY1 1AA\",199101,,L99999999,L99999999,,,99.999999,0.000000\n\
    \"PL1\",\"PL1\",\"PL1\",199101,,E99999999,E05002094,248005,54543,50.37,-4.13\n";

#[test]
fn the_ons_postcode_directory_is_read_whichever_year_names_its_columns() {
    let desk = Desk::new();
    let newer = ONSPD.replace("osward", "WD25CD").replace("doterm", "DOTERM").replace("pcds", "PCDS");
    for content in [ONSPD.to_owned(), newer, format!("\u{feff}{ONSPD}")] {
        let intake = desk.postcodes("onspd.csv", content).unwrap();
        assert_eq!((intake.taken, intake.refused), (1, 1));
        assert_eq!(intake.left_out["postcodes no longer in use"], 1);
        assert_eq!(intake.left_out["postcodes without a position"], 1);
        assert_eq!(told(&intake), ["line 5: `PL1` is no postcode; correct it, or leave the row out"]);
        let [Postcode { postcode, latitude, ward, .. }] = desk.register().try_into().unwrap();
        assert_eq!(
            (postcode.as_str(), latitude, ward.as_deref()),
            ("PL1 1AE", 50.371_101, Some("E05002094"))
        );
    }
}

const CODE_POINT: &str = "\"PL11AE\",10,248005,54543,\"E92000001\",\"E19000002\",\"E18000010\",\"\",\"E06000026\",\"E05002094\"\n\
    \"PL1 1AR\",90,0,0,\"E92000001\",\"\",\"\",\"\",\"E06000026\",\"\"\n";

#[test]
fn code_point_open_has_no_header_and_metres_on_the_grid() {
    let desk = Desk::new();
    let intake = desk.postcodes("pl.csv", CODE_POINT).unwrap();
    assert_eq!((intake.taken, intake.left_out["postcodes without a position"]), (1, 1));
    let register = desk.register();
    assert_eq!((register[0].postcode.as_str(), register[0].ward.as_deref()), ("PL1 1AE", Some("E05002094")));
    assert!((register[0].latitude - 50.371_101).abs() < 5e-5, "{register:?}");
    assert!((register[0].longitude + 4.138_728).abs() < 8e-5, "{register:?}");
}

#[test]
fn a_zip_is_read_with_all_its_tables_and_without_its_documents() {
    let desk = Desk::new();
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for (name, content) in [
        ("Doc/Code-Point_Open_Column_Headers.csv", "PC,PQ,EA,NO\n"),
        ("Data/CSV/pl.csv", CODE_POINT),
        (
            "Data/CSV/tq.csv",
            "\"TQ1 1AA\",10,291000,64000,\"E92000001\",\"\",\"\",\"\",\"E06000027\",\"E05012260\"\nodd,1,2\n",
        ),
    ] {
        zip.start_file(name, options).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    let intake = desk.postcodes("codepo_gb.zip", zip.finish().unwrap().into_inner()).unwrap();
    assert_eq!(intake.taken, 2);
    assert_eq!(
        told(&intake),
        ["Data/CSV/tq.csv, line 2: `odd` is no postcode; correct it, or leave the row out"]
    );
}

#[test]
fn a_register_of_a_whole_country_is_taken_row_by_row() {
    let desk = Desk::new();
    let mut text = "postcode,lat,long,ward\n".to_owned();
    for number in 0..20_000_u32 {
        let inward: String = [number / 20 % 20, number % 20]
            .iter()
            .map(|letter| char::from(b"ABDEFGHJLNPQRSTUWXYZ"[*letter as usize]))
            .collect();
        let (district, sector) = (number / 4_000 + 1, number / 400 % 10);
        writeln!(text, "PL{district} {sector}{inward},50.4,-4.1,E05002078").unwrap();
    }
    assert_eq!(desk.postcodes("register.csv", text).unwrap().taken, 20_000);
    assert_eq!(desk.register().len(), 20_000);
}

#[test]
fn the_real_geography_of_plymouth_is_taken_whole() {
    let Some(shared) = std::env::var_os("SHARED") else {
        return eprintln!("skipped: SHARED names no folder of real data");
    };
    let data = PathBuf::from(shared).join("data");
    let (geography, postcodes) = (data.join("plymouth_geography"), data.join("postcodes"));
    if !geography.exists() {
        return eprintln!("skipped: {} is not there", geography.display());
    }
    let desk = Desk::new();
    let columns = AreaColumns::default();
    let wards = geography.join("wards_2013_plymouth.geojson");
    assert_eq!(import_areas(&desk.store, &wards, "ward", &columns, &terms()).unwrap().taken, 20);
    let lsoas = geography.join("lsoa21_plymouth.geojson");
    assert_eq!(import_areas(&desk.store, &lsoas, "lsoa", &columns, &terms()).unwrap().taken, 164);
    let district = geography.join("lad_boundary_E06000026.geojson");
    assert_eq!(import_areas(&desk.store, &district, "district", &columns, &terms()).unwrap().taken, 1);
    let register = postcodes.join("postcodes_pl_tq_ex_tr.csv");
    assert_eq!(import_postcodes(&desk.store, &register, &terms()).unwrap().taken, 63_260);
    let columns = IndicatorColumns {
        area: Some("lsoa11_code".to_owned()),
        value: Some("deri_score_national".to_owned()),
        ..IndicatorColumns::default()
    };
    let lookup = LookupColumns { from: "lsoa11".to_owned(), to: "ward".to_owned(), weight: None };
    let register = postcodes.join("postcodes_plymouth.csv");
    let risk = geography.join("deri_depahri_lsoa11_plymouth.csv");
    let lookup = Some((register.as_path(), &lookup));
    let intake =
        import_indicator(&desk.store, &risk, "digital-exclusion", &columns, lookup, (&terms(), false))
            .unwrap();
    assert_eq!(
        (intake.taken, intake.refused),
        (20, 30),
        "thirty postcodes are newer than the lookup's areas"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn no_file_makes_an_import_panic(
        bytes in prop::collection::vec(any::<u8>(), 0..300),
        text in r#"[a-zA-Z0-9,"\n{}\[\]: .-]{0,200}"#,
        name in "(x\\.geojson|x\\.csv|x\\.zip)",
    ) {
        let desk = Desk::new();
        for content in [bytes, text.clone().into_bytes(), format!("code,name,lat,long\n{text}").into_bytes(),
            format!("postcode,lat,long\n{text}").into_bytes(), format!("{{\"features\":[{text}]}}").into_bytes()] {
            let file = desk.file(&name, &content);
            drop(import_areas(&desk.store, &file, "ward", &AreaColumns::default(), &terms()));
            drop(import_postcodes(&desk.store, &file, &terms()));
            drop(import_indicator(
                &desk.store, &file, "x", &IndicatorColumns::default(), None, (&terms(), false),
            ));
        }
    }
}
