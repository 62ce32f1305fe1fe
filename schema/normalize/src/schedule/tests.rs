use super::*;

fn read(text: &str) -> String {
    parse(text).map_or("not understood".to_owned(), |openings| to_text(&openings))
}

#[test]
fn clear_forms_are_read_exactly() {
    for (text, meaning) in [
        ("Monday: 09:00 - 12:00", "Mo 09:00-12:00"),
        ("Tuesday to Sunday: 10am to 5pm", "Tu,We,Th,Fr,Sa,Su 10:00-17:00"),
        ("Mon-Fri 9am-5pm", "Mo,Tu,We,Th,Fr 09:00-17:00"),
        ("9:00am-5:00pm, Mon-Fri", "Mo,Tu,We,Th,Fr 09:00-17:00"),
        ("Mo-Fr 09:00-12:00; Sa 10:00-13:00", "Mo,Tu,We,Th,Fr 09:00-12:00; Sa 10:00-13:00"),
        ("Mo-Fr 09:00-12:00,13:00-17:00", "Mo,Tu,We,Th,Fr 09:00-12:00; Mo,Tu,We,Th,Fr 13:00-17:00"),
        ("Mondays and Wednesdays 1 p.m. to 4 p.m.", "Mo,We 13:00-16:00"),
        ("Wednesday: - / 14:00 - 16:15", "We 14:00-16:15"),
        ("Fri 10:00–12noon\nSat midday – 3.30pm", "Fr 10:00-12:00; Sa 12:00-15:30"),
        ("Monday: 10am to 12 noon and 2pm to 3.30pm", "Mo 10:00-12:00; Mo 14:00-15:30"),
        ("Wednesdy: 3pm to 7pm", "We 15:00-19:00"),
        ("Mon-Fri 9am-5pm, Sat and Sun closed", "Mo,Tu,We,Th,Fr 09:00-17:00"),
        ("Mo-Fr 09:00-17:00; We off", "Mo,Tu,Th,Fr 09:00-17:00"),
        ("Daily 10am-4pm", "Mo,Tu,We,Th,Fr,Sa,Su 10:00-16:00"),
        ("Sat-Mon 10am-4pm", "Mo,Sa,Su 10:00-16:00"),
        ("Open Tues 9-5pm; Thurs 1-4pm; Fri 9am-5", "Tu,Fr 09:00-17:00; Th 13:00-16:00"),
        ("Fri 11am - 1am", "Fr 11:00-01:00"),
        ("24/7", "not understood"),
        ("Mo-Su 24 hours", "Mo,Tu,We,Th,Fr,Sa,Su 00:00-00:00"),
        ("Closed", "Mo-Su off"),
    ] {
        assert_eq!(read(text), meaning, "{text}");
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
    assert_eq!(cell("10am-12noon, 1pm-4pm").as_deref(), Some("Tu 10:00-12:00; Tu 13:00-16:00"));
    assert_eq!(cell("Closed").as_deref(), Some("Mo-Su off"));
    for text in ["", "-", "n/a", "Mon 9am-5pm", "9am-5pm (term time)"] {
        assert_eq!(parse_day("TU", text), None, "{text}");
    }
    assert_eq!(parse_day("XX", "9am-5pm"), None);
}
