//! A decided sheet, taken back row by row: what is right is logged, what is wrong is said.

use std::{path::Path, process::ExitCode};

use ::reconcile::{
    Options, Report,
    review::{RowOutcome, take},
};
use anyhow::{Context, anyhow};
use calamine::{Data, Reader, open_workbook_auto};
use model::{Judgement, SystemClock};
use serde::Serialize;
use store::Store;

use super::sheet::Columns;
use crate::{
    commands::reconcile::{publish, summary},
    output::{Say, WITH_ISSUES, count, say},
    waterfall,
};

/// Takes a sheet back. Exits 1 where a row was refused; the others are logged all the same.
pub(super) fn run(store: &Store, file: &Path, who: &str, json: bool) -> anyhow::Result<ExitCode> {
    let sheet = read(file).with_context(|| format!("{} cannot be read", file.display()))?;
    let mut rows = sheet.into_iter();
    let headings = rows.next().map(|(_, cells)| cells).unwrap_or_default();
    let columns = Columns::find(&headings).map_err(|reason| anyhow!("{}: {reason}", file.display()))?;
    let name = file.file_name().unwrap_or(file.as_os_str()).to_string_lossy();
    let usual_reason = format!("decided in {name}");
    let mut taken = Taken::default();
    for (number, cells) in rows {
        let outcome = take(store, &SystemClock, &columns.row(&cells), who, &usual_reason)?;
        taken.add(number, outcome);
    }
    taken.reconciled = publish(store, Options::default())?;
    say(&taken, json)?;
    Ok(if taken.refused.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(WITH_ISSUES) })
}

/// Whether a file is CSV by its name; all others are workbooks.
pub(super) fn is_csv(file: &Path) -> bool {
    file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("csv"))
}

/// The rows of the first sheet that has any, with their numbers as a spreadsheet shows them.
fn read(file: &Path) -> anyhow::Result<Vec<(usize, Vec<String>)>> {
    if is_csv(file) {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_path(file)?;
        let rows = (1..).zip(reader.records()).map(|(number, row)| {
            let cells = row?.iter().map(|cell| cell.trim_start_matches('\u{feff}').to_owned()).collect();
            Ok((number, cells))
        });
        return rows.collect();
    }
    let mut workbook = open_workbook_auto(file)?;
    let sheet = workbook.worksheet_range_at(0).context("the workbook has no sheet")??;
    let first = sheet.start().map_or(0, |(row, _)| row as usize);
    Ok((first + 1..)
        .zip(sheet.rows())
        .map(|(number, row)| (number, row.iter().map(cell).collect()))
        .collect())
}

fn cell(cell: &Data) -> String {
    cell.to_string()
}

/// What became of the rows.
#[derive(Default, Serialize)]
struct Taken {
    decided: Vec<Judgement>,
    already: usize,
    blank: usize,
    refused: Vec<Refused>,
    reconciled: Report,
}

#[derive(Serialize)]
struct Refused {
    row: usize,
    reason: String,
}

impl Taken {
    fn add(&mut self, row: usize, outcome: RowOutcome) {
        match outcome {
            RowOutcome::Decided(judgement) => self.decided.push(judgement),
            RowOutcome::Already(_) => self.already += 1,
            RowOutcome::Blank => self.blank += 1,
            RowOutcome::Refused(reason) => self.refused.push(Refused { row, reason }),
        }
    }
}

impl Say for Taken {
    fn lines(&self) -> Vec<String> {
        let decided = self.decided.iter().map(waterfall::judgement);
        let refused = self.refused.iter().map(|refused| format!("row {}: {}", refused.row, refused.reason));
        let counts = format!(
            "{} decided, {} known already, {} left blank, {} refused",
            count(self.decided.len() as u64, "row"),
            self.already,
            self.blank,
            self.refused.len()
        );
        decided.chain(refused).chain([counts, summary(&self.reconciled)]).collect()
    }
}
