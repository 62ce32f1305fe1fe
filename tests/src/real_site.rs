//! The council's own lists of welcoming spaces, as pages of its website, beside everybody else's lists of those years.
//! Skipped, with a printed reason, where real data is not at hand.

use std::{collections::BTreeMap, fmt::Write as _, fs, path::Path};

use chrono::TimeDelta;
use harvest::Options;
use model::{
    Clock,
    alignment::{Verdict, VerdictKind},
};
use serde_json::Value;
use store::VerdictFilter;

use crate::{directory::Directory, real, site::Site};

const DATES: [&str; 4] = ["2023-03-15", "2023-12-15", "2025-02-15", "2026-08-17"];

/// What others publish, and how it is read.
const OTHERS: &str = "format = \"jsonl\"\nlocation = \"rows.jsonl\"\n[licence]\nid = \"OGL-UK-3.0\"\n[map.service]\n\
    name = { any = [\"title\", \"name\"] }\ndescription = \"description\"\nphone = \"contact\"\nhours = \"hours._text\"\n\
    [map.location]\nname = { any = [\"title\", \"name\"] }\naddress = \"address\"\ncity = { value = \"Plymouth\" }\n\
    latitude = \"lat\"\nlongitude = \"lon\"\n";

fn rows(data: &Path, date: &str) -> Vec<Value> {
    let file = data.join(format!("plymouth_warm_spaces_history/snapshot_{date}.jsonl"));
    let text = fs::read_to_string(file).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn told<'a>(row: &'a Value, member: &str) -> &'a str {
    row.pointer(member).and_then(Value::as_str).unwrap_or_default()
}

/// The lists of one date: the council's as a page of its site, everybody else's as feeds.
fn publish(directory: &Directory, site: &Site<'_>, data: &Path, date: &str) {
    let rows = rows(data, date);
    let (council, others): (Vec<&Value>, Vec<&Value>) =
        rows.iter().partition(|row| told(row, "/source") == "plymouth_council");
    let mut of_source: BTreeMap<String, Vec<&Value>> = BTreeMap::new();
    for row in others {
        of_source.entry(told(row, "/source").replace('_', "-")).or_default().push(row);
    }
    for (name, rows) in of_source {
        directory.write(&name, "source.toml", &format!("name = \"{name}\"\ndeletion_share = 1.0\n{OTHERS}"));
        let lines: Vec<String> = rows.iter().map(ToString::to_string).collect();
        directory.write(&name, "rows.jsonl", &lines.join("\n"));
        directory.harvest(&name, &Options::default());
    }
    if !council.is_empty() {
        site.has("/welcoming-spaces", "Welcoming spaces", &list(&council));
    }
    site.is_read();
}

/// A list page as councils write them: a heading for each space, with lines below it.
fn list(rows: &[&Value]) -> String {
    let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('\n', "<br>");
    let mut html = "<p>Somewhere warm to spend time, free for everyone.</p>".to_owned();
    for row in rows {
        let name = if told(row, "/title").is_empty() { told(row, "/name") } else { told(row, "/title") };
        write!(html, "<h2>{}</h2><p>{}</p>", escaped(name), escaped(told(row, "/address"))).unwrap();
        for (label, member) in
            [("Telephone", "/contact"), ("Opening hours", "/hours/_text"), ("Website", "/url")]
        {
            if !told(row, member).is_empty() {
                write!(html, "<p>{label}: {}</p>", escaped(told(row, member))).unwrap();
            }
        }
    }
    html
}

fn csv(directory: &Directory, name: &str, file: &Path, map: &str) {
    let toml = format!(
        "name = \"{name}\"\nformat = \"csv\"\nlocation = {:?}\n[licence]\nid = \"OGL-UK-3.0\"\n{map}",
        file.display().to_string()
    );
    directory.write(name, "source.toml", &toml);
    directory.harvest(name, &Options::default());
}

fn line(verdict: &Verdict) -> String {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let called = verdict.evidence.place.clone().unwrap_or_default();
    format!(
        "{}\t{called}\t{}\t{}\t{}\t{}\t{}",
        verdict.kind,
        text(&verdict.entity_name),
        text(&verdict.field),
        text(&verdict.page_value).replace('\n', " "),
        text(&verdict.entity_value).replace('\n', " "),
        verdict.score,
    )
}

#[test]
fn the_councils_lists_of_welcoming_spaces_are_held_against_everybody_elses() {
    let Some(data) = real::shared() else { return };
    let directory = Directory::on_sqlite();
    csv(
        &directory,
        "libraries",
        &data.join("libraries_england/plymouth_council_library_opendata.csv"),
        "[map.service]\nname = \"name\"\nurl = \"website\"\nhours = { monday = \"monday\", tuesday = \"tuesday\", wednesday = \
         \"wednesday\", thursday = \"thursday\", friday = \"friday\", saturday = \"saturday\", sunday = \"sunday\" }\n\
         [map.location]\nname = \"name\"\naddress_1 = \"address_1\"\naddress_2 = \"address_2\"\ncity = \"address_3\"\n\
         postal_code = \"postcode\"\nlatitude = \"latitude\"\nlongitude = \"longitude\"\n",
    );
    csv(
        &directory,
        "premises",
        &data.join("plymouth_business_rates/properties.csv"),
        "[map]\nid = \"propref\"\n[map.location]\nname = \"occupier\"\naddress = \"address\"\ncity = { value = \"Plymouth\" }\n\
         postal_code = \"postcode\"\n",
    );
    let site = Site::of(&directory);
    let mut told = Vec::new();
    for (number, date) in DATES.into_iter().enumerate() {
        if number > 0 {
            directory.clock.advance(TimeDelta::days(250));
        }
        publish(&directory, &site, &data, date);
        let filter =
            VerdictFilter { states: vec![model::alignment::VerdictState::Open], ..VerdictFilter::default() };
        let verdicts = directory.store.verdicts(&filter, 10_000, 0).unwrap();
        let figures = directory.aligns();
        let counts: Vec<String> = VerdictKind::ALL
            .into_iter()
            .map(|kind| format!("{} {kind}", verdicts.iter().filter(|one| one.kind == kind).count()))
            .collect();
        println!(
            "{date} ({}): {} entities, {} of {} facts on both sides agree; {}",
            directory.clock.now().date_naive(),
            figures.entities,
            figures.agreeing,
            figures.facts,
            counts.join(", ")
        );
        told.extend(verdicts.iter().map(|verdict| format!("{date}\t{}", line(verdict))));
    }
    if let Some(file) = std::env::var_os("ALIGNMENT_VERDICTS") {
        fs::write(file, told.join("\n")).unwrap();
    }
    assert!(told.iter().any(|line| line.contains("\tconflict\t")), "years of lists without one conflict");
}
