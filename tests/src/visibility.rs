//! What may be seen, by whom, and on whose terms.

use crate::{
    actors::{Row, club},
    directory::on_each_database,
};

const REFUGE: Row<'_> = Row {
    name: "Harbour House",
    run_by: "Safe Harbour Trust",
    venue: "Harbour House",
    address: "77 Quiet Lane, Plymouth",
    postcode: "PL9 9ZZ",
    phone: "01752 555099",
    about: "A place of safety.",
};

/// Every public way in which something could be seen.
const OUTPUTS: [&str; 8] = [
    "/oruk/v3/services?per_page=100&full=true",
    "/oruk/v3/services?format=ndjson",
    "/oruk/v3/services?search=harbour",
    "/oruk/v3/services?postcode=PL9%209ZZ",
    "/oruk/v3/organizations?per_page=100&full_service=true",
    "/oruk/v3/service_at_locations?per_page=100&full=true",
    "/oruk/v3/service_at_locations?format=ndjson",
    "/oruk/v3/taxonomy_terms",
];

#[test]
fn an_unmarked_twin_does_not_reveal_a_refuge() {
    on_each_database(|directory| {
        let everyday = club("Chess Circle", "Stoke Hall", "PL2 1BG");
        directory.partner("careless").publishes(&[REFUGE, everyday]);
        let seen = directory.anonymous().id_of("Harbour House");
        directory.partner("refuges").on_terms("visibility = \"private\"").publishes(&[REFUGE]);
        let reader = directory.anonymous();
        assert_eq!(reader.service_names(), ["Chess Circle"]);
        assert_eq!(reader.gets(&format!("/oruk/v3/services/{seen}")).status, 404, "it may not be confirmed");
        for output in OUTPUTS {
            let text = reader.gets(output).text;
            for secret in ["Harbour House", "Quiet Lane", "PL9 9ZZ", "555099", "Safe Harbour"] {
                assert!(!text.contains(secret), "{output} reveals {secret}: {text}");
            }
        }
        let graph =
            reader.queries("{ locations(first: 50) { totalCount nodes { name addresses { address1 } } } }");
        assert!(!graph.to_string().contains("Quiet Lane"), "{graph}");
    });
}

#[test]
fn what_may_not_be_republished_is_matched_but_never_shown() {
    on_each_database(|directory| {
        directory.partner("open").publishes(&[Row { phone: "", about: "Open words.", ..REFUGE }]);
        let terms = "[licence]\nid = \"internal\"\nattribution = \"Closed Data Ltd\"\nrepublish = false";
        directory
            .partner("closed")
            .on_terms("precedence = 900")
            .on_terms(terms)
            .publishes(&[Row { about: "Closed words.", ..REFUGE }]);
        let reader = directory.anonymous();
        assert_eq!(reader.only_service()["description"], "Open words.");
        for output in OUTPUTS {
            let text = reader.gets(output).text;
            for closed in ["Closed words", "555099", "Closed Data Ltd", "internal"] {
                assert!(!text.contains(closed), "{output} shows {closed}");
            }
        }
    });
}

#[test]
fn every_answer_names_the_licences_of_what_it_contains() {
    on_each_database(|directory| {
        let terms = "[licence]\nid = \"CC-BY-4.0\"\nattribution = \"Thanks to the chess players\"";
        let chess = club("Chess Circle", "Stoke Hall", "PL2 1BG");
        directory.partner("players").on_terms(terms).publishes(&[chess]);
        let reader = directory.anonymous();
        let id = reader.id_of("Chess Circle");
        for output in ["/oruk/v3/services".to_owned(), format!("/oruk/v3/services/{id}")] {
            let licence = &reader.gets(&output).body["licences"][0];
            assert_eq!(licence["id"], "CC-BY-4.0", "{output}");
            assert_eq!(licence["attribution"], "Thanks to the chess players", "{output}");
        }
    });
}

#[test]
fn a_field_kept_back_by_its_source_stays_back() {
    on_each_database(|directory| {
        directory.partner("shy").on_terms("[fields]\nphones = \"private\"").publishes(&[REFUGE]);
        let reader = directory.anonymous();
        assert_eq!(reader.service_names(), ["Harbour House"]);
        for output in OUTPUTS {
            assert!(!reader.gets(output).text.contains("555099"), "{output}");
        }
    });
}
