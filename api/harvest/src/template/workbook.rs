//! A template as a workbook. Every cell is text, so that nothing in it is ever a formula and no number loses its zeros.

use rust_xlsxwriter::{
    DataValidation, DocProperties, ExcelDateTime, Format, Formula, Workbook, Worksheet, XlsxError,
};

use super::{Template, TemplateColumn};

/// The sheet of the words that cells offer. It is hidden.
const WORDS: &str = "Words";
/// For so many rows cells offer their words.
const ROWS: u32 = 10_000;
/// The headings of the sheet that explains the columns, and how wide each is.
const HEADINGS: [(&str, f64); 5] = [
    ("Column", 24.0),
    ("Needed", 10.0),
    ("What goes there", 64.0),
    ("Example", 34.0),
    ("Only these words", 34.0),
];

pub(super) fn write(template: &Template) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // The same template is the same bytes, whenever it is asked for.
    let made = DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2026, 1, 1)?);
    workbook.set_properties(&made);
    list(workbook.add_worksheet().set_name(&template.sheet)?, template)?;
    guide(workbook.add_worksheet().set_name(Template::GUIDE)?, template)?;
    if template.columns.iter().any(is_offered) {
        words(workbook.add_worksheet().set_name(WORDS)?, template)?;
    }
    workbook.save_to_buffer()
}

/// Whether cells of a column hold one of some words.
fn is_offered(column: &TemplateColumn) -> bool {
    !column.allowed.is_empty() && column.separator.is_none()
}

fn numbered(template: &Template) -> impl Iterator<Item = (u16, &TemplateColumn)> {
    (0..).zip(&template.columns)
}

/// The list: its header, and below it empty cells of text.
fn list(sheet: &mut Worksheet, template: &Template) -> Result<(), XlsxError> {
    const LETTER: f64 = 1.3;
    const NARROWEST: u16 = 14;
    let (text, bold) = (Format::new().set_num_format("@"), Format::new().set_bold().set_num_format("@"));
    for (number, column) in numbered(template) {
        let letters = u16::try_from(column.name.chars().count()).unwrap_or(u16::MAX).clamp(NARROWEST, 60);
        sheet.set_column_format(number, &text)?;
        sheet.set_column_width(number, f64::from(letters) * LETTER)?;
        sheet.write_string_with_format(0, number, &column.name, &bold)?;
        if is_offered(column) {
            let last = column.allowed.len();
            let letter = rust_xlsxwriter::utility::column_number_to_name(number);
            let range = Formula::new(format!("={WORDS}!${letter}$1:${letter}${last}"));
            let offered = DataValidation::new()
                .allow_list_formula(range)
                .set_error_title("That word is not read")?
                .set_error_message("Choose one of the words that the list offers.")?;
            sheet.add_data_validation(1, number, ROWS, number, &offered)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

/// The sheet that explains each column.
fn guide(sheet: &mut Worksheet, template: &Template) -> Result<(), XlsxError> {
    let text = Format::new().set_num_format("@").set_text_wrap().set_align(rust_xlsxwriter::FormatAlign::Top);
    let bold = Format::new().set_bold();
    for (number, (heading, width)) in (0..).zip(HEADINGS) {
        sheet.write_string_with_format(0, number, heading, &bold)?;
        sheet.set_column_width(number, width)?;
    }
    for (row, column) in (1..).zip(&template.columns) {
        let parted = column.separator.as_ref().map(|sign| format!(" Several have “{sign}” between them."));
        let cells = [
            column.name.clone(),
            if column.is_needed { "yes" } else { "no" }.to_owned(),
            format!("{}{}", column.holds, parted.unwrap_or_default()),
            column.example.clone(),
            column.allowed.join("\n"),
        ];
        for (number, cell) in (0..).zip(&cells) {
            sheet.write_string_with_format(row, number, cell, &text)?;
        }
    }
    sheet.set_freeze_panes(1, 1)?;
    Ok(())
}

/// The words that cells offer, each column below the one that they are for.
fn words(sheet: &mut Worksheet, template: &Template) -> Result<(), XlsxError> {
    for (number, column) in numbered(template).filter(|(_, column)| is_offered(column)) {
        for (row, word) in (0..).zip(&column.allowed) {
            sheet.write_string(row, number, word)?;
        }
    }
    sheet.set_hidden(true);
    Ok(())
}
