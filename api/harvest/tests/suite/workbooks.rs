//! Partners often have only a spreadsheet: its rows are taken as those of the same list in CSV would be.

use std::{
    fmt::Write as _,
    io::{Cursor, Write as _},
};

use harvest::RunReport;
use model::{IssueDraft, Kind, Outcome};
use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use zip::{ZipWriter, write::SimpleFileOptions};

use crate::support::{Bench, count};

const XLSX: &str = "format = \"xlsx\"\nlocation = \"list.xlsx\"";
const ODS: &str = "format = \"ods\"\nlocation = \"list.ods\"";

/// A list with a title above it, a row between, a whole number, a time, an error and an empty row.
const MAPPED: &str = r#"
[map]
key = ["Name"]
ignore = ["Since", "Seats", "Lift"]
[map.service]
name = "Name"
description = "About"
"#;

fn issue<'r>(report: &'r RunReport, code: &str) -> &'r IssueDraft {
    let found = report.issues.iter().find(|issue| issue.code == code);
    found.unwrap_or_else(|| panic!("no {code} in {:#?}", report.issues))
}

/// A workbook of the sheets, each a table of texts.
fn xlsx(sheets: &[(&str, &[&[&str]])]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    for (name, rows) in sheets {
        let sheet = workbook.add_worksheet().set_name(*name).unwrap();
        for (number, row) in (0..).zip(*rows) {
            for (column, text) in (0..).zip(*row).filter(|(_, text)| !text.is_empty()) {
                sheet.write_string(number, column, *text).unwrap();
            }
        }
    }
    workbook.save_to_buffer().unwrap()
}

/// Files packed as a zip archive.
fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(content).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// An OpenDocument spreadsheet of these tables.
fn ods(tables: &str) -> Vec<u8> {
    let content = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><office:document-content>
        <office:automatic-styles><style:style style:name="hidden" style:family="table">
        <style:table-properties table:display="false"/></style:style></office:automatic-styles>
        <office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"#
    );
    let mime = "application/vnd.oasis.opendocument.spreadsheet";
    packed(&[("mimetype", mime.as_bytes()), ("content.xml", content.as_bytes())])
}

fn ods_row(cells: &[&str]) -> String {
    let cell = |text: &&str| match *text {
        "" => "<table:table-cell/>".to_owned(),
        text => format!(
            r#"<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>"#
        ),
    };
    format!("<table:table-row>{}</table:table-row>", cells.iter().map(cell).collect::<String>())
}

fn ods_table(name: &str, rows: &str) -> String {
    format!(r#"<table:table table:name="{name}">{rows}</table:table>"#)
}

#[test]
fn a_list_gives_the_same_records_as_csv_as_xlsx_and_as_ods() {
    let rows: &[&[&str]] = &[
        &["Name", "About", "Postcode", "Organisation"],
        &["Tea", "Tea & cake", "PL1 1AA", "Trust"],
        &["Chat", "", "PL2 2BB", "Trust"],
    ];
    let bench = Bench::new();
    let lines = rows.iter().map(|row| row.join(",") + "\n");
    bench.write("list.csv", lines.collect::<String>());
    bench.taken("format = \"csv\"\nlocation = \"list.csv\"");
    let ids = bench.ids(Kind::Service);
    assert_eq!(ids.len(), 2);

    bench.write("list.xlsx", xlsx(&[("List", rows)]));
    let report = bench.taken(XLSX);
    assert_eq!(
        (report.counts.unchanged, report.counts.records, bench.ids(Kind::Service)),
        (2, 0, ids.clone())
    );

    let table: String = rows.iter().map(|row| ods_row(row).replace("Tea & cake", "Tea &amp; cake")).collect();
    bench.write("list.ods", ods(&ods_table("List", &table)));
    let report = bench.taken(ODS);
    assert_eq!((report.counts.unchanged, report.counts.records, bench.ids(Kind::Service)), (2, 0, ids));
}

#[test]
fn dates_are_iso_whole_numbers_have_no_point_and_failed_formulas_are_issues() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (column, name) in (0..).zip(["Name", "About", "Seats", "Since", "Opens", "Lift"]) {
        sheet.write_string(0, column, name).unwrap();
    }
    sheet.write_string(1, 0, "Hall").unwrap();
    sheet.write_formula(1, 1, rust_xlsxwriter::Formula::new("=NA()").set_result("#N/A")).unwrap();
    sheet.write_number(1, 2, 120.0).unwrap();
    let (day, hour) = (Format::new().set_num_format("yyyy-mm-dd"), Format::new().set_num_format("hh:mm"));
    sheet.write_datetime_with_format(1, 3, ExcelDateTime::from_ymd(2024, 3, 1).unwrap(), &day).unwrap();
    sheet.write_datetime_with_format(1, 4, ExcelDateTime::from_hms(9, 20, 0).unwrap(), &hour).unwrap();
    sheet.write_boolean(1, 5, true).unwrap();
    let bench = Bench::new();
    bench.write("list.xlsx", workbook.save_to_buffer().unwrap());
    let report = bench.taken(&told(XLSX));
    assert_eq!(bench.noun(Kind::Service, "hall")["description"], "120, 2024-03-01, 09:20, true");
    let failed = issue(&report, "bad-value");
    assert_eq!(
        (failed.record.as_deref(), failed.field.as_deref(), failed.value.as_deref()),
        (Some("list.xlsx Sheet1 row 2"), Some("About"), Some("#N/A"))
    );

    let cells = r#"<table:table-cell office:value-type="string"><text:p>Hall</text:p></table:table-cell>
        <table:table-cell office:value-type="string" calcext:value-type="error"><text:p>#N/A</text:p></table:table-cell>
        <table:table-cell office:value-type="float" office:value="120"><text:p>120.00</text:p></table:table-cell>
        <table:table-cell office:value-type="date" office:date-value="2024-03-01"><text:p>1 March</text:p></table:table-cell>
        <table:table-cell office:value-type="time" office:time-value="PT09H20M00S"><text:p>9.20</text:p></table:table-cell>
        <table:table-cell office:value-type="boolean" office:boolean-value="true"><text:p>WAHR</text:p></table:table-cell>"#;
    let header = ods_row(&["Name", "About", "Seats", "Since", "Opens", "Lift"]);
    bench.write(
        "list.ods",
        ods(&ods_table("A", &format!("{header}<table:table-row>{cells}</table:table-row>"))),
    );
    let report = bench.taken(&told(ODS));
    assert_eq!((report.counts.unchanged, count(&report, "bad-value")), (1, 1));
}

fn told(source: &str) -> String {
    format!(
        "{source}\n[map.service]\nname = \"Name\"\ndescription = [\"About\", \"Seats\", \"Since\", \"Opens\", \"Lift\"]"
    )
}

#[test]
fn a_header_below_a_title_is_found_and_said() {
    let rows: &[&[&str]] = &[
        &["Warm spaces of the city"],
        &[],
        &["As of March", "", "", "ask Ann"],
        &["Name", "About", "Postcode", "Seats"],
        &[],
        &["Tea", "", "PL1 1AA", ""],
    ];
    let bench = Bench::new();
    bench.write("list.xlsx", xlsx(&[("List", rows)]));
    let report = bench.taken(XLSX);
    assert_eq!(bench.ids(Kind::Service), ["tea-pl1-1aa"]);
    let told = issue(&report, "header-below");
    assert!(told.reason.contains("row 4"), "{told:?}");
    assert_eq!(told.value.as_deref(), Some("Warm spaces of the city; As of March; ask Ann"));
}

#[test]
fn merged_cells_and_what_stands_beside_the_table_are_kept() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let plain = Format::new();
    sheet.merge_range(0, 0, 0, 2, "A title over all columns", &plain).unwrap();
    for (row, cells) in (1..).zip([["Name", "About", "Postcode"], ["Tea", "Warm", "PL1 1AA"]]) {
        for (column, cell) in (0..).zip(cells) {
            sheet.write_string(row, column, cell).unwrap();
        }
    }
    sheet.write_string(2, 6, "ring Ann first").unwrap();
    let bench = Bench::new();
    bench.write("list.xlsx", workbook.save_to_buffer().unwrap());
    let report = bench.taken(XLSX);
    assert_eq!(bench.noun(Kind::Service, "tea-pl1-1aa")["description"], "Warm");
    assert_eq!(issue(&report, "unread-field").field.as_deref(), Some("column 7"));
}

#[test]
fn the_first_visible_sheet_with_a_table_is_read_unless_another_is_named() {
    let mut workbook = Workbook::new();
    for (name, title) in [("Notes", ""), ("Old", "Gone"), ("Clubs", "Chess"), ("Halls", "Hall")] {
        let sheet = workbook.add_worksheet().set_name(name).unwrap();
        sheet.set_hidden(name == "Old");
        if title.is_empty() {
            sheet.write_string(0, 0, "Ask Ann before you change anything").unwrap();
            continue;
        }
        for (column, (head, cell)) in (0..).zip([("Name", title), ("Postcode", "PL1 1AA")]) {
            sheet.write_string(0, column, head).unwrap();
            sheet.write_string(1, column, cell).unwrap();
        }
    }
    let bench = Bench::new();
    bench.write("list.xlsx", workbook.save_to_buffer().unwrap());
    let report = bench.taken(XLSX);
    assert_eq!(bench.ids(Kind::Service), ["chess-pl1-1aa"]);
    let others = &issue(&report, "other-sheets").reason;
    assert!(others.contains("`Halls`") && !others.contains("`Old`"), "{others}");

    let named = |sheet: &str| format!("{XLSX}\nsheet = \"{sheet}\"");
    bench.taken(&named("halls"));
    assert_eq!(bench.ids(Kind::Service), ["hall-pl1-1aa"]);
    let report = bench.harvest(&named("Holes"));
    let refused = issue(&report, "no-sheet");
    assert!(refused.reason.contains("`Holes`") && refused.reason.contains("`Halls`"), "{refused:?}");
    assert_eq!(bench.ids(Kind::Service), ["hall-pl1-1aa"]);
}

#[test]
fn hidden_sheets_notes_and_repeated_cells_of_opendocument_are_understood() {
    let old = ods_table("Old", &ods_row(&["Name", "Postcode"]))
        .replace("table:name", "table:style-name=\"hidden\" table:name");
    let long = r#"<table:table-cell office:value-type="string"><office:annotation><text:p>a note</text:p></office:annotation>
        <text:p>Tea<text:s/>and <text:span>cake</text:span></text:p><text:p>every day</text:p></table:table-cell>"#;
    let empty = r#"<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>"#;
    let rows = format!(
        "{}{empty}<table:table-row>{long}<table:table-cell office:value-type=\"string\" table:number-columns-repeated=\"2\">\
         <text:p>PL1 1AA</text:p></table:table-cell></table:table-row>{empty}",
        ods_row(&["Name", "Postcode", "Billing postcode"])
    );
    let bench = Bench::new();
    bench.write("list.ods", ods(&format!("{old}{}", ods_table("List", &rows))));
    let report = bench.taken(ODS);
    assert_eq!(bench.records(Kind::Service).len(), 1);
    assert!(
        bench.ids(Kind::Service)[0].starts_with("tea-and-cake-every-day"),
        "{:?}",
        bench.ids(Kind::Service)
    );
    assert_eq!(issue(&report, "unread-field").record.as_deref(), Some("list.ods List row 1000002"));
}

#[test]
fn a_file_that_is_not_what_its_format_says_is_refused_by_what_it_looks_like() {
    let bench = Bench::new();
    let workbook = xlsx(&[("List", &[&["Name", "Postcode"], &["Tea", "PL1 1AA"]])]);
    for (source, name, bytes, looks) in [
        (XLSX, "list.xlsx", &b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"[..], "an old Excel workbook (xls)"),
        (XLSX, "list.xlsx", b"Name,Postcode\nTea,PL1 1AA\n", "text, such as CSV"),
        (XLSX, "list.xlsx", b"<!DOCTYPE html><html></html>", "a web page (HTML)"),
        (XLSX, "list.xlsx", &packed(&[("a.txt", b"a")]), "a zip archive"),
        (XLSX, "list.xlsx", &ods(""), "an OpenDocument spreadsheet (ods)"),
        (ODS, "list.ods", &workbook, "an Excel workbook (xlsx)"),
        ("format = \"csv\"\nlocation = \"list.csv\"", "list.csv", &workbook, "an Excel workbook (xlsx)"),
        (
            "format = \"csv\"\nlocation = \"list.csv\"",
            "list.csv",
            b"<html>sign in</html>",
            "a web page (HTML)",
        ),
        (XLSX, "list.xlsx", b"", "an empty file"),
    ] {
        bench.write(name, bytes);
        let report = bench.harvest(source);
        let refused = issue(&report, "wrong-format");
        assert!(refused.reason.contains(looks), "{refused:?}");
        assert_eq!(report.outcome, Outcome::Failed);
    }
}

#[test]
fn a_workbook_that_breaks_off_takes_nothing_and_leaves_what_was_there() {
    let bench = Bench::new();
    let whole = xlsx(&[("List", &[&["Name", "Postcode"], &["Tea", "PL1 1AA"]])]);
    bench.write("list.xlsx", &whole);
    bench.taken(XLSX);
    for cut in [whole.len() - 1, whole.len() / 2, 10, 3] {
        bench.write("list.xlsx", &whole[..cut]);
        assert_eq!(bench.harvest(XLSX).outcome, Outcome::Failed, "{cut}");
    }
    let table = ods_table("List", &(ods_row(&["Name", "Postcode"]) + &ods_row(&["Tea", "PL1 1AA"])));
    for end in ["</table:table>", "</text:p></table:table-cell></table:table-row></table:table>"] {
        let cut = ods(table.strip_suffix(end).unwrap());
        bench.write("list.ods", cut);
        assert_eq!(bench.harvest(ODS).outcome, Outcome::Failed, "{end}");
    }
    assert_eq!(bench.ids(Kind::Service), ["tea-pl1-1aa"]);
}

#[test]
fn an_archive_that_unpacks_to_too_much_is_refused_with_the_limit() {
    let bench = Bench::new();
    let zeros = vec![b' '; 64 * 1024 * 1024];
    let strings = br#"<sst uniqueCount = "99999999999999"><si/></sst>"#;
    for (part, content, limit) in [
        ("xl/worksheets/sheet1.xml", &zeros[..], "more than 16777216 bytes"),
        ("xl/sharedStrings.xml", strings, "claims to hold 99999999999999 texts"),
    ] {
        bench.write("list.xlsx", packed(&[("xl/workbook.xml", b"<workbook/>"), (part, content)]));
        let report = bench.harvest(XLSX);
        assert!(issue(&report, "too-large").reason.contains(limit), "{:?}", report.issues);
    }
    let row =
        ods_row(&["Tea", "PL1 1AA"]).replacen("row>", "row table:number-rows-repeated=\"1000000000\">", 1);
    bench.write("list.ods", ods(&ods_table("List", &(ods_row(&["Name", "Postcode"]) + &row))));
    let report = bench.harvest(ODS);
    assert!(issue(&report, "unreadable").reason.contains("more than 10000"), "{:?}", report.issues);
}

#[test]
fn a_sheet_is_only_for_workbooks() {
    let read = |toml: &str| harvest::SourceConfig::read(&crate::support::with_terms(toml), "feed".as_ref());
    let refused = read("format = \"csv\"\nlocation = \"x\"\nsheet = \"A\"").unwrap_err().to_string();
    assert!(refused.contains("`sheet` is A; only xlsx and ods have sheets"), "{refused}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn no_change_to_the_xml_of_a_workbook_makes_a_reader_panic(
        at in any::<prop::sample::Index>(), cut in 0_usize..40, instead in prop::sample::select(vec![
            "", "<", ">", "\"", "&", "</c>", "<c r=\"ZZZZZZZZZZZ9\">", "99999999999999999999", "t=\"s\"", "\u{0}", "<text:p>",
        ]),
    ) {
        let sheet = r#"<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Name</t></is></c><c r="B1" t="str"><v>Seats</v></c></row>
            <row r="2"><c r="A2" t="inlineStr"><is><t>Tea</t></is></c><c r="B2"><v>12</v></c></row></sheetData></worksheet>"#;
        let rels = r#"<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
        let sheets = r#"<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
        let book = r#"<workbook xmlns:r="x"><sheets><sheet name="List" sheetId="1" r:id="r1"/></sheets></workbook>"#;
        let mut content = String::new();
        write!(content, "{}", ods_table("List", &(ods_row(&["Name", "Seats"]) + &ods_row(&["Tea", "12"])))).unwrap();
        let changed = |text: &str| {
            let start = at.index(text.len());
            let end = (start + cut).min(text.len());
            [&text[..start], instead, &text[end..]].concat()
        };
        let bench = Bench::new();
        bench.write("list.xlsx", packed(&[
            ("_rels/.rels", rels.as_bytes()), ("xl/workbook.xml", book.as_bytes()),
            ("xl/_rels/workbook.xml.rels", sheets.as_bytes()), ("xl/worksheets/sheet1.xml", changed(sheet).as_bytes()),
        ]));
        bench.harvest(&format!("{XLSX}{MAPPED}"));
        bench.write("list.ods", ods(&changed(&content)));
        bench.harvest(&format!("{ODS}{MAPPED}"));
    }
}
