//! What becomes of a partner's list when it comes again.

use harvest::Options;
use model::Outcome;
use serde_json::{Value, json};

use crate::{
    actors::{Row, club},
    directory::on_each_database,
};

const CLUBS: [Row<'_>; 3] = [
    Row {
        name: "Keyham Lunch Club",
        run_by: "Keyham Friends",
        venue: "Keyham Hall",
        address: "2 Renown Street, Plymouth",
        postcode: "PL2 2BN",
        phone: "01752 555001",
        about: "A hot lunch on Wednesdays.",
    },
    Row {
        name: "Stoke Chess Circle",
        run_by: "Stoke Players",
        venue: "Stoke Village Hall",
        address: "8 Tavistock Road, Plymouth",
        postcode: "PL2 1BG",
        phone: "01752 555002",
        about: "Boards and clocks for all.",
    },
    Row {
        name: "Mutley Repair Café",
        run_by: "Mutley Menders",
        venue: "Mutley Baptist Church",
        address: "46 Mutley Plain, Plymouth",
        postcode: "PL4 6LB",
        phone: "01752 555003",
        about: "Bring what is broken.",
    },
];

/// So many clubs that have nothing in common.
fn many() -> Vec<Row<'static>> {
    const NAMES: [&str; 20] = [
        "Archery",
        "Bowling",
        "Canoeing",
        "Dominoes",
        "Embroidery",
        "Fencing",
        "Gardening",
        "Harmonica",
        "Improvisation",
        "Juggling",
        "Knitting",
        "Lacrosse",
        "Marquetry",
        "Netball",
        "Origami",
        "Philately",
        "Quilting",
        "Rowing",
        "Singing",
        "Tapestry",
    ];
    NAMES.map(|name| club(name, name, "PL1 1AA")).to_vec()
}

#[test]
fn the_same_list_again_writes_nothing() {
    on_each_database(|directory| {
        let partner = directory.partner("clubs");
        partner.publishes(&CLUBS);
        let change = directory.store.last_change().unwrap();
        directory.hour_passes();
        let report = partner.publishes(&CLUBS);
        assert_eq!((report.counts.unchanged, report.counts.changed, report.counts.new), (3, 0, 0));
        assert_eq!(directory.store.last_change().unwrap(), change);
    });
}

#[test]
fn a_sheet_that_is_sorted_and_grows_keeps_every_id() {
    on_each_database(|directory| {
        let (partner, reader) = (directory.partner("clubs"), directory.anonymous());
        partner.publishes(&CLUBS);
        let before = CLUBS.map(|row| reader.id_of(row.name));
        let new = club("Ford Choir", "Ford Hall", "PL2 1PX");
        partner.publishes(&[new, CLUBS[2], CLUBS[0], CLUBS[1]]);
        assert_eq!(CLUBS.map(|row| reader.id_of(row.name)), before);
    });
}

#[test]
fn one_mended_cell_changes_one_service_and_keeps_its_id() {
    on_each_database(|directory| {
        let (partner, reader) = (directory.partner("clubs"), directory.anonymous());
        partner.publishes(&CLUBS);
        let id = reader.id_of("Keyham Lunch Club");
        let change = directory.store.last_change().unwrap();
        directory.hour_passes();
        partner.publishes(&[Row { about: "A hot lunch on Fridays.", ..CLUBS[0] }, CLUBS[1], CLUBS[2]]);
        let changes = directory.store.changes_after(change, 10).unwrap();
        let changed: Vec<_> = changes.iter().map(|change| change.entity.to_string()).collect();
        assert_eq!(changed, [id.as_str()]);
        let service = reader.gets(&format!("/oruk/v3/services/{id}"));
        assert_eq!(service.body["description"], "A hot lunch on Fridays.");
    });
}

#[test]
fn a_row_whose_name_was_corrected_is_the_same_row() {
    on_each_database(|directory| {
        let (partner, reader) = (directory.partner("clubs"), directory.anonymous());
        partner.publishes(&CLUBS);
        let id = reader.id_of("Keyham Lunch Club");
        let report =
            partner.publishes(&[Row { name: "Keyham Luncheon Club", ..CLUBS[0] }, CLUBS[1], CLUBS[2]]);
        assert_eq!((report.counts.reidentified, report.counts.new, report.counts.deleted), (1, 0, 0));
        assert_eq!(reader.id_of("Keyham Luncheon Club"), id);
    });
}

#[test]
fn what_left_the_list_is_gone_and_comes_back_under_its_id() {
    on_each_database(|directory| {
        let (partner, reader) = (directory.partner("clubs"), directory.anonymous());
        partner.publishes(&CLUBS);
        let address = format!("/oruk/v3/services/{}", reader.id_of("Stoke Chess Circle"));
        partner.publishes(&[CLUBS[0], CLUBS[2]]);
        assert_eq!(reader.gets(&address).status, 410);
        partner.publishes(&CLUBS);
        assert_eq!(reader.gets(&address).body["name"], "Stoke Chess Circle");
    });
}

#[test]
fn a_list_that_lost_half_its_rows_stops_until_someone_agrees() {
    on_each_database(|directory| {
        let (partner, reader) = (directory.partner("clubs"), directory.anonymous());
        let rows = many();
        partner.publishes(&rows);
        let stopped = partner.publishes(&rows[..10]);
        assert_eq!(stopped.outcome, Outcome::Braked);
        assert_eq!(reader.service_names().len(), 20);
        let csv = std::fs::read_to_string(directory.path("clubs").join("list.csv")).unwrap();
        let options = Options { accept_deletions: true, ..Options::default() };
        assert_eq!(partner.publishes_file(&csv, &options).counts.deleted, 10);
        assert_eq!(reader.service_names().len(), 10);
    });
}

#[test]
fn a_list_that_cannot_be_read_to_its_end_changes_nothing_and_says_why() {
    on_each_database(|directory| {
        let (partner, reader) = (directory.partner("clubs"), directory.anonymous());
        partner.publishes(&CLUBS);
        let change = directory.store.last_change().unwrap();
        let report = partner.publishes_file("", &Options::default());
        assert_ne!(report.outcome, Outcome::Harvested);
        assert!(!report.issues.is_empty());
        assert_eq!(directory.store.last_change().unwrap(), change);
        assert_eq!(reader.service_names().len(), 3);
        let logged = directory.store.last_run(&report.source).unwrap().unwrap();
        assert_eq!(logged.outcome, report.outcome);
    });
}

#[test]
fn what_someone_publishes_anew_of_the_directory_is_no_word_of_theirs() {
    on_each_database(|directory| {
        directory.partner("clubs").publishes(&CLUBS);
        let anonymous = directory.anonymous();
        let detail =
            |name: &str| anonymous.gets(&format!("/oruk/v3/services/{}", anonymous.id_of(name))).body;
        let before: Vec<Value> = CLUBS.iter().map(|club| detail(club.name)).collect();
        let mut foreign = before[0].clone();
        foreign["id"] = json!("their-own");
        foreign["name"] = json!("Keyham Supper Club");
        let feed = json!([before[0], before[1], before[2], foreign]);
        directory.write("mirror", "services.json", &feed.to_string());
        directory.write(
            "mirror",
            "source.toml",
            "name = \"Mirror\"\nformat = \"oruk\"\nlocation = \"services.json\"\nprecedence = 900\n[licence]\nid = \"OGL-UK-3.0\"\n",
        );
        let report = directory.harvest("mirror", &Options::default());
        let echoes = report.issues.iter().filter(|issue| issue.code == "echo").count();
        assert_eq!((report.outcome, report.counts.records), (Outcome::Harvested, 1), "{:?}", report.issues);
        assert!(echoes >= 3, "{:?}", report.issues);
        directory.reconcile();
        let after: Vec<Value> = CLUBS.iter().map(|club| detail(club.name)).collect();
        assert_eq!(after, before);
        assert!(anonymous.service_names().contains(&"Keyham Supper Club".to_owned()));
    });
}
