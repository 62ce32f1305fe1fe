//! Rules of recurrence, and what of them the standard's schedules can say.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate, TimeDelta};
use serde_json::{Value, json};

use super::{Object, when::When};

/// The parts of a rule by name.
#[derive(Clone, Debug, Default)]
pub(super) struct Rule {
    parts: BTreeMap<String, String>,
}

/// Parts of a rule that a schedule has a field for as they are.
const SAME: [(&str, &str); 5] = [
    ("BYDAY", "byday"),
    ("BYWEEKNO", "byweekno"),
    ("BYMONTHDAY", "bymonthday"),
    ("BYYEARDAY", "byyearday"),
    ("WKST", "wkst"),
];

/// Parts of a rule that a schedule has no field for.
const NO_FIELD: [&str; 5] = ["BYMONTH", "BYSETPOS", "BYHOUR", "BYMINUTE", "BYSECOND"];

impl Rule {
    pub(super) fn read(text: &str) -> Self {
        let parts = text.split(';').filter_map(|part| part.split_once('='));
        let parts =
            parts.map(|(name, value)| (name.trim().to_ascii_uppercase(), value.trim().to_ascii_uppercase()));
        Self { parts: parts.filter(|(_, value)| !value.is_empty()).collect() }
    }

    fn part(&self, name: &str) -> Option<&str> {
        self.parts.get(name).map(String::as_str)
    }

    fn number(&self, name: &str) -> Option<u32> {
        self.part(name)?.parse().ok()
    }

    fn interval(&self) -> u32 {
        self.number("INTERVAL").unwrap_or(1).max(1)
    }

    /// Puts into a schedule what it can say of the rule. Answers whether that is all of it.
    pub(super) fn fill(mut self, schedule: &mut Object, starts: NaiveDate) -> bool {
        self.settle_positions();
        self.settle_month(starts);
        let frequency = self.frequency();
        if let Some((freq, interval)) = frequency {
            schedule.insert("freq".to_owned(), freq.into());
            if interval > 1 {
                schedule.insert("interval".to_owned(), interval.into());
            }
        }
        for (part, field) in SAME {
            schedule.extend(self.part(part).map(|value| (field.to_owned(), Value::from(value))));
        }
        schedule.extend(self.number("COUNT").map(|count| ("count".to_owned(), json!(count))));
        if let Some(until) = self.until() {
            for field in ["until", "valid_to"] {
                schedule.insert(field.to_owned(), until.to_string().into());
            }
        }
        frequency.is_some() && !NO_FIELD.iter().any(|part| self.parts.contains_key(*part))
    }

    fn until(&self) -> Option<NaiveDate> {
        When::read(self.part("UNTIL")?).map(|until| until.day)
    }

    /// The frequency and interval of a schedule; a schedule knows weeks and months only, and every day.
    fn frequency(&self) -> Option<(&'static str, u32)> {
        let interval = self.interval();
        let is_plain = ["BYYEARDAY", "BYWEEKNO"].iter().all(|part| !self.parts.contains_key(*part));
        match self.part("FREQ")? {
            "WEEKLY" => Some(("WEEKLY", interval)),
            "MONTHLY" => Some(("MONTHLY", interval)),
            "DAILY" if interval == 1 => Some(("DAILY", 1)),
            "DAILY" if interval.is_multiple_of(7) && !self.parts.contains_key("BYDAY") => {
                Some(("WEEKLY", interval / 7))
            }
            // Days of the week of a year are those of a month only where the month is told.
            "YEARLY" if is_plain && !self.parts.contains_key("BYDAY") => {
                Some(("MONTHLY", interval.checked_mul(12)?))
            }
            "MONTH OF YEAR" if is_plain => Some(("MONTHLY", interval.checked_mul(12)?)),
            _ => None,
        }
    }

    /// The second of all Tuesdays is `2TU`.
    fn settle_positions(&mut self) {
        let (Some(position), Some(day)) = (self.part("BYSETPOS"), self.part("BYDAY")) else { return };
        let is_one = position.parse::<i8>().is_ok() && day.len() == 2 && self.part("FREQ") == Some("MONTHLY");
        if is_one {
            let day = format!("{position}{day}");
            self.parts.insert("BYDAY".to_owned(), day);
            self.parts.remove("BYSETPOS");
        }
    }

    /// Once a year in the month of the first day is once in twelve months.
    fn settle_month(&mut self, starts: NaiveDate) {
        if self.part("FREQ") == Some("YEARLY") && self.number("BYMONTH") == Some(starts.month()) {
            self.parts.remove("BYMONTH");
            self.parts.insert("FREQ".to_owned(), "MONTH OF YEAR".to_owned());
        }
    }

    /// A day by which it has come to an end; `None` where it has none.
    pub(super) fn last_day(&self, starts: NaiveDate) -> Option<NaiveDate> {
        if self.parts.contains_key("UNTIL") {
            return self.until();
        }
        // More days than any rule needs to come round once: not every month has a fifth Monday, nor every year a 29 February.
        let days: i64 = match self.part("FREQ")? {
            "MONTHLY" => 31 * 4,
            "YEARLY" => 366 * 8,
            "WEEKLY" => 7,
            _ => 366,
        };
        let times = i64::from(self.number("COUNT")?).checked_mul(i64::from(self.interval()))?;
        starts.checked_add_signed(TimeDelta::try_days(days.checked_mul(times)?)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(rule: &str) -> (Value, bool) {
        let mut schedule = Object::new();
        let is_all = Rule::read(rule).fill(&mut schedule, NaiveDate::from_ymd_opt(2026, 5, 4).unwrap());
        (Value::Object(schedule), is_all)
    }

    #[test]
    fn rules_become_schedules_as_far_as_those_can_say_them() {
        for (rule, schedule, is_all) in [
            (
                "FREQ=WEEKLY;BYDAY=MO,WE;WKST=SU",
                json!({ "freq": "WEEKLY", "byday": "MO,WE", "wkst": "SU" }),
                true,
            ),
            ("FREQ=DAILY;COUNT=3", json!({ "freq": "DAILY", "count": 3 }), true),
            ("FREQ=DAILY;INTERVAL=14", json!({ "freq": "WEEKLY", "interval": 2 }), true),
            ("FREQ=DAILY;INTERVAL=3", json!({}), false),
            ("FREQ=MONTHLY;BYDAY=TU;BYSETPOS=-1", json!({ "freq": "MONTHLY", "byday": "-1TU" }), true),
            ("FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1", json!({ "freq": "MONTHLY", "byday": "MO,TU" }), false),
            ("FREQ=YEARLY", json!({ "freq": "MONTHLY", "interval": 12 }), true),
            (
                "FREQ=YEARLY;BYMONTH=5;BYDAY=1MO",
                json!({ "freq": "MONTHLY", "interval": 12, "byday": "1MO" }),
                true,
            ),
            ("FREQ=YEARLY;BYMONTH=5,9", json!({ "freq": "MONTHLY", "interval": 12 }), false),
            ("FREQ=YEARLY;BYDAY=20MO", json!({ "byday": "20MO" }), false),
            ("FREQ=HOURLY", json!({}), false),
            (
                "FREQ=WEEKLY;UNTIL=20260630T220000Z",
                json!({ "freq": "WEEKLY", "until": "2026-06-30", "valid_to": "2026-06-30" }),
                true,
            ),
            ("nonsense;=;FREQ", json!({}), false),
        ] {
            assert_eq!(filled(rule), (schedule, is_all), "{rule}");
        }
    }

    #[test]
    fn a_rule_with_a_count_comes_to_an_end() {
        let starts = NaiveDate::from_ymd_opt(2026, 5, 4).unwrap();
        let last = |rule: &str| Rule::read(rule).last_day(starts).map(|day| day.to_string());
        assert_eq!(last("FREQ=WEEKLY;COUNT=2"), Some("2026-05-18".to_owned()));
        assert_eq!(
            (last("FREQ=WEEKLY"), last("FREQ=WEEKLY;COUNT=4294967295;INTERVAL=4294967295")),
            (None, None)
        );
    }
}
