//! Real lists of real places. Skipped, with a printed reason, where they are not at hand.

use std::{collections::BTreeSet, path::PathBuf};

use harvest::Options;
use model::Outcome;

use crate::directory::Directory;

/// The folder of real data: beside the repository, or where `SHARED` says.
pub(crate) fn shared() -> Option<PathBuf> {
    let beside = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared"));
    let folder = std::env::var_os("SHARED").map_or(beside, PathBuf::from).join("data");
    if !folder.is_dir() {
        eprintln!("skipped: real data is not at hand ({} is no folder; set SHARED)", folder.display());
        return None;
    }
    Some(folder)
}

fn source(directory: &Directory, name: &str, toml: &str) {
    directory.write(name, "source.toml", &format!("name = \"{name}\"\npublisher = \"{name}\"\n{toml}"));
}

#[test]
fn plymouths_central_library_is_one_service_at_one_location_though_four_lists_name_it() {
    let Some(data) = shared() else { return };
    let libraries = data.join("libraries_england");
    let directory = Directory::on_sqlite();
    let licence = "[licence]\nid = \"OGL-UK-3.0\"\n";
    let list = |file: &str, map: &str| {
        format!(
            "format = \"csv\"\nlocation = {:?}\n{licence}{map}",
            libraries.join(file).display().to_string()
        )
    };
    let columns = |name: &str, address: [&str; 3], postcode: &str, authority: &str| {
        let [one, two, three] = address;
        format!(
            "[map]\n{authority}[map.service]\nname = \"{name}\"\n[map.location]\nname = \"{name}\"\n\
             address_1 = \"{one}\"\naddress_2 = \"{two}\"\ncity = \"{three}\"\npostal_code = \"{postcode}\"\n"
        )
    };
    let schema = columns("Library name", ["Address 1", "Address 2", "Address 3"], "Postcode", "");
    source(&directory, "schema", &list("schema_plymouth_city_council.csv", &schema));
    let open = columns("name", ["address_1", "address_2", "address_3"], "postcode", "");
    source(&directory, "opendata", &list("plymouth_council_library_opendata.csv", &open));
    let only = "where = { authority = \"Plymouth\" }\n";
    let ace = columns("name", ["address1", "address2", "address3"], "postcode", only);
    source(&directory, "ace", &list("ace_libraries_2023.csv", &ace));
    for name in ["schema", "opendata", "ace"] {
        let report = directory.harvest(name, &Options::default());
        assert_eq!(report.outcome, Outcome::Harvested, "{:?}", report.issues);
    }
    let reader = directory.anonymous();
    let answer = reader.gets("/oruk/v3/services?search=central%20library&per_page=100&full=true");
    let contents = answer.body["contents"].as_array().unwrap();
    let central: Vec<_> =
        contents.iter().filter(|service| service["name"].as_str().unwrap().contains("Central")).collect();
    assert_eq!(central.len(), 1, "{:?}", answer.names());
    let places: BTreeSet<_> = central[0]["service_at_locations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|place| place["location"]["id"].as_str().unwrap())
        .collect();
    assert_eq!(places.len(), 1, "{places:?}");
}
