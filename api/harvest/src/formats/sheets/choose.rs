//! Which sheet of a workbook is read.

use model::{IssueDraft, Severity};

use super::{Workbook, header::Header};
use crate::{Template, fetch::Refused, issues::Issues, local::Local};

/// The sheet that is asked for, else the first that is visible and has a header; and that header.
pub(super) fn sheet(
    workbook: &mut dyn Workbook,
    local: &Local,
    asked: Option<&str>,
    issues: &mut Issues,
) -> Result<(String, Header), Refused> {
    let Some(asked) = asked else { return first(workbook, local, issues) };
    let sheets = workbook.sheets()?;
    let same = |name: &str| name.trim().to_lowercase() == asked.trim().to_lowercase();
    let found = sheets.iter().find(|sheet| sheet.name == asked);
    let Some(found) = found.or_else(|| sheets.iter().find(|sheet| same(&sheet.name))) else {
        let names = named(sheets.iter().map(|sheet| sheet.name.as_str()));
        let reason = format!("{} has no sheet `{asked}`; it has {names}", local.name);
        return Err(Refused::new("no-sheet", reason, "correct `sheet`, or leave it out").in_field("sheet"));
    };
    let header = Header::of(workbook, &found.name)?;
    header
        .map(|header| (found.name.clone(), header))
        .ok_or_else(|| headerless(&format!("the sheet `{}` of {}", found.name, local.name)))
}

/// The first visible sheet with a table; one of a single column only where there is no other.
fn first(
    workbook: &mut dyn Workbook,
    local: &Local,
    issues: &mut Issues,
) -> Result<(String, Header), Refused> {
    let mut tables = Vec::new();
    // The page that explains a template holds no rows.
    let may_be = |sheet: &super::Sheet| sheet.is_visible && sheet.name != Template::GUIDE;
    for sheet in workbook.sheets()?.into_iter().filter(may_be) {
        if let Some(header) = Header::of(workbook, &sheet.name)? {
            tables.push((sheet.name, header));
        }
    }
    let chosen = tables.iter().position(|(_, header)| header.names().len() > 1).unwrap_or(0);
    if tables.is_empty() {
        return Err(headerless(&format!("no visible sheet of {}", local.name)));
    }
    let chosen = tables.remove(chosen);
    if !tables.is_empty() {
        let others = named(tables.iter().map(|(name, _)| name.as_str()));
        let reason = format!("of its sheets `{}` is read; {others} could be as well", chosen.0);
        let action =
            "nothing needs doing if that is the right one; `sheet` names another, in a source of its own";
        let issue = IssueDraft::new(Severity::Notice, "other-sheets", reason, action);
        issues.push(issue.in_record(local.name.clone()));
    }
    Ok(chosen)
}

fn headerless(what: &str) -> Refused {
    let reason = format!("{what} has a row that names its columns");
    let reason = if what.starts_with("no ") { reason } else { reason.replacen("has a row", "has no row", 1) };
    Refused::new("no-header", reason, "put the names of the columns above the first row of the table")
}

fn named<'n>(names: impl Iterator<Item = &'n str>) -> String {
    names.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
