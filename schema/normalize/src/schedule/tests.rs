use super::*;

fn written(text: &str) -> String {
    read(text).map_or_else(|issue| issue.to_string(), |hours| hours.to_text())
}

#[test]
fn clear_forms_are_read_exactly() {
    for (text, meaning) in [
        ("Monday: 09:00 - 12:00", "Mo 09:00-12:00"),
        ("Tuesday to Sunday: 10am to 5pm", "Tu-Su 10:00-17:00"),
        ("Mon-Fri 9am-5pm", "Mo-Fr 09:00-17:00"),
        ("9:00am-5:00pm, Mon-Fri", "Mo-Fr 09:00-17:00"),
        ("Mo-Fr 09:00-12:00; Sa 10:00-13:00", "Mo-Fr 09:00-12:00; Sa 10:00-13:00"),
        ("Mo-Fr 09:00-12:00,13:00-17:00", "Mo-Fr 09:00-12:00,13:00-17:00"),
        ("Mondays and Wednesdays 1 p.m. to 4 p.m.", "Mo,We 13:00-16:00"),
        ("Wednesday: - / 14:00 - 16:15", "We 14:00-16:15"),
        ("Fri 10:00–12noon\nSat midday – 3.30pm", "Fr 10:00-12:00; Sa 12:00-15:30"),
        ("Monday: 10am to 12 noon and 2pm to 3.30pm", "Mo 10:00-12:00,14:00-15:30"),
        ("Wednesdy: 3pm to 7pm", "We 15:00-19:00"),
        ("Mon-Fri 9am-5pm, Sat and Sun closed", "Mo-Fr 09:00-17:00"),
        ("Mo-Fr 09:00-17:00; We off", "Mo,Tu,Th,Fr 09:00-17:00"),
        ("Daily 10am-4pm", "Mo-Su 10:00-16:00"),
        ("Sat-Mon 10am-4pm", "Mo,Sa,Su 10:00-16:00"),
        ("Open Tues 9-5pm; Thurs 1-4pm; Fri 9am-5", "Tu,Fr 09:00-17:00; Th 13:00-16:00"),
        ("Fri 11am - 1am", "Fr 11:00-25:00"),
        ("24/7", "Mo-Su 00:00-24:00"),
        ("Mo-Su 24 hours", "Mo-Su 00:00-24:00"),
        ("Fri 6pm - midnight", "Fr 18:00-24:00"),
        ("Fr 18:00-26:30", "Fr 18:00-26:30"),
        ("Open 24 hours, 7 days a week", "Mo-Su 00:00-24:00"),
        ("Every day: 10am to 4pm", "Mo-Su 10:00-16:00"),
        ("Thursday - 1.30pm - 5.30pm", "Th 13:30-17:30"),
        ("Mondays between 10am and 12 noon", "Mo 10:00-12:00"),
        ("Thrusday 10am-12pm, Wedensday 1pm-2pm", "We 13:00-14:00; Th 10:00-12:00"),
        ("Monday Closed Tuesday 10am – 4pm", "Tu 10:00-16:00"),
        ("Dydd Mawrth 10:00-12:00", "Tu 10:00-12:00"),
        ("Weekly on Tuesdays, from 10am to 1pm.", "Tu 10:00-13:00"),
        ("Closed", "Mo-Su off"),
    ] {
        assert_eq!(written(text), meaning, "{text}");
    }
}

#[test]
fn certain_weeks_of_a_month_are_read_as_such() {
    for (text, meaning) in [
        ("First Monday of the month 10am-12pm", "Mo[1] 10:00-12:00"),
        ("1st and 3rd Tuesday 10am-12pm", "Tu[1,3] 10:00-12:00"),
        ("Last Friday of every month: 2pm to 4pm", "Fr[-1] 14:00-16:00"),
        ("Every third Tuesday of the month, 10am to 12noon", "Tu[3] 10:00-12:00"),
        ("10am-12pm on the first Saturday of each month", "Sa[1] 10:00-12:00"),
        ("Mon-Fri 9am-5pm, 1st Saturday of the month 9am-1pm", "Mo-Fr 09:00-17:00; Sa[1] 09:00-13:00"),
        ("Tu[1,3] 10:00-12:00", "Tu[1,3] 10:00-12:00"),
    ] {
        assert_eq!(written(text), meaning, "{text}");
        assert_eq!(parse(text), None, "{text}");
    }
    assert!(read("Every third Tuesday 10am-12pm").is_err());
    assert!(read("Saturday: 11am to 5pm (Monthly)").is_err());
}

#[test]
fn remarks_that_limit_nothing_are_kept_beside_the_hours() {
    for (text, meaning, remark) in [
        ("Monday: 10am to midday (women only)", "Mo 10:00-12:00", "women only"),
        ("Coffee Morning: Wednesday: 9.30am to 11.30am", "We 09:30-11:30", "Coffee Morning"),
        (
            "This space is for women only\nMonday to Friday: 9am to 5pm",
            "Mo-Fr 09:00-17:00",
            "This space is for women only",
        ),
        ("Tuesday 3pm-5pm - Community Living Room", "Tu 15:00-17:00", "Community Living Room"),
        ("Warm welcome Tuesday and Thursday, 10am to 1pm", "Tu,Th 10:00-13:00", "Warm welcome"),
        ("Mon-Fri 9am-5pm (except bank holidays)", "Mo-Fr 09:00-17:00", "except bank holidays"),
        ("Daily 11:30-14:00 except Bank Holidays", "Mo-Su 11:30-14:00", "except Bank Holidays"),
        ("Mon-Fri 9-5pm, closed on bank holidays.", "Mo-Fr 09:00-17:00", "closed on bank holidays"),
    ] {
        let hours = read(text).unwrap();
        assert_eq!(
            (hours.to_text().as_str(), hours.remarks.as_slice()),
            (meaning, [remark.to_owned()].as_slice())
        );
        assert_eq!(parse(text), None, "{text}");
    }
    let sessions = "Wednesday to Friday: 10.30am - 2pm\nFriday: 12.30pm to 3pm (PC access)";
    assert_eq!(written(sessions), "We,Th 10:30-14:00; Fr 10:30-14:00,12:30-15:00");
}

#[test]
fn periods_are_kept_beside_the_hours() {
    for (text, from, to) in [
        ("Monday: 9am to 1pm\n(6 November -to 11 December 2023)", Some("2023-11-06"), Some("2023-12-11")),
        ("Wed 10:30am-12pm (Starts 11/01/23)", Some("2023-01-11"), None),
        ("Thursday 7pm-8:30pm (from 5th January 2023)", Some("2023-01-05"), None),
        ("Wednesday 1pm - 5pm 7th December 2022 - 22nd March 2023", Some("2022-12-07"), Some("2023-03-22")),
        ("Monday 9am-1pm (until 31st March 2023)", None, Some("2023-03-31")),
        ("Monday 9am-1pm (1 November to 31 March 2023)", Some("2022-11-01"), Some("2023-03-31")),
    ] {
        let hours = read(text).unwrap();
        assert_eq!((hours.valid_from.as_deref(), hours.valid_to.as_deref()), (from, to), "{text}");
        assert_eq!(parse(text), None, "{text}");
    }
    for text in
        ["Monday 9am-1pm (from 1 November)", "Fortnightly from 1 November 2022\nTuesday: 10am to 12pm"]
    {
        assert!(read(text).is_err(), "{text}");
    }
}

#[test]
fn an_issue_says_what_is_wrong_and_what_to_do() {
    for (text, issue) in [
        ("", Issue::Empty),
        ("Monday 9am-12pm, ring first", Issue::NotWeekly("ring".to_owned())),
        ("Tuesday: 10:30 - 12:30 Fortnightly", Issue::NotWeekly("fortnightly".to_owned())),
        ("Monday banana 9am-12pm", Issue::Unknown("banana".to_owned())),
        ("Mon 9-5", Issue::Unclear),
    ] {
        assert_eq!(read(text), Err(issue), "{text}");
    }
}

#[test]
fn what_is_not_fully_understood_is_not_guessed() {
    for text in [
        "",
        "Tuesday: 10:30 - 12:30 Fortnightly",
        "Term time only: Monday 9am to 3pm",
        "Monday 9am-12pm, ring first",
        "First Monday of the month 10am-12pm",
        "1st and 3rd Tuesday 10am-12pm",
        "12pm - late",
        "Friday 5pm - late",
        "Mon-Fri",
        "9am-5pm",
        "Mon 9-5",
        "Mon 10 - 12",
        "Wednesday: 09:30 - 01:30",
        "Tuesday: 10:00 - 17:00, Friday: 10:00 - 01:00",
        "Tuesday: 01:30 - 03:30",
        "Monday: 10 to 12am",
        "Tuesday 10am-12am",
        "Monday 9am",
        "Mon 9am-5pm, Tue",
        "Monday: 10am-2pm; Monday: 1pm-4pm",
        "Wed 10:30am-12pm (Starts 11/01/23)",
        "Mon-Fri 9am-5pm, PH off",
        "We open 9am-5pm",
        "Mon 25:00-26:00",
        "Mon 13pm-14pm",
        "Saturday: 11am to 5pm (Monthly)",
        "Closed Monday 9am-5pm",
        "by appointment",
    ] {
        assert_eq!(parse(text), None, "{text}");
    }
}

#[test]
fn a_cell_of_a_day_holds_times_only() {
    let cell = |text| parse_day("TU", text).map(|openings| to_text(&openings));
    assert_eq!(cell("08:30-18:00").as_deref(), Some("Tu 08:30-18:00"));
    assert_eq!(cell("10am-12noon, 1pm-4pm").as_deref(), Some("Tu 10:00-12:00,13:00-16:00"));
    assert_eq!(cell("Closed").as_deref(), Some("Mo-Su off"));
    for text in ["", "-", "n/a", "Mon 9am-5pm", "9am-5pm (term time)"] {
        assert_eq!(parse_day("TU", text), None, "{text}");
    }
    assert_eq!(parse_day("XX", "9am-5pm"), None);
}

#[test]
fn term_time_is_a_remark_that_a_calendar_understands() {
    for text in [
        "Monday 10am-12noon (term time only)",
        "Monday 10am-12noon term time only",
        "Monday 10am-12noon\nNot school holidays",
    ] {
        let hours = read(text).unwrap();
        assert_eq!((hours.openings.len(), hours.remarks.len()), (1, 1), "{text}");
    }
    for text in ["Monday 10am-12noon in some terms", "Monday 10am-12noon (ring in term time)"] {
        assert!(read(text).is_err(), "{text}");
    }
}
