//! Feeds as they should be, before anything is done to them.

use std::{
    io::{Cursor, Write as _},
    sync::Arc,
};

use zip::{ZipWriter, write::SimpleFileOptions};

use super::{Asked, Attack, Reply, always, answer, ok};

/// A feed that is attacked: each has the services `a` and `b`, or more.
#[derive(Clone, Copy)]
pub(super) enum Feed {
    Csv,
    /// Of forty rows, which the brake looks after.
    LongCsv,
    Jsonl,
    Json,
    Oruk,
    Api,
    Xlsx,
    Ods,
    Tabular,
    Atom,
    Sitemap,
    Calendar,
}

pub(super) const CSV: &str = "id,name\na,Tea\nb,Chat\n";
pub(super) const SERVICES: &str =
    r#"[{"id":"a","name":"Tea","status":"active"},{"id":"b","name":"Chat","status":"active"}]"#;

impl Feed {
    pub(super) fn toml(self, id: &str, base: &str) -> String {
        let (format, path) = match self {
            Self::Csv | Self::LongCsv => ("csv", "list.csv"),
            Self::Jsonl => ("jsonl", "list.jsonl"),
            Self::Json => ("json", "list.json"),
            Self::Oruk => ("oruk", "services.json"),
            Self::Api => ("oruk", "services"),
            Self::Xlsx => ("xlsx", "list.xlsx"),
            Self::Ods => ("ods", "list.ods"),
            Self::Tabular => ("hsds-tabular", "package.zip"),
            Self::Atom => ("atom", "news.xml"),
            Self::Sitemap => ("pages", "sitemap.xml"),
            Self::Calendar => ("icalendar", "events.ics"),
        };
        let rows = "[map]\nid = \"id\"\n[map.service]\nname = \"name\"\n";
        let more = match self {
            Self::Csv | Self::LongCsv | Self::Jsonl | Self::Json | Self::Xlsx | Self::Ods => rows,
            Self::Atom => "[map]\nid = \"id\"\n[map.service]\nname = \"title\"\n",
            // Whatever was sent before, the list is read anew.
            Self::Api => "full_every = \"1m\"\n",
            _ => "",
        };
        format!(
            "id = \"{id}\"\nformat = \"{format}\"\nlocation = \"{base}/{path}\"\nallow_private_networks = true\n{more}"
        )
    }

    pub(super) fn good(self) -> Attack {
        match self {
            Self::Csv => always(ok(CSV)),
            Self::LongCsv => always(ok(long_csv())),
            Self::Jsonl => always(ok(r#"{"id":"a","name":"Tea"}
{"id":"b","name":"Chat"}
"#)),
            Self::Json | Self::Oruk => always(ok(SERVICES)),
            Self::Api => Arc::new(|asked| api(&asked.path, &["a", "b"])),
            Self::Xlsx => always(ok(xlsx(&sheet("")))),
            Self::Ods => always(ok(ods("", &ods_rows(&[["id", "name"], ["a", "Tea"], ["b", "Chat"]])))),
            Self::Tabular => {
                always(ok(packed(&[("services.csv", b"id,name,status\na,Tea,active\nb,Chat,active\n")])))
            }
            Self::Atom => always(ok(atom(""))),
            Self::Sitemap => Arc::new(site),
            Self::Calendar => always(ok(calendar(""))),
        }
    }
}

pub(super) fn long_csv() -> String {
    let rows: String = (0..40).map(|number| format!("{number},Club {number}\n")).collect();
    format!("id,name\n{rows}")
}

/// A page of services of an API, or one of them.
pub(super) fn api(path: &str, ids: &[&str]) -> Reply {
    let one = |id: &str| {
        format!(
            r#"{{"id":"{id}","name":"Service {id}","status":"active","last_modified":"2026-02-01T00:00:00Z"}}"#
        )
    };
    let path = path.split('?').next().unwrap_or_default();
    if path == "/services" {
        return ok(page(1, 1, &ids.iter().map(|id| one(id)).collect::<Vec<_>>().join(",")));
    }
    match path.strip_prefix("/services/").filter(|id| ids.contains(id)) {
        Some(id) => ok(one(id)),
        None => answer("404 Not Found", "", ""),
    }
}

/// A page of an API.
pub(super) fn page(number: u64, pages: u64, contents: &str) -> String {
    format!(r#"{{"page_number":{number},"total_pages":{pages},"contents":[{contents}]}}"#)
}

/// Files packed as a zip archive.
pub(super) fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(content).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// The XML of a sheet, with something before it.
pub(super) fn sheet(prologue: &str) -> String {
    let cell = |text: &str| format!(r#"<c t="inlineStr"><is><t>{text}</t></is></c>"#);
    let row = |cells: [&str; 2]| format!("<row>{}{}</row>", cell(cells[0]), cell(cells[1]));
    format!(
        r#"<?xml version="1.0"?>{prologue}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}{}{}</sheetData></worksheet>"#,
        row(["id", "name"]),
        row(["a", "Tea"]),
        row(["b", "Chat"])
    )
}

/// A workbook of one sheet, part by part.
pub(super) fn xlsx(sheet: &str) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006";
    let workbook = format!(
        r#"<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="List" sheetId="1" r:id="rId1"/></sheets></workbook>"#
    );
    let relations = format!(
        r#"<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#
    );
    let root = format!(
        r#"<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
    );
    packed(&[
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", workbook.as_bytes()),
        ("xl/_rels/workbook.xml.rels", relations.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

pub(super) fn ods_rows(rows: &[[&str; 2]]) -> String {
    let cell = |text: &&str| {
        format!(r#"<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>"#)
    };
    let row = |cells: &[&str; 2]| {
        format!("<table:table-row>{}</table:table-row>", cells.iter().map(cell).collect::<String>())
    };
    rows.iter().map(row).collect()
}

/// An OpenDocument spreadsheet, with something before its content.
pub(super) fn ods(prologue: &str, rows: &str) -> Vec<u8> {
    let content = format!(
        r#"<?xml version="1.0"?>{prologue}<office:document-content><office:body><office:spreadsheet><table:table table:name="List">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"#
    );
    packed(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", content.as_bytes()),
    ])
}

/// A feed of two entries, with something before it.
pub(super) fn atom(prologue: &str) -> String {
    let entry = |id: &str, title: &str| format!("<entry><id>{id}</id><title>{title}</title></entry>");
    format!(
        r#"<?xml version="1.0"?>{prologue}<feed xmlns="http://www.w3.org/2005/Atom"><id>f</id><title>News</title>{}{}</feed>"#,
        entry("a", "Tea"),
        entry("b", "Chat")
    )
}

/// A page of a site with a sitemap.
pub(super) fn site(asked: &Asked) -> Reply {
    match asked.path.as_str() {
        "/robots.txt" => answer("404 Not Found", "", ""),
        "/sitemap.xml" => ok(sitemap("", &[&format!("{}/a", asked.base), &format!("{}/b", asked.base)])),
        page => ok(html(page)),
    }
}

pub(super) fn sitemap(prologue: &str, pages: &[&str]) -> String {
    let pages: String = pages.iter().map(|page| format!("<url><loc>{page}</loc></url>")).collect();
    format!(
        r#"<?xml version="1.0"?>{prologue}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{pages}</urlset>"#
    )
}

pub(super) fn html(name: &str) -> String {
    format!(
        r#"<html><body><script type="application/ld+json">{{"@type":"Service","name":"{name}"}}</script></body></html>"#
    )
}

/// A calendar of two events, with something within it.
pub(super) fn calendar(more: &str) -> String {
    let event = |id: &str, name: &str| {
        format!("BEGIN:VEVENT\r\nUID:{id}\r\nSUMMARY:{name}\r\nDTSTART:20260301T100000Z\r\nEND:VEVENT\r\n")
    };
    format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{}{}{more}END:VCALENDAR\r\n",
        event("a", "Tea"),
        event("b", "Chat")
    )
}
