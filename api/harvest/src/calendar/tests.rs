use std::io::Write;

use model::CalendarKind::{BankHoliday, Term};
use proptest::prelude::*;

use super::*;

fn told(text: &str) -> Vec<String> {
    shown(read_csv(text))
}

fn shown(read: Result<Vec<CalendarSpan>, CalendarError>) -> Vec<String> {
    let spans = match read {
        Ok(spans) => spans,
        Err(error) => return vec![error.to_string()],
    };
    let period =
        |period: &CalendarPeriod| format!("{} {} {} {}", period.kind, period.first, period.last, period.name);
    spans.iter().flat_map(|span| span.periods.iter().map(period)).collect()
}

fn ical(events: &str, kind: Option<CalendarKind>) -> Vec<String> {
    let mut file = tempfile::NamedTempFile::with_suffix(".ics").unwrap();
    write!(file, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}END:VCALENDAR\r\n").unwrap();
    shown(read(file.path(), kind))
}

#[test]
fn a_table_tells_of_single_days_and_of_terms() {
    let text = "kind,first_day,last_day,name\nterm,2026-09-03,2026-10-23,Autumn 1\nbank-holiday,2026-12-28,,Boxing Day\n";
    let expected = ["bank-holiday 2026-12-28 2026-12-28 Boxing Day", "term 2026-09-03 2026-10-23 Autumn 1"];
    assert_eq!(told(text), expected);
    let spans = read_csv(text).unwrap();
    assert_eq!(spans[0].between, "2026-01-01".parse().unwrap()..="2026-12-31".parse().unwrap());
    assert_eq!(spans[1].between, "2026-09-03".parse().unwrap()..="2026-10-23".parse().unwrap());
}

#[test]
fn what_is_wrong_is_told_with_its_line_and_value() {
    let head = "kind,first_day,last_day,name\n";
    for (lines, error) in [
        ("holiday,2026-12-25,,x", "line 2: `holiday` is no kind; write bank-holiday or term"),
        ("term,25/12/2026,,x", "line 2: `25/12/2026` is no day such as 2026-12-25"),
        (
            "term,2026-09-03,2026-10-23,a\nterm,2026-10-20,2026-11-30,b",
            "line 3: `b` begins before `a` of line 2 ends",
        ),
        ("term,2026-09-03,2026-09-02,a", "line 2: `2026-09-02` comes before its first day, 2026-09-03"),
        (
            "term,2026-09-03,2027-07-20,a",
            "line 2: `2027-07-20` is 321 days after its first; no term is longer than 120",
        ),
        ("bank-holiday,2026-12-25,,", "line 2: `2026-12-25` has no name"),
        ("bank-holiday,1826-12-25,,x", "line 2: `1826-12-25` is of no year from 1990 to 2100"),
        ("", "it tells of no day"),
    ] {
        assert_eq!(told(&format!("{head}{lines}\n")), [error]);
    }
    assert_eq!(
        told("kind,day,name\nterm,2026-09-03,x"),
        ["line 1: `day` is no column of a calendar; they are kind, first_day, last_day, name"]
    );
}

#[test]
fn events_of_a_calendar_are_days_whose_end_is_not_among_them() {
    let event = "BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261225\r\nDTEND;VALUE=DATE:20261226\r\nSUMMARY:Christmas Day\r\nEND:VEVENT\r\n";
    assert_eq!(ical(event, Some(BankHoliday)), ["bank-holiday 2026-12-25 2026-12-25 Christmas Day"]);
    let term = "BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20260903\r\nDTEND;VALUE=DATE:20261024\r\nSUMMARY:Autumn term\r\nEND:VEVENT\r\n";
    assert_eq!(ical(term, Some(Term)), ["term 2026-09-03 2026-10-23 Autumn term"]);
    assert!(ical(term, None)[0].contains("--kind"));
    let half = term.replace("Autumn term", "October half-term");
    assert_eq!(
        ical(&half, Some(Term)),
        [
            "line 3: `October half-term` tells when there is no term; list the parts of terms, from first to last day of school"
        ]
    );
}

proptest! {
    #[test]
    fn no_text_does_harm(text in "(kind,first_day,last_day,name\n)?([a-z0-9,\n\"-]{0,80}|term,2026-09-03,,x\n){0,4}") {
        let _ = read_csv(&text);
    }
}
