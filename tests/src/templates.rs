//! A partner takes the empty list of a source, fills it in, sends it, and what it says is published.

use std::io::Cursor;

use actix_web::test::TestRequest;
use calamine::{Reader, Xlsx};
use serde_json::{Value, json};

use crate::directory::{Directory, on_each_database};

pub(crate) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A source whose list is sent, with or without a mapping.
fn described(id: &str, format: &str, map: Option<Value>) -> Value {
    let mut source = json!({
        "id": id, "name": "Clubs", "format": format, "state": "live", "licence": { "id": "OGL-UK-3.0" },
    });
    if let Some(map) = map {
        source["map"] = map;
    }
    source
}

fn mapping() -> Value {
    json!({
        "service": { "name": "Club", "status": "State", "phone": "Ring" },
        "location": { "name": "Hall", "postal_code": "Postcode" },
    })
}

/// What is filled in below the header: in either list a name, a place and a postcode.
fn cell(column: &str) -> &'static str {
    match column {
        "Club" | "Name" => "Chess Circle",
        "Hall" | "Venue" => "Stoke Hall",
        "Postcode" => "PL2 1BG",
        "Ring" | "Telephone" => "01752 555010",
        "State" => "active",
        _ => "",
    }
}

fn fill_in_csv(template: &[u8]) -> Vec<u8> {
    let header = String::from_utf8(template.to_vec()).unwrap();
    let columns: Vec<_> = header.trim_start_matches('\u{feff}').trim_end().split(',').collect();
    let row: Vec<_> = columns.iter().map(|column| cell(column)).collect();
    format!("{header}{}\r\n", row.join(",")).into_bytes()
}

fn fill_in_workbook(template: &[u8]) -> Vec<u8> {
    let mut given: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(template.to_vec())).unwrap();
    let mut book = rust_xlsxwriter::Workbook::new();
    for name in given.sheet_names() {
        let range = given.worksheet_range(&name).unwrap();
        let sheet = book.add_worksheet().set_name(&name).unwrap();
        for (row, cells) in (0..).zip(range.rows()) {
            for (column, text) in (0..).zip(cells) {
                sheet.write_string(row, column, text.to_string()).unwrap();
                if name == "List" {
                    sheet.write_string(1, column, cell(&text.to_string())).unwrap();
                }
            }
        }
        sheet.set_hidden(name == "Words");
    }
    book.save_to_buffer().unwrap()
}

#[test]
fn a_filled_in_template_becomes_services_that_are_published() {
    on_each_database(|directory| {
        let admin = directory.program("sources:admin", &[]);
        let reader = directory.anonymous();
        let each =
            [("csv", "text/csv", fill_in_csv as fn(&[u8]) -> Vec<u8>), ("xlsx", XLSX, fill_in_workbook)];
        for (form, media_type, fill_in) in each {
            for map in [None, Some(mapping())] {
                let id = format!("{form}-{}", if map.is_some() { "mapped" } else { "usual" });
                let made = admin.posts("/v1/sources", &described(&id, form, map));
                assert_eq!(made.status, 201, "{}", made.text);
                let template = reader.gets(&format!("/v1/sources/{id}/template?format={form}"));
                assert_eq!(template.status, 200, "{}", template.text);
                assert!(template.header("content-type").starts_with(media_type));
                assert_eq!(
                    template.header("content-disposition"),
                    format!("attachment; filename=\"{id}.{form}\"")
                );
                let partner = directory.program("records:write", &[&id]);
                let put = TestRequest::put().uri(&format!("/v1/sources/{id}/feed"));
                let put = put.insert_header(("Content-Type", media_type));
                let taken = partner.asks(put.set_payload(fill_in(&template.bytes)));
                assert_eq!(
                    (taken.status.as_u16(), &taken.body["counts"]["new"]),
                    (200, &json!(1)),
                    "{}",
                    taken.text
                );
                assert_eq!(taken.body["issues"], json!([]), "{id}");
                directory.reconcile();
                assert_eq!(
                    reader.service_names(),
                    ["Chess Circle"],
                    "{id}: all are one thing, of one name and place"
                );
                let told = reader.gets(&format!("/v1/sources/{id}"));
                assert_eq!(told.body["records"]["service"], 1, "{}", told.text);
                assert_eq!(told.body["template"], format!("/v1/sources/{id}/template"));
            }
        }
    });
}

#[test]
fn a_template_is_shown_to_whoever_may_know_of_its_source() {
    let directory = Directory::on_sqlite();
    let admin = directory.program("sources:admin", &[]);
    let mut trial = described("clubs", "csv", Some(mapping()));
    trial["state"] = json!("trial");
    assert_eq!(admin.posts("/v1/sources", &trial).status, 201);
    let path = "/v1/sources/clubs/template?format=csv";
    assert_eq!(directory.anonymous().gets(path).status, 404);
    assert_eq!(directory.program("records:write", &["others"]).gets(path).status, 404);
    assert_eq!(directory.program("private:read", &[]).gets(path).status, 200);
    let own = directory.program("records:write", &["clubs"]).gets(path);
    assert_eq!(
        (own.status.as_u16(), own.text.trim_start_matches('\u{feff}')),
        (200, "Club,State,Ring,Hall,Postcode\r\n")
    );
}

#[test]
fn a_source_that_takes_no_list_has_no_template_and_a_form_that_is_none_is_refused() {
    let directory = Directory::on_sqlite();
    directory.takes_pushes("clubs", "");
    let refused = directory.anonymous().gets("/v1/sources/clubs/template");
    assert_eq!((refused.status.as_u16(), &refused.body["type"]), (409, &json!("/problems/source-closed")));
    assert!(refused.text.contains("is no list with columns"), "{}", refused.text);
    assert_eq!(directory.anonymous().gets("/v1/sources/clubs").body.get("template"), None);
    let refused = directory.anonymous().gets("/v1/sources/clubs/template?format=docx");
    assert_eq!((refused.status.as_u16(), &refused.body["allowed"]), (400, &json!("xlsx or csv")));
}
