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
    told(Recurrence::of(&schedule(fields)).and_then(|recurrence| recurrence.next(at(moment))))
}

fn told(next: Option<Occurrence>) -> String {
    let Some(next) = next else { return "never".to_owned() };
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
    assert_eq!(told(next_of(&both, at("2026-11-09 12:00"))), "Tue 2026-11-10 09:30-?");
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
    fn no_schedule_and_no_moment_make_it_panic(schedule in anything(), moment in moment()) {
        let _ = Recurrence::of(&schedule).map(|recurrence| {
            let edges = [moment, NaiveDateTime::MIN, NaiveDateTime::MAX];
            edges.map(|moment| recurrence.next(moment))
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
        let next = recurrence.next(moment).unwrap();
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
        prop_assert_eq!(recurrence.next(before).unwrap().date, expected);
    }

    #[test]
    fn the_nth_day_of_a_month_is_within_its_seven_days(number in 1..5_u32, weekday in 0..7_usize, moment in moment()) {
        let rule = format!("{number}{}", WEEKDAYS[weekday]);
        let recurrence = Recurrence::of(&schedule(json!({ "freq": "MONTHLY", "byday": rule }))).unwrap();
        let next = recurrence.next(moment).unwrap().date;
        prop_assert_eq!((next.day() - 1) / 7 + 1, number);
        prop_assert_eq!(next.weekday().num_days_from_monday() as usize, weekday);
        prop_assert!(next - moment.date() <= TimeDelta::days(41));
    }
}
