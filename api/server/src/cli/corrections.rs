//! What can be said about facts on which sources disagree.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use clap::{Args, ValueEnum};
use model::SourceId;
use uuid::Uuid;

/// Which conflicts to list.
#[derive(Debug, Args)]
pub struct Conflicts {
    /// Only those in which this source takes part
    #[arg(long)]
    pub source: Option<SourceId>,
    /// Only those about this entity
    #[arg(long)]
    pub entity: Option<Uuid>,
    /// Only those about this field, such as phones or status
    #[arg(long)]
    pub field: Option<String>,
    /// How many to list at most
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(i64).range(1..=10_000))]
    pub limit: i64,
}

/// What to correct, and how.
#[derive(Debug, Args)]
pub struct Correct {
    /// The entity's id
    pub entity: Uuid,
    /// The field: a single value such as name, status or email, or phones, schedules, addresses, postal_code, position
    pub field: String,
    /// What to do
    pub remedy: RemedyWord,
    /// To pin or reject, the source (or its record, source:kind:id); to supply, the value
    #[arg(value_name = "SOURCE|VALUE")]
    pub what: Option<String>,
    /// Why; it stays in the log, and the sources that are overruled are told
    #[arg(long)]
    pub reason: String,
    /// Stop to hold at this day or moment, such as 2027-03-31
    #[arg(long, value_name = "DATE", value_parser = moment)]
    pub expires: Option<DateTime<Utc>>,
    /// Who decides [default: the setting steward_name, or the user]
    #[arg(long)]
    pub who: Option<String>,
    /// Only show what would be published before and after
    #[arg(long)]
    pub dry_run: bool,
}

/// The ways to correct a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum RemedyWord {
    /// Publish what this source claims
    Pin,
    /// Do not use what this source claims, as long as it claims that
    Reject,
    /// Publish this value
    Supply,
    /// Let the sources decide again
    Lift,
}

/// Which corrections to list.
#[derive(Debug, Args)]
pub struct Corrections {
    /// Only those that are about this entity now
    #[arg(long)]
    pub entity: Option<Uuid>,
}

/// A day, which means its beginning in UTC, or a moment of RFC 3339.
fn moment(text: &str) -> Result<DateTime<Utc>, String> {
    let day = text.parse::<NaiveDate>().map(|day| day.and_time(NaiveTime::MIN).and_utc());
    day.or_else(|_| DateTime::parse_from_rfc3339(text).map(|moment| moment.with_timezone(&Utc)))
        .map_err(|_| "write a day as 2027-03-31 or a moment as 2027-03-31T12:00:00Z".to_owned())
}

#[cfg(test)]
mod tests {
    use super::moment;

    #[test]
    fn a_day_begins_at_midnight() {
        assert_eq!(moment("2027-03-31").unwrap().to_rfc3339(), "2027-03-31T00:00:00+00:00");
        assert_eq!(moment("2027-03-31T12:00:00+01:00").unwrap().to_rfc3339(), "2027-03-31T11:00:00+00:00");
        assert!(moment("31/03/2027").unwrap_err().contains("2027-03-31"));
    }
}
