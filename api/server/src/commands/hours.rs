use std::process::ExitCode;

use normalize::schedule::{self, Hours, Recurring};
use serde::Serialize;

use crate::{
    cli,
    output::{self, Say, say},
};

/// Reads opening hours written for people. Exit 0: read, 1: not understood.
///
/// What the OpenStreetMap form cannot hold, the days on which the hours hold and remarks, goes to standard error.
pub(super) fn run(args: &cli::Hours, json: bool) -> anyhow::Result<ExitCode> {
    let issue = match schedule::read(&args.text) {
        Ok(hours) => {
            if !json {
                notes(&hours).iter().for_each(|note| eprintln!("directory: {note}"));
            }
            return say(&Read::from(&hours), json);
        }
        Err(issue) => issue.to_string(),
    };
    if json {
        say(&NotRead { issue }, json)?;
    } else {
        eprintln!("directory: these opening hours were not understood: {issue}");
    }
    Ok(ExitCode::from(output::WITH_ISSUES))
}

/// What is said beside the week.
fn notes(hours: &Hours) -> Vec<String> {
    let from = hours.valid_from.iter().map(|day| format!("holds from {day}"));
    let to = hours.valid_to.iter().map(|day| format!("holds until {day}"));
    let remarks = hours
        .remarks
        .iter()
        .map(|remark| format!("no schedule can hold `{remark}`; a harvest keeps it in words"));
    from.chain(to).chain(remarks).collect()
}

/// Hours that were read, with HSDS's names for their parts.
#[derive(Debug, Serialize)]
struct Read {
    opening_hours: String,
    schedules: Vec<Schedule>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Schedule {
    freq: &'static str,
    byday: String,
    opens_at: String,
    closes_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    valid_from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    valid_to: Option<String>,
}

impl From<&Hours> for Read {
    fn from(hours: &Hours) -> Self {
        let schedule = |recurring: &Recurring| Schedule {
            freq: recurring.freq(),
            byday: recurring.byday(),
            opens_at: recurring.opening.opens_at.clone(),
            closes_at: recurring.opening.closes_at.clone(),
            valid_from: hours.valid_from.clone(),
            valid_to: hours.valid_to.clone(),
        };
        Self {
            opening_hours: hours.to_text(),
            schedules: hours.openings.iter().map(schedule).collect(),
            notes: hours.remarks.clone(),
        }
    }
}

impl Say for Read {
    fn lines(&self) -> Vec<String> {
        vec![self.opening_hours.clone()]
    }
}

/// Hours that were not understood.
#[derive(Debug, Serialize)]
struct NotRead {
    issue: String,
}

impl Say for NotRead {
    fn lines(&self) -> Vec<String> {
        vec![self.issue.clone()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_said_in_the_terms_of_the_standard() {
        let hours =
            schedule::read("Mon-Fri 9am-5pm, 1st Saturday of the month 9am-1pm (women only)").unwrap();
        let read = Read::from(&hours);
        assert_eq!(read.lines(), ["Mo-Fr 09:00-17:00; Sa[1] 09:00-13:00"]);
        let said: Vec<_> = read.schedules.iter().map(|part| (part.freq, part.byday.as_str())).collect();
        assert_eq!(said, [("WEEKLY", "MO,TU,WE,TH,FR"), ("MONTHLY", "1SA")]);
        assert_eq!(notes(&hours), ["no schedule can hold `women only`; a harvest keeps it in words"]);
    }
}
