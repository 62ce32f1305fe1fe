//! Days, moments and times of day.

use chrono::{DateTime, NaiveDate, NaiveDateTime, SecondsFormat, Utc};

/// Forms of a day that can mean only one day in a British feed: year first, day first, or the month in words.
const DAY_FORMS: &[&str] =
    &["%Y-%m-%d", "%Y/%m/%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y"];

/// Forms of a moment without an offset, taken as UTC.
const MOMENT_FORMS: &[&str] =
    &["%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M"];

/// The years taken; others are slips of the keyboard.
const YEARS: std::ops::RangeInclusive<i32> = 1000..=9999;

/// The day as `YYYY-MM-DD`, from ISO 8601 (also with a time, which is dropped), `dd/mm/yyyy` or `1 March 2024`.
/// Numbers are read day first, as in the United Kingdom. `None` where it is no day of the calendar.
pub fn normalize(text: &str) -> Option<String> {
    let text = crate::text::line(text);
    let day = DAY_FORMS.iter().find_map(|form| NaiveDate::parse_from_str(&text, form).ok());
    let day = day.or_else(|| parse_moment(&text).map(|moment| moment.date_naive()))?;
    is_sane(day).then(|| day.format("%Y-%m-%d").to_string())
}

/// The moment as RFC 3339 in UTC, to the second. A moment without offset is taken as UTC, a day as its first moment.
pub fn moment(text: &str) -> Option<String> {
    let text = crate::text::line(text);
    let midnight =
        || normalize(&text)?.parse::<NaiveDate>().ok()?.and_hms_opt(0, 0, 0).map(|at| at.and_utc());
    let moment = parse_moment(&text).or_else(midnight)?;
    is_sane(moment.date_naive()).then(|| moment.to_rfc3339_opts(SecondsFormat::Secs, true))
}

/// The time of day as `HH:MM`, from `9am`, `9.30 a.m.`, `12 noon`, `21:00`, `0900`. A bare `9` is no time.
pub fn time(text: &str) -> Option<String> {
    crate::schedule::single_time(text)
}

fn parse_moment(text: &str) -> Option<DateTime<Utc>> {
    if let Ok(moment) = DateTime::parse_from_rfc3339(text) {
        return Some(moment.with_timezone(&Utc));
    }
    let spaced = text.replacen('T', " ", 1);
    let naive = |form: &&str| NaiveDateTime::parse_from_str(spaced.trim_end_matches('Z'), form).ok();
    MOMENT_FORMS.iter().find_map(naive).map(|moment| moment.and_utc())
}

fn is_sane(day: NaiveDate) -> bool {
    use chrono::Datelike;
    YEARS.contains(&day.year())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_has_one_form() {
        for text in [
            "2024-03-01",
            "01/03/2024",
            "1/3/2024",
            "1 March 2024",
            "2024-03-01T09:00:00Z",
            "2024-03-01 09:00:00",
        ] {
            assert_eq!(normalize(text).as_deref(), Some("2024-03-01"), "{text}");
        }
        for text in ["", "31/02/2024", "03/2024", "yesterday", "1/3/24"] {
            assert_eq!(normalize(text), None, "{text}");
        }
    }

    #[test]
    fn a_moment_is_in_utc() {
        assert_eq!(moment("2024-03-01T09:00:00+01:00").as_deref(), Some("2024-03-01T08:00:00Z"));
        assert_eq!(moment("2024-03-01 09:00:00.123").as_deref(), Some("2024-03-01T09:00:00Z"));
        assert_eq!(moment("01/03/2024").as_deref(), Some("2024-03-01T00:00:00Z"));
    }

    #[test]
    fn a_time_of_day_has_one_form() {
        for (text, normal) in [
            ("9:00am", "09:00"),
            ("9am", "09:00"),
            ("9.30 p.m.", "21:30"),
            ("12 noon", "12:00"),
            ("midnight", "00:00"),
            ("17:45:00", "17:45"),
            ("0900", "09:00"),
        ] {
            assert_eq!(time(text).as_deref(), Some(normal), "{text}");
        }
        for text in ["", "9", "25:00", "13pm", "late", "9am-5pm"] {
            assert_eq!(time(text), None, "{text}");
        }
    }
}
