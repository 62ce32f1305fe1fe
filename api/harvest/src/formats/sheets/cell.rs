//! What a cell holds, as text that does not depend on how a spreadsheet shows it.

/// A filled cell.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell {
    /// Words.
    Text(String),
    /// A number, a truth value, a date or a time.
    Value(String),
    /// The word for a formula that failed, such as `#N/A`.
    Error(String),
}

impl Cell {
    /// Words, if they say anything.
    pub(super) fn text(text: &str) -> Option<Self> {
        (!text.trim().is_empty()).then(|| Self::Text(text.to_owned()))
    }

    /// A number: a whole one without a point.
    pub(super) fn number(number: f64) -> Self {
        // Beyond this, a number of a spreadsheet is no longer exact.
        const EXACT: f64 = 1e15;
        let is_whole = number.fract() == 0.0 && number.abs() < EXACT;
        Self::Value(if is_whole { format!("{number:.0}") } else { number.to_string() })
    }

    /// A truth value.
    pub(super) fn truth(value: bool) -> Self {
        Self::Value(value.to_string())
    }

    /// A date, or a date and time, that is written as ISO 8601 does: without the midnight that stands for no time.
    pub(super) fn moment(written: &str) -> Self {
        let written = written.trim().trim_end_matches('Z');
        let (date, time) = written.split_once('T').unwrap_or((written, ""));
        let time = time.split('.').next().unwrap_or(time);
        Self::Value(match clock(time) {
            Some(time) if time != "00:00" => format!("{date}T{time}"),
            Some(_) => date.to_owned(),
            None if time.is_empty() => date.to_owned(),
            None => written.to_owned(),
        })
    }

    /// A time of the day or a span of time, in seconds.
    pub(super) fn time(seconds: u64) -> Self {
        Self::Value(hours_and_minutes(seconds))
    }

    /// A span that ISO 8601 writes such as `PT09H30M00S`, as hours and minutes.
    pub(super) fn span(written: &str) -> Self {
        let seconds = written.trim().strip_prefix("PT").and_then(|parts| {
            let mut seconds = 0_u64;
            let mut digits = String::new();
            for letter in parts.split('.').next()?.chars() {
                let unit = match letter {
                    '0'..='9' => {
                        digits.push(letter);
                        continue;
                    }
                    'H' => 3_600,
                    'M' => 60,
                    'S' => 1,
                    _ => return None,
                };
                let count: u64 = std::mem::take(&mut digits).parse().ok()?;
                seconds = seconds.checked_add(count.checked_mul(unit)?)?;
            }
            seconds.checked_add(digits.parse().unwrap_or(0))
        });
        seconds.map_or_else(|| Self::Value(written.to_owned()), Self::time)
    }
}

fn hours_and_minutes(seconds: u64) -> String {
    let (hours, minutes, rest) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    if rest == 0 { format!("{hours:02}:{minutes:02}") } else { format!("{hours:02}:{minutes:02}:{rest:02}") }
}

/// The time of `HH:MM:SS`, without seconds that are none.
fn clock(time: &str) -> Option<String> {
    let mut parts = time.split(':').map(|part| part.parse::<u64>().ok());
    let seconds = parts.next()?? * 3_600 + parts.next()?? * 60 + parts.next().unwrap_or(Some(0))?;
    Some(hours_and_minutes(seconds))
}

#[cfg(test)]
mod tests {
    use super::Cell;

    #[test]
    fn whole_numbers_have_no_point_and_others_no_noise() {
        for (number, text) in
            [(3.0, "3"), (-0.5, "-0.5"), (50.371_3, "50.3713"), (1_752_668_001.0, "1752668001")]
        {
            assert_eq!(Cell::number(number), Cell::Value(text.to_owned()));
        }
    }

    #[test]
    fn dates_and_times_are_iso() {
        for (written, text) in [
            ("2024-03-01", "2024-03-01"),
            ("2024-03-01T00:00:00", "2024-03-01"),
            ("2024-03-01T09:30:00.000", "2024-03-01T09:30"),
            ("soon", "soon"),
        ] {
            assert_eq!(Cell::moment(written), Cell::Value(text.to_owned()));
        }
        for (written, text) in
            [("PT09H30M00S", "09:30"), ("PT9H", "09:00"), ("PT00H00M05.5S", "00:00:05"), ("P1D", "P1D")]
        {
            assert_eq!(Cell::span(written), Cell::Value(text.to_owned()));
        }
    }
}
