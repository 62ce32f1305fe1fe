//! Taking back what was published.

use store::Hiding;

use crate::{
    actors::{Row, club},
    directory::on_each_database,
};

const PERSONAL: Row<'_> = Row {
    name: "Quayside Painting Group",
    run_by: "Quayside Painters",
    venue: "Quayside Loft",
    address: "5 Vauxhall Street, Plymouth",
    postcode: "PL4 0DF",
    phone: "01752 555044",
    about: "Ask for Xanthippe Trelawney-Quux.",
};

const KEY: &str = "painters:service:quayside-painting-group-pl4-0df";

#[test]
fn what_is_hidden_is_unknown_at_once_and_can_be_shown_again() {
    on_each_database(|directory| {
        directory.partner("painters").publishes(&[PERSONAL]);
        let reader = directory.anonymous();
        let id = reader.id_of("Quayside Painting Group");
        let address = format!("/oruk/v3/services/{id}");
        assert_eq!(directory.steward().hides(&id), Hiding::Done);
        assert_eq!(reader.gets(&address).status, 404);
        assert!(reader.service_names().is_empty());
        directory.partner("painters").publishes(&[Row { about: "New words.", ..PERSONAL }]);
        assert_eq!(reader.gets(&address).status, 404, "a harvest does not bring it back");
        assert_eq!(directory.steward().hides(&id), Hiding::Already);
        assert_eq!(directory.steward().shows_again(&id), Hiding::Done);
        assert_eq!(reader.gets(&address).status, 200);
    });
}

#[test]
fn what_is_erased_leaves_no_trace_and_cannot_come_back() {
    on_each_database(|directory| {
        let painters = directory.partner("painters");
        let other = club("Chess Circle", "Stoke Hall", "PL2 1BG");
        painters.publishes(&[PERSONAL, other]);
        painters.publishes(&[Row { phone: "01752 555045", ..PERSONAL }, other]);
        let reader = directory.anonymous();
        let id = reader.id_of("Quayside Painting Group");
        let outcome = directory.steward().erases(KEY);
        assert!(outcome.found && outcome.versions == 2, "{outcome:?}");
        assert_eq!(reader.gets(&format!("/oruk/v3/services/{id}")).status, 410);
        painters.publishes(&[PERSONAL, other]);
        assert_eq!(reader.service_names(), ["Chess Circle"]);
        if directory.is_on_sqlite() {
            let stored = directory.raw_bytes();
            let trace = stored.windows(8).any(|bytes| bytes == b"Trelawne");
            assert!(!trace, "the erased words are still in the database");
        }
    });
}

#[test]
fn erasing_one_partners_record_leaves_what_others_say() {
    on_each_database(|directory| {
        directory.partner("painters").publishes(&[PERSONAL]);
        directory.partner("council").publishes(&[Row { about: "Painting by the water.", ..PERSONAL }]);
        directory.steward().erases(KEY);
        let service = directory.anonymous().only_service();
        assert_eq!(service["description"], "Painting by the water.");
    });
}

#[test]
fn nothing_names_what_is_hidden() {
    on_each_database(|directory| {
        directory.partner("painters").publishes(&[PERSONAL]);
        let reader = directory.anonymous();
        let service = reader.id_of("Quayside Painting Group");
        let address = format!("/oruk/v3/services/{service}");
        let place = reader.gets(&address).body["service_at_locations"][0]["location"]["id"].clone();
        directory.steward().hides(place.as_str().unwrap());
        let mut exported = Vec::new();
        directory.store.for_each_published(|entity| exported.push(entity)).unwrap();
        let told = format!("{exported:?} {}", reader.gets(&address).text);
        for secret in [place.as_str().unwrap(), "Quayside Loft", "quayside-loft", "Vauxhall"] {
            assert!(!told.contains(secret), "{secret} is still told of: {told}");
        }
    });
}
