//! The demonstration council's website beside the demonstration sources: what is planted is found, and nothing else.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::{
    categories::options,
    directory::{Directory, on_each_database},
};

/// What is amiss where: the kind, the path of the page, what it is about, and the field.
type Case = (String, String, String, String);

/// Fields are told of conflicts and of what is stale; what the others hold is named by the entity or the page.
fn case(kind: &str, page: &str, about: &str, field: &str) -> Case {
    let field = if matches!(kind, "conflict" | "stale" | "near-duplicate-pages") { path(field) } else { "" };
    (kind.to_owned(), path(page).to_owned(), about.replace('’', "'"), field.to_owned())
}

fn path(address: &str) -> &str {
    match address.split_once("://") {
        Some((_, rest)) => rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/"),
        None => address,
    }
}

fn planted() -> BTreeSet<Case> {
    let table = seed::site::planted();
    let mut rows = csv::Reader::from_reader(table.as_bytes());
    rows.records().map(|row| row.unwrap()).map(|row| case(&row[0], &row[1], &row[2], &row[3])).collect()
}

fn found(directory: &Directory) -> BTreeSet<Case> {
    let mut cases = BTreeSet::new();
    for offset in (0..).step_by(100) {
        let answer = directory.anonymous().gets(&format!("/v1/alignment/verdicts?limit=100&offset={offset}"));
        let verdicts = answer.body["verdicts"].as_array().unwrap().clone();
        let text = |verdict: &Value, member: &str| verdict[member].as_str().unwrap_or_default().to_owned();
        cases.extend(verdicts.iter().map(|verdict| {
            let named = if verdict["kind"] == "page-without-entry" { "page_value" } else { "entity_name" };
            case(
                &text(verdict, "kind"),
                &text(verdict, "page"),
                &text(verdict, named),
                &text(verdict, "field"),
            )
        }));
        if verdicts.len() < 100 {
            break;
        }
    }
    cases
}

#[test]
fn everything_that_is_planted_on_the_demonstrations_website_is_found_and_no_other_page_is_accused() {
    on_each_database(|directory| {
        let folder = directory.path(".");
        let site = server::site::start("127.0.0.1:0", &folder).unwrap();
        seed::unpack_beside(&folder, &site).unwrap();
        for source in seed::source_ids() {
            directory.harvest(&source, &options());
        }
        let read = directory.harvest(seed::WEBSITE, &options());
        assert_eq!(read.outcome, model::Outcome::Harvested, "{:?}", read.issues);
        let alignment = directory.aligns();
        assert_eq!(alignment.pages as usize, seed::site::paths().len());

        let (planted, found) = (planted(), found(directory));
        let (both, missed): (Vec<&Case>, Vec<&Case>) = planted.iter().partition(|case| found.contains(*case));
        let wrong: Vec<&Case> = found.difference(&planted).collect();
        println!(
            "{} planted, {} found: precision {:.3}, recall {:.3}",
            planted.len(),
            found.len(),
            both.len() as f64 / found.len() as f64,
            both.len() as f64 / planted.len() as f64
        );
        assert!(missed.is_empty() && wrong.is_empty(), "missed: {missed:#?}\nwrong: {wrong:#?}");
    });
}
