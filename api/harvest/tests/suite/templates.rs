//! A template is the empty list that a partner fills in: what comes back is read by the mapping that it was made of.

use std::io::Cursor;

use calamine::{Reader, Xlsx};
use harvest::{Certainty, Mapping, SourceConfig, Template, propose};
use model::Kind;
use proptest::prelude::*;

use crate::support::{Bench, quick, with_terms};

const MAPPED: &str = r#"
format = "xlsx"
location = "list.xlsx"

[map]
key = ["Club", "Number"]
ignore = ["Internal note"]
visibility = { column = "Show?", values = { Yes = "public", No = "private" } }

[map.where]
area = "Stoke"

[map.service]
name = "Club"
description = ["About", "Good to know"]
status = "State"
terms = { column = "Kind", taxonomy = "Kinds", separator = ";" }
hours = { monday = "Mon", tuesday = "Tue" }
minimum_age = "From age"

[map.location]
name = { any = ["Hall", "Place"] }
postal_code = "Postcode"

[map.organization]
name = { value = "The clubs of Stoke" }
"#;

fn described(bench: &Bench, toml: &str) -> SourceConfig {
    SourceConfig::read(&with_terms(toml), &bench.folder()).unwrap()
}

fn mapped(bench: &Bench) -> Template {
    Template::of(&described(bench, MAPPED)).unwrap()
}

fn names(template: &Template) -> Vec<&str> {
    template.columns.iter().map(|column| column.name.as_str()).collect()
}

/// The rows of a sheet of a workbook.
fn sheet(workbook: &[u8], name: &str) -> Vec<Vec<String>> {
    let mut workbook: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(workbook.to_vec())).unwrap();
    let range = workbook.worksheet_range(name).unwrap();
    range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

/// A template as somebody hands it in: below its header these cells.
fn filled_workbook(template: &Template, rows: &[&[(&str, &str)]]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    for name in ["List", "What goes where"] {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        for (row, cells) in (0..).zip(self::sheet(&template.to_xlsx().unwrap(), name)) {
            for (column, cell) in (0..).zip(cells) {
                sheet.write_string(row, column, cell).unwrap();
            }
        }
    }
    let list = book.worksheet_from_name("List").unwrap();
    for (row, cells) in (1..).zip(rows) {
        for (name, cell) in *cells {
            let at = template.columns.iter().position(|column| column.name == *name).unwrap();
            list.write_string(row, u16::try_from(at).unwrap(), *cell).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

/// The same in CSV.
fn filled_csv(template: &Template, rows: &[&[(&str, &str)]]) -> Vec<u8> {
    let mut csv = template.to_csv().unwrap();
    for cells in rows {
        let cell = |name: &str| cells.iter().find(|(known, _)| *known == name).map_or("", |(_, cell)| *cell);
        let line: Vec<String> =
            names(template).iter().map(|name| format!("\"{}\"", cell(name).replace('"', "\"\""))).collect();
        csv.extend(format!("{}\r\n", line.join(",")).into_bytes());
    }
    csv
}

const USUAL: [&[(&str, &str)]; 2] = [
    &[
        ("Reference", "017"),
        ("Name", "Friday lunch club"),
        ("Description", "A warm meal and company for anyone over sixty."),
        ("Website", "https://lunch.example.org"),
        ("Email", "lunch@example.org"),
        ("Telephone", "01752 668001"),
        ("Opening hours", "Fri 12:00-14:00"),
        ("Venue", "St Mary's Hall"),
        ("Address line 1", "1 High Street"),
        ("Address line 2", "Stoke"),
        ("Town", "Plymouth"),
        ("County", "Devon"),
        ("Postcode", "PL2 1BG"),
        ("Latitude", "50.3801"),
        ("Longitude", "-4.1602"),
        ("UPRN", "100040412345"),
        ("Organisation", "Stoke Community Association"),
        ("Charity number", "1098765"),
        ("Company number", "01234567"),
    ],
    &[("Reference", "018"), ("Name", "Chess circle"), ("Venue", "The Crown"), ("Postcode", "PL1 1AA")],
];

#[test]
fn a_template_has_the_columns_of_the_mapping_each_once_and_says_which_are_needed() {
    let template = mapped(&Bench::new());
    let told: Vec<_> =
        template.columns.iter().map(|column| (column.name.as_str(), column.is_needed)).collect();
    assert_eq!(
        told,
        [
            ("Club", true),
            ("About", false),
            ("Good to know", false),
            ("Kind", false),
            ("State", false),
            ("Mon", false),
            ("Tue", false),
            ("From age", false),
            ("Hall", false),
            ("Postcode", false),
            ("area", true),
            ("Show?", false),
            ("Number", true),
        ]
    );
}

#[test]
fn a_workbook_explains_each_column_and_offers_the_words_that_are_read() {
    let template = mapped(&Bench::new());
    let workbook = template.to_xlsx().unwrap();
    assert_eq!(sheet(&workbook, "List"), [names(&template)]);
    let guide = sheet(&workbook, "What goes where");
    let lines: Vec<String> = guide.iter().map(|row| row.join(" | ").replace('\n', ", ")).collect();
    insta::assert_snapshot!(lines.join("\n"));
    let words = sheet(&workbook, "Words");
    let offered: Vec<_> = words.iter().map(|row| row[0].as_str()).collect();
    assert_eq!(offered, ["active", "inactive", "defunct", "temporarily closed"]);
}

#[test]
fn the_same_template_is_the_same_bytes() {
    let bench = Bench::new();
    assert_eq!(mapped(&bench).to_xlsx().unwrap(), mapped(&bench).to_xlsx().unwrap());
}

#[test]
fn a_filled_in_template_is_read_by_its_mapping_without_a_complaint() {
    let bench = Bench::new();
    let rows: [&[(&str, &str)]; 1] = [&[
        ("Club", "Chess circle"),
        ("Number", "7"),
        ("State", "active"),
        ("Kind", "Games; Company"),
        ("Mon", "19:00-21:00"),
        ("From age", "16"),
        ("Hall", "The Crown"),
        ("Postcode", "PL1 1AA"),
        ("area", "Stoke"),
        ("Show?", "Yes"),
    ]];
    bench.write("list.xlsx", filled_workbook(&mapped(&bench), &rows));
    let report = bench.taken(MAPPED);
    assert!(report.issues.is_empty(), "{:#?}", report.issues);
    let service = bench.noun(Kind::Service, "chess-circle-7");
    assert_eq!(
        (&service["name"], &service["minimum_age"]),
        (&"Chess circle".into(), &16.into()),
        "{service}"
    );
}

#[test]
fn a_source_without_a_mapping_reads_the_usual_template_from_csv_and_from_a_workbook() {
    let template = Template::usual();
    for (format, file) in
        [("csv", filled_csv(&template, &USUAL)), ("xlsx", filled_workbook(&template, &USUAL))]
    {
        let bench = Bench::new();
        bench.write("list", file);
        let report = bench.taken(&format!("format = \"{format}\"\nlocation = \"list\""));
        assert!(report.issues.is_empty(), "{format}: {:#?}", report.issues);
        assert_eq!(bench.ids(Kind::Service), ["017", "018"], "{format}");
        let service = bench.noun(Kind::Service, "017");
        assert_eq!(service["phones"][0]["number"], "01752 668001", "{format}: {service}");
        assert_eq!(bench.ids(Kind::Location).len(), 2, "{format}");
        assert_eq!(bench.ids(Kind::Organization).len(), 1, "{format}");
    }
}

#[test]
fn every_column_of_the_usual_template_is_mapped_with_certainty() {
    let bench = Bench::new();
    bench.write("list.csv", filled_csv(&Template::usual(), &USUAL));
    let proposal = propose(&bench.folder().join("list.csv").display().to_string(), None, &quick()).unwrap();
    assert_eq!(proposal.id.as_deref(), Some("Reference"));
    let unsure: Vec<_> = proposal.fields.iter().filter(|field| field.certainty != Certainty::Sure).collect();
    assert!(unsure.is_empty() && proposal.left_over.is_empty(), "{}", proposal.toml);
    assert_eq!(proposal.fields.len() + 1, Template::usual().columns.len());
}

#[test]
fn a_column_that_looks_like_a_formula_is_none_in_the_template_and_is_still_found() {
    let bench = Bench::new();
    let toml =
        "format = \"csv\"\nlocation = \"list.csv\"\n[map.service]\nname = \"=Name\"\nphone = \"+ Phone\"";
    let template = Template::of(&described(&bench, toml)).unwrap();
    assert_eq!(template.to_csv().unwrap(), "\u{feff}'=Name,'+ Phone\r\n".as_bytes());
    bench.write("list.csv", filled_csv(&template, &[&[("=Name", "Chess"), ("+ Phone", "01752 668001")]]));
    assert!(bench.taken(toml).issues.is_empty());
    assert_eq!(bench.noun(Kind::Service, "chess")["phones"][0]["number"], "01752 668001");
}

#[test]
fn a_feed_that_is_no_list_has_no_template() {
    let bench = Bench::new();
    for format in ["oruk", "push", "icalendar", "pages", "atom", "hsds-tabular"] {
        let location = if format == "push" { "" } else { "location = \"https://partner.example/\"" };
        let config = described(&bench, &format!("format = \"{format}\"\n{location}"));
        assert_eq!(Template::of(&config), None, "{format}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_columns_are_called_the_template_names_them(columns in proptest::collection::btree_set("[^\\p{C}\"']{1,40}", 1..6)) {
        let service: serde_json::Map<_, _> = ["name", "description", "email", "phone", "url", "fees"]
            .iter()
            .zip(&columns)
            .map(|(key, column)| ((*key).to_owned(), serde_json::json!(column)))
            .collect();
        let map: Mapping = serde_json::from_value(serde_json::json!({ "service": service })).unwrap();
        let bench = Bench::new();
        let config = SourceConfig { map: Some(map), ..described(&bench, "format = \"csv\"\nlocation = \"x\"") };
        let template = Template::of(&config).unwrap();
        prop_assert!(template.columns.len() <= columns.len());
        prop_assert!(template.columns.iter().all(|column| columns.contains(&column.name)));
        let header = sheet(&template.to_xlsx().unwrap(), "List");
        prop_assert_eq!(header, vec![names(&template).into_iter().map(str::to_owned).collect::<Vec<_>>()]);
        template.to_csv().unwrap();
    }
}
