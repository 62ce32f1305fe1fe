//! The directory's own categories, given to records beside the terms of their sources.

use std::{collections::BTreeMap, sync::Arc};

use harvest::{Categories, CategoryMap, RunReport, Silent, harvest, read_folder, unmapped};
use model::{Kind, SourceId};
use proptest::prelude::*;
use serde_json::Value;

use crate::{
    server::{Answer, Server},
    support::{Bench, count, with_terms},
};

const CATEGORIES: &str = "code,parent,name,description,also
food,,Food,Something to eat.,
shared-meals,food,Shared meals,Meals in company.,lunch clubs; community meals
learning,,Learning,Courses and books.,education
libraries,learning,Libraries,Public libraries.,
sport,,Sport and exercise,Moving.,fitness
";

const ALIGNMENTS: &str = "category,scheme,code,label
libraries,lgsl,437,Library services
sport,openactive,95092977-5a20-4d6e-b312-8fddabe71544,Walking
";

const LIST: &str = r#"
format = "csv"
location = "list.csv"
[map.service]
name = "Name"
terms = { column = "Kind", taxonomy = "Our kinds", separator = ";" }
"#;

fn categories() -> Arc<Categories> {
    Arc::new(Categories::read(CATEGORIES, ALIGNMENTS).unwrap())
}

/// A directory with categories, and a list of clubs by kind.
fn bench(rows: &str) -> Bench {
    let mut bench = Bench::new();
    bench.options.categories = Some(categories());
    bench.write("list.csv", format!("Name,Kind\n{rows}"));
    bench
}

/// Harvests the source of a bench with the decisions that are beside it.
fn taken(bench: &Bench, toml: &str) -> RunReport {
    bench.write("source.toml", with_terms(toml));
    bench.clock.advance(chrono::TimeDelta::hours(1));
    let config = read_folder(&bench.folder()).unwrap();
    let report = harvest(&bench.store, &config, &bench.options, &bench.clock, &Silent).unwrap();
    assert_eq!(report.outcome, model::Outcome::Harvested, "{:#?}", report.issues);
    report
}

fn decide(bench: &Bench, rows: &str) {
    bench.write("categories.csv", format!("taxonomy,term,category,score,status\n{rows}"));
}

/// The names of the terms of a service, with the taxonomy of each.
fn terms(bench: &Bench, name: &str) -> Vec<String> {
    let services = bench.records(Kind::Service);
    let service = services.iter().find(|record| record.noun.name() == Some(name)).unwrap();
    let terms = service.noun.attributes().iter().filter_map(|attribute| attribute.taxonomy_term.as_ref());
    let shown = |term: &model::hsds::TaxonomyTerm| {
        format!("{}: {}", term.taxonomy.as_deref().unwrap_or_default(), term.name.as_deref().unwrap())
    };
    terms.map(|term| shown(term)).collect()
}

fn open_terms(bench: &Bench) -> Vec<harvest::UnmappedTerm> {
    let config = read_folder(&bench.folder()).unwrap();
    let maps = BTreeMap::from([(config.id, config.categories)]);
    unmapped(&bench.store, &categories(), &maps, None).unwrap()
}

#[test]
fn a_term_with_the_very_name_of_a_category_or_mapped_to_it_by_a_person_is_given_it_beside_the_sources_own() {
    let bench = bench("Tea and Toast,Lunch club\nCentral Library,LIBRARIES\nChess Circle,Games\n");
    decide(&bench, "Our kinds,lunch club,shared-meals,0.95,accepted\n");
    taken(&bench, LIST);
    let of = |name| terms(&bench, name);
    assert_eq!(
        of("Tea and Toast"),
        ["Our kinds: Lunch club", "Directory categories: Food", "Directory categories: Shared meals"]
    );
    assert_eq!(
        of("Central Library"),
        ["Our kinds: LIBRARIES", "Directory categories: Learning", "Directory categories: Libraries"]
    );
    assert_eq!(of("Chess Circle"), ["Our kinds: Games"]);
    let told = bench.noun(Kind::Taxonomy, model::CATEGORIES);
    assert_eq!(told["taxonomy_terms"].as_array().map(Vec::len), Some(5));
    assert_eq!(told["taxonomy_terms"][1]["parent_id"], "food");
}

#[test]
fn what_waits_for_a_person_does_nothing_and_what_a_person_rejected_has_no_category_whatever_its_name() {
    let bench = bench("Tea and Toast,Lunch club\nToy library,Libraries\n");
    decide(&bench, "Our kinds,Lunch club,shared-meals,0.95,proposed\n,Libraries,,,rejected\n");
    taken(&bench, LIST);
    assert_eq!(terms(&bench, "Tea and Toast"), ["Our kinds: Lunch club"]);
    assert_eq!(terms(&bench, "Toy library"), ["Our kinds: Libraries"]);
    assert!(!bench.ids(Kind::Taxonomy).contains(&model::CATEGORIES.to_owned()), "nothing belongs to it");
    let open: Vec<_> =
        open_terms(&bench).into_iter().map(|term| (term.term, term.waiting.is_some())).collect();
    assert_eq!(open, [("Lunch club".to_owned(), true)], "the other is settled");
}

#[test]
fn codes_of_the_schemes_that_categories_are_aligned_with_count_without_a_decision() {
    let bench = bench("");
    let activity = "https://openactive.io/activity-list#95092977-5a20-4d6e-b312-8fddabe71544";
    let service = |id: &str, term: Value| serde_json::json!({ "id": id, "name": id, "attributes": [{ "taxonomy_term": term }] });
    let services = [
        service("walk", serde_json::json!({ "id": "a", "name": "Stroll", "term_uri": activity })),
        service(
            "books",
            serde_json::json!({ "id": "b", "name": "Books", "code": "437", "taxonomy_id": "l", "taxonomy": "LGSL" }),
        ),
        service(
            "number",
            serde_json::json!({ "id": "c", "name": "Flat", "code": "437", "taxonomy": "Buses" }),
        ),
    ];
    bench.write("services.json", serde_json::json!(services).to_string());
    taken(&bench, "format = \"oruk\"\nlocation = \"services.json\"");
    assert_eq!(terms(&bench, "walk")[1..], ["Directory categories: Sport and exercise"]);
    assert_eq!(
        terms(&bench, "books")[1..],
        ["Directory categories: Learning", "Directory categories: Libraries"]
    );
    assert_eq!(terms(&bench, "number").len(), 1, "a number of another scheme says nothing");
}

#[test]
fn a_changed_decision_is_carried_out_at_the_next_harvest_and_one_taken_back_leaves_nothing() {
    let bench = bench("Tea and Toast,Lunch club\nChess Circle,Games\n");
    taken(&bench, LIST);
    decide(&bench, "Our kinds,Lunch club,shared-meals,0.95,accepted\n");
    let report = taken(&bench, LIST);
    assert_eq!((report.counts.changed, report.counts.unchanged), (0, 2), "the feed is the same");
    assert_eq!(terms(&bench, "Tea and Toast").len(), 3);
    assert_eq!(taken(&bench, LIST).counts.records, 0, "nothing is written while nothing changes");
    assert!(bench.ids(Kind::Taxonomy).contains(&model::CATEGORIES.to_owned()));
    decide(&bench, "Our kinds,Lunch club,shared-meals,0.95,proposed\n");
    taken(&bench, LIST);
    assert_eq!(terms(&bench, "Tea and Toast"), ["Our kinds: Lunch club"]);
    assert!(!bench.ids(Kind::Taxonomy).contains(&model::CATEGORIES.to_owned()));
}

#[test]
fn a_changed_decision_asks_an_api_for_no_service_again() {
    let term = r#"{"id":"t","name":"Lunch club","taxonomy_id":"k","taxonomy":"Our kinds"}"#;
    let service = format!(
        r#"{{"id":"s","name":"Tea and Toast","last_modified":"2026-01-01T00:00:00Z","attributes":[{{"taxonomy_term":{term}}}]}}"#
    );
    let server = Server::start(move |path| match path.split('?').next() {
        Some("/services/s") => Answer::Json(service.clone()),
        Some("/services") if path.contains("modified_after") => {
            Answer::Json(r#"{"total_items":0,"total_pages":1,"page_number":1,"contents":[]}"#.to_owned())
        }
        Some("/services") => Answer::Json(format!(
            r#"{{"total_items":1,"total_pages":1,"page_number":1,"last_page":true,"contents":[{service}]}}"#
        )),
        _ => Answer::Status(404),
    });
    let bench = bench("");
    taken(&bench, &server.toml());
    assert_eq!(terms(&bench, "Tea and Toast").len(), 1);
    server.asked();
    decide(&bench, ",Lunch club,Shared meals,,accepted\n");
    taken(&bench, &server.toml());
    assert_eq!(terms(&bench, "Tea and Toast").len(), 3, "a category may be told by its name");
    assert!(!server.asked().iter().any(|path| path.starts_with("/services/")));
}

#[test]
fn a_decision_for_a_category_that_is_not_there_is_an_issue_of_each_run() {
    let bench = bench("Tea and Toast,Lunch club\n");
    decide(&bench, ",Lunch club,lunch,,accepted\n");
    for _ in 0..2 {
        let report = taken(&bench, LIST);
        assert_eq!(count(&report, "unknown-category"), 1, "{:#?}", report.issues);
    }
    assert_eq!(terms(&bench, "Tea and Toast").len(), 1);
}

#[test]
fn a_file_of_decisions_that_cannot_be_read_is_an_error_that_names_it() {
    let bench = bench("");
    bench.write("source.toml", with_terms(LIST));
    for (rows, told) in [
        (",Lunch club,food,,yes\n", "proposed, accepted or rejected"),
        (",Lunch club,,,accepted\n", "`Lunch club` is accepted but names no category"),
    ] {
        decide(&bench, rows);
        let error = read_folder(&bench.folder()).unwrap_err().to_string();
        assert!(error.contains("categories.csv") && error.contains(told), "{error}");
    }
}

#[test]
fn a_source_that_is_not_public_tells_nobody_of_the_taxonomy_so_that_it_stays_public() {
    let bench = bench("Central Library,Libraries\n");
    taken(&bench, &format!("visibility = \"private\"\n{LIST}"));
    assert_eq!(terms(&bench, "Central Library").len(), 3);
    assert!(!bench.ids(Kind::Taxonomy).contains(&model::CATEGORIES.to_owned()));
    taken(&bench, LIST);
    assert!(bench.ids(Kind::Taxonomy).contains(&model::CATEGORIES.to_owned()));
}

#[test]
fn open_terms_come_by_the_number_of_their_records_with_the_likeliest_category() {
    let bench = bench("Tea,Community meal\nToast,Community meal;Quoits\nRun,fitnes\nBooks,Libraries\n");
    taken(&bench, LIST);
    let open: Vec<_> = open_terms(&bench)
        .into_iter()
        .map(|term| (term.term, term.records, term.likeliest.map(|(category, _)| category)))
        .collect();
    let row =
        |term: &str, records, category: Option<&str>| (term.to_owned(), records, category.map(str::to_owned));
    assert_eq!(
        open,
        [
            row("Community meal", 2, Some("shared-meals")),
            row("fitnes", 1, Some("sport")),
            row("Quoits", 1, None)
        ]
    );
}

#[test]
fn proposals_are_added_below_what_people_wrote_in_whatever_order_their_columns_are() {
    let bench = bench("Tea,Community meal\n");
    taken(&bench, LIST);
    let theirs = "status,note,term,taxonomy,category,score\r\naccepted,\"asked Ann, twice\",Lunch,,food,";
    bench.write("categories.csv", theirs);
    let rows: Vec<_> = open_terms(&bench).iter().map(harvest::UnmappedTerm::row).collect();
    CategoryMap::append(&bench.folder(), &rows).unwrap();
    let written = std::fs::read_to_string(bench.folder().join("categories.csv")).unwrap();
    assert_eq!(written, format!("{theirs}\nproposed,,Community meal,Our kinds,shared-meals,1.00\n"));
    assert_eq!(open_terms(&bench)[0].waiting.as_ref().map(|row| row.term.as_str()), Some("Community meal"));
}

#[test]
fn categories_that_contradict_themselves_are_refused_by_cell() {
    let head = "code,parent,name,description,also\n";
    for (rows, alignments, told) in [
        ("a,b,A,,\n", "", "`parent` is `b`"),
        ("a,,A,,\na,,B,,\n", "", "`code` is `a`"),
        ("a,,A,,\nb,,A,,\n", "", "`name` is `A`"),
        ("a,,A,,\n", "a,dewey,1,x\n", "`scheme` is `dewey`"),
        ("a,,A,,\n", "b,lgsl,1,x\n", "`category` is `b`"),
        ("a,,A,,\nb,,B,,\n", "a,lgsl,1,x\nb,lgsl,1,y\n", "`code` is `1`"),
    ] {
        let read =
            Categories::read(&format!("{head}{rows}"), &format!("category,scheme,code,label\n{alignments}"));
        let error = read.unwrap_err().to_string();
        assert!(error.contains(told), "{error}");
    }
}

proptest! {
    #[test]
    fn no_table_of_decisions_or_of_categories_makes_it_panic(text in "[ -~\n\u{e9}\",;]{0,200}") {
        let _ = CategoryMap::read(&format!("taxonomy,term,category,score,status\n{text}"));
        let _ = CategoryMap::read(&text);
        let _ = Categories::read(&format!("code,parent,name,description,also\n{text}"), &text);
    }

}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    #[test]
    fn whatever_a_term_is_called_it_can_be_proposed_and_read_again(name in "[^\r\n\0;]{1,30}") {
        let bench = bench(&format!("Tea,\"{}\"\n", name.replace('"', "\"\"")));
        taken(&bench, LIST);
        let rows: Vec<_> = open_terms(&bench).iter().map(harvest::UnmappedTerm::row).collect();
        CategoryMap::append(&bench.folder(), &rows).unwrap();
        prop_assert!(open_terms(&bench).iter().all(|term| term.waiting.is_some()));
    }
}

#[test]
fn only_the_source_that_was_asked_for_is_listed() {
    let bench = bench("Tea,Community meal\n");
    taken(&bench, LIST);
    let other = SourceId::new("other").unwrap();
    assert!(unmapped(&bench.store, &categories(), &BTreeMap::new(), Some(&other)).unwrap().is_empty());
}
