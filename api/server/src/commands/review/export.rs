//! The queue as a workbook or as CSV, for people to decide elsewhere.

use std::{path::Path, process::ExitCode};

use ::harvest::spreadsheet::inert;
use ::reconcile::review::Doubt;
use anyhow::Context;
use model::Verdict;
use rust_xlsxwriter::{DataValidation, Format, Workbook, XlsxError};
use serde_json::json;
use store::Store;

use super::{
    doubts,
    sheet::{REASON, VERDICT, cells, headings},
};
use crate::output::{Sentence, count, say};

/// Writes the head of the queue.
pub(super) fn run(store: &Store, file: &Path, limit: usize, json: bool) -> anyhow::Result<ExitCode> {
    let doubts = doubts(store, limit)?;
    let named = || format!("{} cannot be written", file.display());
    if super::import::is_csv(file) {
        csv(&doubts, file).with_context(named)?;
    } else {
        workbook(&doubts).and_then(|mut workbook| workbook.save(file)).with_context(named)?;
    }
    let summary = format!(
        "wrote {} to {}; fill in `{VERDICT}` and `{REASON}`, then `directory review --import`",
        count(doubts.len() as u64, "question"),
        file.display()
    );
    say(&Sentence { summary, figures: json!({ "questions": doubts.len(), "file": file }) }, json)
}

/// Every cell is text, so that nothing in it is ever a formula.
fn workbook(doubts: &[Doubt]) -> Result<Workbook, XlsxError> {
    let mut workbook = Workbook::new();
    let (text, bold) = (Format::new().set_num_format("@").set_text_wrap(), Format::new().set_bold());
    let sheet = workbook.add_worksheet().set_name("Questions")?;
    let headings = headings();
    for (column, heading) in (0..).zip(&headings) {
        sheet.write_string_with_format(0, column, heading, &bold)?;
        let is_for_reading = heading.starts_with("about") || [REASON, "why"].contains(&heading.as_str());
        sheet.set_column_width(column, if is_for_reading { 40.0 } else { 22.0 })?;
    }
    for (row, doubt) in (1..).zip(doubts) {
        for (column, cell) in (0..).zip(cells(doubt)) {
            sheet.write_string_with_format(row, column, &cell, &text)?;
        }
    }
    let last = u32::try_from(doubts.len()).unwrap_or(u32::MAX).max(1);
    let words = DataValidation::new().allow_list_strings(&Verdict::ALL.map(Verdict::as_str))?;
    sheet.add_data_validation(1, 0, last, 0, &words)?;
    sheet.set_freeze_panes(1, 2)?;
    sheet.autofilter(0, 0, last, u16::try_from(headings.len() - 1).unwrap_or(u16::MAX))?;
    Ok(workbook)
}

fn csv(doubts: &[Doubt], file: &Path) -> csv::Result<()> {
    let mut writer = csv::Writer::from_path(file)?;
    writer.write_record(headings())?;
    for doubt in doubts {
        writer.write_record(cells(doubt).iter().map(|cell| inert(cell)))?;
    }
    Ok(writer.flush()?)
}
