//! Days and moments of calendars.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use chrono_tz::{Europe::London, Tz};

use super::property::Property;
use crate::formats::zone;

/// A day, and the time on it unless it is the whole day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct When {
    pub(super) day: NaiveDate,
    pub(super) time: Option<NaiveTime>,
}

impl When {
    /// Reads a value: a day, a local moment, or one in UTC, which is told as a clock in Britain shows it.
    pub(super) fn read(value: &str) -> Option<Self> {
        let value = value.trim();
        let (text, is_utc) = value.strip_suffix('Z').map_or((value, false), |text| (text, true));
        if let Ok(day) = NaiveDate::parse_from_str(text, "%Y%m%d") {
            return (text.len() == 8).then_some(Self { day, time: None });
        }
        let moment = NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%S").ok()?;
        let moment = if is_utc { zone::in_britain(moment) } else { moment };
        Some(Self { day: moment.date(), time: Some(moment.time()) })
    }

    /// Later by a span.
    pub(super) fn after(self, span: TimeDelta) -> Option<Self> {
        let moment = self.day.and_time(self.time.unwrap_or_default()).checked_add_signed(span)?;
        Some(Self { day: moment.date(), time: self.time.map(|_| moment.time()) })
    }

    /// The time as the standard writes it.
    pub(super) fn clock(self) -> Option<String> {
        self.time.map(|time| time.format("%H:%M").to_string())
    }
}

/// Names of zones that programs of offices use for British time.
const BRITISH: [&str; 2] = ["GMT Standard Time", "Greenwich Standard Time"];

/// The zone that a property is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Zone {
    /// British time, or whatever time it is where it happens.
    Local,
    Other(Tz),
    /// One whose name is in no list.
    Unknown,
}

/// The zone of a property, or of its calendar where it names none.
pub(super) fn zone_of(property: &Property, calendar: Option<&str>) -> Zone {
    if property.value.ends_with('Z') || property.value.len() == 8 {
        return Zone::Local;
    }
    let Some(name) = property.param("TZID").or(calendar) else { return Zone::Local };
    // Some programs put their own name before that of the zone.
    let name = name.trim();
    let known = || (1..=3).find_map(|parts| tail(name, parts)?.parse::<Tz>().ok());
    match known() {
        Some(zone) if zone == London => Zone::Local,
        Some(zone) => Zone::Other(zone),
        None if BRITISH.contains(&name) => Zone::Local,
        None => Zone::Unknown,
    }
}

/// The last parts of a path.
fn tail(path: &str, parts: usize) -> Option<&str> {
    let start = path.rmatch_indices('/').nth(parts - 1).map_or(0, |(at, _)| at + 1);
    path.get(start..)
}

/// A span such as `PT1H30M`, `P1D` or `-P1W`.
pub(super) fn span(text: &str) -> Option<TimeDelta> {
    let (text, sign) = text.trim().strip_prefix('-').map_or((text.trim(), 1), |text| (text, -1));
    let rest = text.trim_start_matches('+').strip_prefix('P')?;
    let (mut minutes, mut digits, mut is_told) = (0_i64, String::new(), false);
    for character in rest.chars() {
        let of = match character {
            'T' => continue,
            '0'..='9' => {
                digits.push(character);
                continue;
            }
            'W' => 7 * 24 * 60,
            'D' => 24 * 60,
            'H' => 60,
            'M' => 1,
            'S' => 0,
            _ => return None,
        };
        let number: i64 = std::mem::take(&mut digits).parse().ok()?;
        minutes = minutes.checked_add(number.checked_mul(of)?)?;
        is_told = true;
    }
    (is_told && digits.is_empty()).then(|| TimeDelta::try_minutes(sign * minutes)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_spans_and_zones_are_read() {
        let shown = |text| When::read(text).map(|when| (when.day.to_string(), when.clock()));
        assert_eq!(shown("20260701T180000Z"), Some(("2026-07-01".into(), Some("19:00".into()))));
        assert_eq!(shown("20260701T180000"), Some(("2026-07-01".into(), Some("18:00".into()))));
        assert_eq!(shown("20260701"), Some(("2026-07-01".into(), None)));
        assert_eq!((shown("2026070"), shown("soon"), shown("20261301")), (None, None, None));
        assert_eq!(span("PT1H30M"), Some(TimeDelta::minutes(90)));
        assert_eq!(
            (span("P"), span("P1"), span("1D"), span("P99999999999999999999D")),
            (None, None, None, None)
        );
        let zone = |line| zone_of(&Property::read(line).unwrap(), None);
        assert_eq!(zone("DTSTART;TZID=Europe/London:20260701T180000"), Zone::Local);
        assert_eq!(
            zone("DTSTART;TZID=/x.example/20260101/Europe/Paris:20260701T180000"),
            Zone::Other(Tz::Europe__Paris)
        );
        assert_eq!(zone("DTSTART;TZID=GMT Standard Time:20260701T180000"), Zone::Local);
        assert_eq!(zone("DTSTART;TZID=Nowhere:20260701T180000"), Zone::Unknown);
    }
}
