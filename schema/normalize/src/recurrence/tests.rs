use chrono::{Datelike, TimeDelta};
use model::hsds::WEEKDAYS;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

fn schedule(fields: Value) -> Schedule {
    let mut all = json!({ "id": "s" });
    all.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    serde_json::from_value(all).unwrap()
}

fn at(moment: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(moment, "%Y-%m-%d %H:%M").unwrap()
}

/// The next time as `Thu 2026-11-05 10:00-12:00`.
fn next(fields: Value, moment: &str) -> String {
    told(
        Recurrence::of(&schedule(fields))
            .and_then(|recurrence| recurrence.next(at(moment), &Calendar::default())),
    )
}

fn told(next: Option<Held>) -> String {
    let Some(next) = next else { return "never".to_owned() };
    let next = next.occurrence;
    let time =
        |time: Option<NaiveDateTime>| time.map_or("?".to_owned(), |time| time.format("%H:%M").to_string());
    format!("{}-{}", next.date.format("%a %Y-%m-%d ").to_string() + &time(next.opens), time(next.closes))
}

#[test]
fn a_weekly_session_is_next_held_on_the_first_of_its_days() {
    let club = json!({ "freq": "WEEKLY", "byday": "TU,TH", "opens_at": "10:00", "closes_at": "12:00" });
    assert_eq!(next(club.clone(), "2026-11-04 09:00"), "Thu 2026-11-05 10:00-12:00");
    assert_eq!(next(club.clone(), "2026-11-05 11:59"), "Thu 2026-11-05 10:00-12:00", "it is still on");
    assert_eq!(next(club, "2026-11-05 12:00"), "Tue 2026-11-10 10:00-12:00", "it is over");
}

#[test]
fn every_second_week_counts_from_the_first_day() {
    let club = json!({ "freq": "WEEKLY", "interval": 2, "byday": "WE", "dtstart": "2026-11-04", "opens_at": "19:00" });
    assert_eq!(next(club, "2026-11-05 00:00"), "Wed 2026-11-18 19:00-?");
    let adrift = json!({ "freq": "WEEKLY", "interval": 2, "byday": "WE" });
    assert_eq!(next(adrift, "2026-11-05 00:00"), "never", "nothing tells which weeks");
}

#[test]
fn days_of_a_month_are_counted_from_its_beginning_or_its_end() {
    let monthly = |byday: &str| json!({ "freq": "MONTHLY", "byday": byday });
    assert_eq!(next(monthly("1SA"), "2026-11-08 00:00"), "Sat 2026-12-05 ?-?");
    assert_eq!(next(monthly("-1FR"), "2026-11-08 00:00"), "Fri 2026-11-27 ?-?");
    assert_eq!(next(monthly("5SU"), "2026-11-30 00:00"), "Sun 2027-01-31 ?-?");
    assert_eq!(next(monthly("MO,3WE"), "2026-11-17 00:00"), "Wed 2026-11-18 ?-?");
    assert_eq!(
        next(json!({ "freq": "MONTHLY", "bymonthday": "15,-1" }), "2026-02-16 00:00"),
        "Sat 2026-02-28 ?-?"
    );
    assert_eq!(
        next(json!({ "freq": "MONTHLY", "dtstart": "2026-01-31" }), "2026-02-01 00:00"),
        "Tue 2026-03-31 ?-?"
    );
    let quarterly = json!({ "freq": "MONTHLY", "interval": 3, "byday": "2TU", "dtstart": "2026-01-01" });
    assert_eq!(next(quarterly, "2026-04-30 00:00"), "Tue 2026-07-14 ?-?");
}

#[test]
fn nothing_is_held_before_the_first_day_or_after_the_last() {
    let term =
        json!({ "freq": "WEEKLY", "byday": "MO", "valid_from": "2026-09-07", "valid_to": "2026-12-14" });
    assert_eq!(next(term.clone(), "2026-07-01 00:00"), "Mon 2026-09-07 ?-?");
    assert_eq!(next(term, "2026-12-15 00:00"), "never");
    let course = json!({ "freq": "WEEKLY", "dtstart": "2026-11-03", "until": "2026-11-17T23:59:59" });
    assert_eq!(next(course, "2026-11-11 00:00"), "Tue 2026-11-17 ?-?");
    let six = json!({ "freq": "WEEKLY", "byday": "TU,TH", "dtstart": "2026-11-03", "count": 3 });
    assert_eq!(next(six.clone(), "2026-11-06 00:00"), "Tue 2026-11-10 ?-?");
    assert_eq!(next(six, "2026-11-11 00:00"), "never");
    assert_eq!(
        next(json!({ "dtstart": "2026-12-24", "opens_at": "18:00" }), "2026-11-11 00:00"),
        "Thu 2026-12-24 18:00-?"
    );
}

#[test]
fn what_goes_past_midnight_ends_on_the_next_day() {
    let bar = json!({ "freq": "WEEKLY", "byday": "FR", "opens_at": "20:00", "closes_at": "02:00" });
    assert_eq!(next(bar.clone(), "2026-11-07 01:00"), "Fri 2026-11-06 20:00-02:00");
    assert_eq!(next(bar, "2026-11-07 02:00"), "Fri 2026-11-13 20:00-02:00");
    let always = json!({ "byday": "MO", "opens_at": "00:00", "closes_at": "24:00" });
    assert_eq!(next(always, "2026-11-09 23:59"), "Mon 2026-11-09 00:00-00:00");
}

#[test]
fn what_tells_no_days_or_cannot_be_read_is_never() {
    for fields in [
        json!({}),
        json!({ "freq": "WEEKLY" }),
        json!({ "freq": "YEARLY", "dtstart": "2026-01-01" }),
        json!({ "freq": "WEEKLY", "byday": "1SA" }),
        json!({ "freq": "WEEKLY", "byday": "every day" }),
        json!({ "freq": "WEEKLY", "byday": "MO", "until": "whenever" }),
        json!({ "freq": "WEEKLY", "byday": "MO", "interval": 0 }),
        json!({ "freq": "MONTHLY", "bymonthday": "0" }),
        json!({ "freq": "MONTHLY", "bymonthday": "31", "byweekno": "2" }),
    ] {
        assert_eq!(next(fields.clone(), "2026-11-09 12:00"), "never", "{fields}");
    }
}

#[test]
fn of_several_schedules_the_first_counts() {
    let of = |day: &str, opens: &str| schedule(json!({ "byday": day, "opens_at": opens }));
    let both = [of("WE", "09:00"), of("TU", "14:00"), of("TU", "09:30")];
    assert_eq!(told(next_of(&both, at("2026-11-09 12:00"), &Calendar::default())), "Tue 2026-11-10 09:30-?");
}

/// A calendar of Christmas, and of two terms with a half term between.
fn calendar() -> Calendar {
    use model::{CalendarKind::*, CalendarPeriod};
    let period = |kind, first: &str, last: &str| CalendarPeriod {
        kind,
        first: first.parse().unwrap(),
        last: last.parse().unwrap(),
        name: "x".to_owned(),
    };
    Calendar::new(vec![
        period(BankHoliday, "2026-12-25", "2026-12-25"),
        period(BankHoliday, "2026-12-28", "2026-12-28"),
        period(Term, "2026-09-03", "2026-10-23"),
        period(Term, "2026-11-02", "2026-12-18"),
    ])
}

/// What is known of a Monday to Friday on a day: `held`, `-`, `cancelled`, or why it is doubted.
fn on(words: &str, date: &str) -> String {
    let fields = json!({ "freq": "WEEKLY", "byday": "MO,TU,WE,TH,FR", "notes": words });
    known(fields, date)
}

fn known(fields: Value, date: &str) -> String {
    let held = Recurrence::of(&schedule(fields)).unwrap().held(&calendar().day(date.parse().unwrap()));
    match held {
        None => "-".to_owned(),
        Some(held) if held.is_cancelled => "cancelled".to_owned(),
        Some(held) if held.is_sure() => "held".to_owned(),
        Some(held) => held.doubts.iter().map(Doubt::as_str).collect::<Vec<_>>().join(" "),
    }
}

#[test]
fn words_say_what_becomes_of_bank_holidays() {
    for (words, on_holiday, on_ordinary) in [
        ("", "bank-holiday", "held"),
        ("except bank holidays", "-", "held"),
        ("Closed on Bank Holidays.", "-", "held"),
        ("(excl. public holidays)", "-", "held"),
        ("Not open bank hols", "-", "held"),
        ("Closed weekends, including bank holidays", "bank-holiday", "held"),
        ("Open as usual, including bank holidays", "held", "held"),
        ("Open bank holidays", "held", "held"),
        ("Bank holidays only", "held", "-"),
        ("Bank holiday opening may vary", "bank-holiday", "held"),
        ("Bank holidays: 10am to 2pm", "bank-holiday", "held"),
        ("Mon-Fri 9am-5pm (closed bank holidays)", "-", "held"),
        ("Women only", "bank-holiday", "held"),
    ] {
        assert_eq!(
            (on(words, "2026-12-28").as_str(), on(words, "2026-12-29").as_str()),
            (on_holiday, on_ordinary),
            "{words}"
        );
    }
}

#[test]
fn without_a_calendar_what_depends_on_one_is_doubted() {
    assert_eq!(on("except bank holidays", "2025-12-29"), "bank-holiday");
    assert_eq!(on("", "2025-12-29"), "held");
    assert_eq!(on("term time only", "2027-03-01"), "term");
}

#[test]
fn words_say_what_becomes_of_school_holidays() {
    for (words, in_term, in_holidays) in [
        ("Term time only", "held", "-"),
        ("term-time", "held", "-"),
        ("Runs during term", "held", "-"),
        ("Not during school holidays", "held", "-"),
        ("No session in the school holidays", "held", "-"),
        ("School holidays only", "-", "held"),
        ("Term time and school holidays", "held", "held"),
        ("Including school holidays", "held", "held"),
        ("Term time only (not half term)", "held", "-"),
        ("Except half term", "held", "term"),
        ("Usually term time", "remark", "remark"),
    ] {
        assert_eq!(
            (on(words, "2026-11-04").as_str(), on(words, "2026-10-28").as_str()),
            (in_term, in_holidays),
            "{words}"
        );
    }
}

#[test]
fn words_that_are_not_understood_are_a_doubt_in_the_time_of_year_that_they_name() {
    assert_eq!(on("By appointment", "2026-11-04"), "remark");
    assert_eq!(on("Closed at Christmas", "2026-12-23"), "remark");
    assert_eq!(on("Closed at Christmas", "2027-01-04"), "remark");
    assert_eq!(on("Closed at Christmas", "2026-11-04"), "held");
    assert_eq!(on("No classes in August", "2026-08-05"), "remark");
    assert_eq!(on("Tea and cake", "2026-11-04"), "held");
}

#[test]
fn single_days_are_taken_out_and_called_off() {
    let words = "Not on 2026-11-04, 2026-11-05\nCancelled on 2026-11-06 and 9 November 2026";
    let told: Vec<String> = ["2026-11-03", "2026-11-04", "2026-11-05", "2026-11-06", "2026-11-09"]
        .iter()
        .map(|day| on(words, day))
        .collect();
    assert_eq!(told, ["held", "-", "-", "cancelled", "cancelled"]);
    let listed =
        json!({ "byday": "MO", "exdate": "2026-11-02,2026-11-09", "cancelled": "2026-11-09, 2026-11-11" });
    let told: Vec<String> = ["2026-11-02", "2026-11-09", "2026-11-11", "2026-11-16"]
        .iter()
        .map(|day| known(listed.clone(), day))
        .collect();
    assert_eq!(told, ["-", "cancelled", "cancelled", "held"]);
    assert!(Recurrence::of(&schedule(json!({ "byday": "MO", "exdate": "whenever" }))).is_none());
}

#[test]
fn a_single_session_that_was_called_off_needs_no_rule() {
    let off = json!({ "opens_at": "10:00", "cancelled": "2026-11-04" });
    assert_eq!(known(off.clone(), "2026-11-04"), "cancelled");
    assert_eq!(known(off.clone(), "2026-11-05"), "-");
    assert_eq!(next(off, "2026-11-01 00:00"), "never");
}

#[test]
fn what_comes_next_is_not_called_off() {
    let club = json!({ "byday": "WE", "exdate": "2026-11-11", "cancelled": "2026-11-04" });
    assert_eq!(next(club, "2026-11-01 00:00"), "Wed 2026-11-18 ?-?");
}

#[test]
fn a_day_that_is_named_holds_on_a_bank_holiday_too() {
    assert_eq!(known(json!({ "dtstart": "2026-12-28", "notes": "term time only" }), "2026-12-28"), "held");
}

#[test]
fn what_is_once_may_go_on_for_days() {
    let fair =
        json!({ "dtstart": "2026-08-07", "until": "2026-08-09", "opens_at": "10:00", "closes_at": "16:00" });
    let of = |fields: &Value| Recurrence::of(&schedule(fields.clone())).unwrap();
    let day = |date: &str| CalendarDay::unknown(date.parse().unwrap());
    let held = of(&fair).held(&day("2026-08-07")).unwrap();
    assert_eq!(held.occurrence.closes, Some(at("2026-08-09 16:00")));
    assert_eq!(of(&fair).held(&day("2026-08-08")), None, "it is one session");
    let days = json!({ "dtstart": "2026-08-07", "until": "2026-08-09" });
    assert!(of(&days).held(&day("2026-08-09")).is_some() && of(&days).held(&day("2026-08-10")).is_none());
}

#[test]
fn times_of_another_zone_are_doubted() {
    let of = |zone: f64| known(json!({ "byday": "WE", "timezone": zone }), "2026-11-04");
    assert_eq!((of(0.0), of(1.0), of(-5.0)), ("held".into(), "held".into(), "timezone".into()));
}

#[test]
fn a_rule_holds_in_the_months_that_are_named() {
    assert_eq!(on("Only in months 5, 6", "2026-06-03"), "held");
    assert_eq!(on("Only in months 5, 6", "2026-11-04"), "-");
}

fn text() -> impl Strategy<Value = Option<String>> {
    prop_oneof![
        Just(None),
        any::<String>().prop_map(Some),
        "[-+0-9,:A-Z ]{0,12}".prop_map(Some),
        "(1|2|-1|)(MO|TU|SA)(,(3|)SU)?".prop_map(Some),
        (0..4000_i64)
            .prop_map(|days| Some((NaiveDate::default() + TimeDelta::days(15_000 + days)).to_string())),
    ]
}

prop_compose! {
    fn anything()(
        texts in prop::collection::vec(text(), 10), freq in prop_oneof![Just("WEEKLY"), Just("MONTHLY"), Just("x")],
        interval in prop::option::of(any::<f64>()), count in prop::option::of(any::<f64>()),
    ) -> Schedule {
        let mut schedule = schedule(json!({ "freq": freq }));
        let mut texts = texts.into_iter();
        let fields = [
            &mut schedule.dtstart, &mut schedule.until, &mut schedule.valid_from, &mut schedule.valid_to,
            &mut schedule.byday, &mut schedule.bymonthday, &mut schedule.byweekno, &mut schedule.byyearday,
            &mut schedule.opens_at, &mut schedule.closes_at,
        ];
        fields.into_iter().for_each(|field| *field = texts.next().flatten());
        schedule.interval = interval.map(model::hsds::Number);
        schedule.count = count.map(model::hsds::Number);
        schedule
    }
}

prop_compose! {
    fn moment()(days in 0..9_000_i64, minute in 0..1_440_i64) -> NaiveDateTime {
        at("2010-01-01 00:00") + TimeDelta::days(days) + TimeDelta::minutes(minute)
    }
}

proptest! {
    #[test]
    fn exceptions_never_add_a_day(days in "(MO|TU|WE)(,(TH|SU))?", words in "([a-z ,.]{0,20}|closed|term time|bank holidays|not on 2026-11-04|school holidays|open|christmas){0,5}", from in 0..500_i64) {
        let plain = Recurrence::of(&schedule(json!({ "freq": "WEEKLY", "byday": days }))).unwrap();
        let bound = Recurrence::of(&schedule(json!({ "freq": "WEEKLY", "byday": days, "notes": words }))).unwrap();
        let date = at("2026-01-01 00:00").date() + TimeDelta::days(from);
        let day = calendar().day(date);
        prop_assert!(bound.held(&day).is_none_or(|held| held.is_cancelled || plain.held(&day).is_some()));
    }

    #[test]
    fn no_words_make_it_panic(words in any::<String>(), date in 0..40_000_i64) {
        let date = NaiveDate::default() + TimeDelta::days(date);
        let bound = Recurrence::of(&schedule(json!({ "byday": "MO", "notes": words, "description": words, "exdate": words })));
        let _ = bound.map(|bound| bound.held(&calendar().day(date)));
    }

    #[test]
    fn no_schedule_and_no_moment_make_it_panic(schedule in anything(), moment in moment()) {
        let _ = Recurrence::of(&schedule).map(|recurrence| {
            let edges = [moment, NaiveDateTime::MIN, NaiveDateTime::MAX];
            edges.map(|moment| recurrence.next(moment, &Calendar::default()))
        });
    }

    #[test]
    fn the_next_one_is_not_over_and_none_that_is_not_lies_before_it(
        days in "(MO|TU|WE)(,(TH|SU))?", interval in 1..4_u32, opens in 0..24_u32, hours in 1..24_u32, moment in moment(),
    ) {
        let closes = (opens + hours) % 24;
        let recurrence = Recurrence::of(&schedule(json!({
            "freq": "WEEKLY", "byday": days, "interval": interval, "dtstart": "2012-02-29",
            "opens_at": format!("{opens:02}:00"), "closes_at": format!("{closes:02}:00"),
        }))).unwrap();
        let next = recurrence.next(moment, &Calendar::default()).unwrap().occurrence;
        prop_assert!(next.closes.unwrap() > moment);
        prop_assert_eq!(next.closes.unwrap() - next.opens.unwrap(), TimeDelta::hours(i64::from(hours)));
        prop_assert!(recurrence.holds_on(next.date));
        let between = moment.date().iter_days().take_while(|day| *day < next.date);
        for day in between.filter(|day| recurrence.holds_on(*day)) {
            prop_assert_eq!(day, moment.date(), "only what is over today is passed over");
        }
    }

    #[test]
    fn weeks_are_those_that_are_stepped_to_from_the_first(interval in 1..6_i64, weekday in 0..7_usize, steps in 0..60_i64) {
        // An oracle that knows no calendar: so many days from a Monday.
        let monday = NaiveDate::from_ymd_opt(2026, 1, 5).unwrap();
        let first = monday + TimeDelta::days(weekday as i64);
        let recurrence = Recurrence::of(&schedule(json!({
            "freq": "WEEKLY", "interval": interval, "byday": WEEKDAYS[weekday], "dtstart": monday.to_string(),
        }))).unwrap();
        let expected = first + TimeDelta::days(7 * interval * steps);
        let before = expected.and_time(NaiveTime::MIN) - TimeDelta::days(6 * i64::from(interval > 1));
        prop_assert_eq!(recurrence.next(before, &Calendar::default()).unwrap().occurrence.date, expected);
    }

    #[test]
    fn the_nth_day_of_a_month_is_within_its_seven_days(number in 1..5_u32, weekday in 0..7_usize, moment in moment()) {
        let rule = format!("{number}{}", WEEKDAYS[weekday]);
        let recurrence = Recurrence::of(&schedule(json!({ "freq": "MONTHLY", "byday": rule }))).unwrap();
        let next = recurrence.next(moment, &Calendar::default()).unwrap().occurrence.date;
        prop_assert_eq!((next.day() - 1) / 7 + 1, number);
        prop_assert_eq!(next.weekday().num_days_from_monday() as usize, weekday);
        prop_assert!(next - moment.date() <= TimeDelta::days(41));
    }
}
