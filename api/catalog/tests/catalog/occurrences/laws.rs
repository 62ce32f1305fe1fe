//! What is on and open is what each schedule followed by itself holds.

use super::*;

/// Any schedule of a few sorts.
fn any_schedule() -> impl Strategy<Value = Value> {
    let days = "(MO|TU|WE)(,(TH|SA|SU))?";
    let words = prop_oneof![
        Just(""),
        Just("closed bank holidays"),
        Just("open bank holidays"),
        Just("not on 2026-12-25")
    ];
    (days, 0..24_u32, 1..25_u32, 1..3_u32, words, any::<bool>()).prop_map(|(days, opens, hours, interval, words, monthly)| {
        let freq = if monthly { "MONTHLY" } else { "WEEKLY" };
        schedule(json!({ "freq": freq, "byday": days, "interval": interval, "dtstart": "2026-10-01", "notes": words,
            "opens_at": format!("{opens:02}:00"), "closes_at": format!("{:02}:30", (opens + hours) % 24) }))
    })
}

/// A service by the numbers of its schedules, and of those of each of its places.
#[derive(Clone, Debug)]
struct Sketch {
    status: &'static str,
    own: Vec<usize>,
    places: Vec<Vec<usize>>,
}

/// Services that share a few schedules.
fn any_sketches() -> impl Strategy<Value = (Vec<Value>, Vec<Sketch>)> {
    let once = (0..60_i64, 0..4_i64).prop_map(|(from, days)| {
        let day = |days| (moment("2026-11-20 00:00") + TimeDelta::days(days)).date().to_string();
        schedule(json!({ "dtstart": day(from), "until": day(from + days), "opens_at": "08:00", "closes_at": "20:00" }))
    });
    let off = any_schedule().prop_map(|plain| with(plain, json!({ "cancelled": "2026-12-01,2026-12-08" })));
    let schedule = prop_oneof![4 => any_schedule(), 1 => once, 1 => off];
    let few = || prop::collection::vec(0..4_usize, 0..3);
    let status = prop::sample::select(vec!["active", "active", "active", "temporarily closed", "inactive"]);
    let sketch = (status, few(), prop::collection::vec(few(), 0..3))
        .prop_map(|(status, own, places)| Sketch { status, own, places });
    (prop::collection::vec(schedule, 4), prop::collection::vec(sketch, 1..6))
}

impl Sketch {
    fn entity(&self, number: usize, schedules: &[Value]) -> model::Entity {
        let of = |numbers: &[usize]| -> Vec<&Value> { numbers.iter().map(|one| &schedules[*one]).collect() };
        let mut places = at_locations(number, &(1..=self.places.len()).collect::<Vec<_>>());
        self.places.iter().enumerate().for_each(|(at, own)| places[at]["schedules"] = json!(of(own)));
        let more =
            json!({ "status": self.status, "schedules": of(&self.own), "service_at_locations": places });
        service(number, "It", more)
    }

    /// The numbers of the schedules that hold at each of its places, and at none.
    fn held<'a>(&'a self, schedules: &'a [Value]) -> Vec<(Option<usize>, Vec<usize>)> {
        let at = |own: &Vec<usize>| if own.is_empty() { self.own.clone() } else { own.clone() };
        let is_taken = |one: &usize| {
            let is_same = |other: &usize| schedules[*other] == schedules[*one];
            self.places.iter().any(|own| own.is_empty() || own.iter().any(is_same))
        };
        let nowhere = self.own.iter().copied().filter(|one| !is_taken(one)).collect();
        let places = self.places.iter().zip(1..).map(|(own, place)| (Some(place), at(own)));
        places.chain([(None, nowhere)]).collect()
    }
}

/// When something of a service is at a place, and whether it was called off.
type Placed = (uuid::Uuid, Option<uuid::Uuid>, Told);

impl Sketch {
    /// What is on in a window.
    fn on(
        &self,
        number: usize,
        schedules: &[Value],
        calendar: &Calendar,
        window: Range<NaiveDateTime>,
    ) -> Vec<Placed> {
        let each = self.held(schedules).into_iter().flat_map(|(place, held)| {
            let follow = |one: &usize| followed(&schedules[*one], calendar, window.start.date(), 100);
            let within =
                held.iter().flat_map(follow).filter(|held| window.contains(&held.occurrence.opens.unwrap()));
            let at = place.map(|place| sal_id(number, place));
            together(within.collect(), self.status)
                .into_iter()
                .map(move |told| (service_id(number), at, told))
        });
        each.collect()
    }

    /// The ids of what is open at a moment: of the service, and of itself at places.
    fn open(
        &self,
        number: usize,
        schedules: &[Value],
        calendar: &Calendar,
        wall: NaiveDateTime,
    ) -> Vec<uuid::Uuid> {
        let now = moment_of(wall);
        let is_on = |held: &Held| {
            let Occurrence { opens, closes, .. } = held.occurrence;
            held.is_sure() && moment_of(opens.unwrap()) <= now && now < moment_of(closes.unwrap())
        };
        let first = wall.date() - TimeDelta::days(15);
        let is_open = |one: &usize| followed(&schedules[*one], calendar, first, 16).iter().any(is_on);
        let held = self.held(schedules).into_iter().filter(|_| self.status == "active");
        let open = held.filter(|(_, held)| held.iter().any(is_open));
        open.flat_map(|(place, _)| {
            place.map(|place| sal_id(number, place)).into_iter().chain([service_id(number)])
        })
        .collect()
    }
}

/// What a snapshot tells to be on in a window.
fn on_within(snapshot: &Snapshot, window: Range<NaiveDateTime>) -> BTreeSet<Placed> {
    let asked =
        asked("2026-11-01", "2026-11-01", |asked| (asked.from, asked.to) = (window.start, window.end));
    let found = snapshot.occurrences(&asked).unwrap();
    let told = |session: &catalog::Session<'_>| {
        let Occurrence { date, opens, closes } = session.held.occurrence;
        (session.service.id, session.at.map(|at| at.id), (date, opens, closes, session.held.is_cancelled))
    };
    let all: BTreeSet<Placed> = found.items.iter().map(told).collect();
    assert_eq!((found.total, found.items.len()), (all.len(), all.len()));
    all
}

/// The ids of what a snapshot tells to be open.
fn open_at(snapshot: &Snapshot, wall: NaiveDateTime) -> BTreeSet<uuid::Uuid> {
    let kinds = [ListKind::Service, ListKind::ServiceAtLocation];
    let queries = kinds.map(|kind| Query { open_at: vec![moment_of(wall).to_utc()], ..Query::new(kind) });
    queries.iter().flat_map(|query| snapshot.search(query).unwrap().items).map(|hit| hit.entry.id).collect()
}

/// What a schedule holds from a day on for so many days, followed by itself.
fn followed(schedule: &Value, calendar: &Calendar, from: NaiveDate, days: usize) -> Vec<Held> {
    let recurrence = Recurrence::of(&serde_json::from_value(schedule.clone()).unwrap());
    let held = |recurrence: &Recurrence| -> Vec<Held> {
        from.iter_days().take(days).filter_map(|day| recurrence.held(&calendar.day(day))).collect()
    };
    recurrence.as_ref().map(held).unwrap_or_default()
}

/// When something is, and whether it was called off.
type Told = (NaiveDate, Option<NaiveDateTime>, Option<NaiveDateTime>, bool);

/// What several schedules of one place hold together.
fn together(all: Vec<Held>, status: &str) -> BTreeSet<Told> {
    let mut by_begin: BTreeMap<_, (BTreeSet<_>, BTreeSet<_>)> = BTreeMap::new();
    for Held { occurrence: Occurrence { date, opens, closes }, is_cancelled, .. } in all {
        let (on, off) = by_begin.entry((date, opens)).or_default();
        match status {
            "inactive" if !is_cancelled => false,
            "temporarily closed" => off.insert(closes),
            _ => {
                if is_cancelled {
                    off.insert(closes)
                } else {
                    on.insert(closes)
                }
            }
        };
    }
    let each = by_begin.into_iter().flat_map(|((date, opens), (on, off))| {
        let off = off.into_iter().next();
        let on = if off.is_some() { BTreeSet::new() } else { on };
        let all =
            off.map(|closes| (closes, true)).into_iter().chain(on.into_iter().map(|closes| (closes, false)));
        all.map(move |(closes, is_off)| (date, opens, closes, is_off)).collect::<Vec<_>>()
    });
    each.collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn services_that_share_schedules_are_on_and_open_as_if_each_were_followed_by_itself(
        (schedules, sketches) in any_sketches(), minutes in 0..80_000_i64, hours in 1..1_500_i64, other in 0..4_usize,
    ) {
        let entities = |sketches: &[Sketch]| -> Vec<model::Entity> {
            sketches.iter().zip(1..).map(|(sketch, number)| sketch.entity(number, &schedules)).collect()
        };
        let places = [location(1, "A", "PL1 1HZ", LIBRARY), location(2, "B", "PL3 6LF", HUB)];
        let directory = Directory::with(&[entities(&sketches), places.to_vec()].concat());
        directory.store.replace_calendar(&[holidays()]).unwrap();
        let catalog = Catalog::load(&directory.store).unwrap();
        let mut changed = sketches.clone();
        changed[0].own = vec![other];
        let wall = moment("2026-11-01 00:00") + TimeDelta::minutes(minutes);
        for sketches in [sketches, changed] {
            directory.publish(&entities(&sketches));
            catalog.advance(&directory.store).unwrap();
            let snapshot = catalog.snapshot();
            let numbered = || sketches.iter().zip(1..);
            let window = wall..wall + TimeDelta::hours(hours);
            let on = numbered().flat_map(|(sketch, number)| sketch.on(number, &schedules, snapshot.calendar(), window.clone()));
            prop_assert_eq!(on_within(&snapshot, window.clone()), on.collect());
            let open = numbered().flat_map(|(sketch, number)| sketch.open(number, &schedules, snapshot.calendar(), wall));
            prop_assert_eq!(open_at(&snapshot, wall), open.collect());
        }
    }

    #[test]
    fn sessions_lie_in_their_window_in_order_and_pages_are_the_whole(
        schedules in prop::collection::vec(any_schedule(), 1..6), from in 0..60_i64, hours in 1..700_i64, limit in 1..9_usize,
        by_distance: bool,
    ) {
        let places = |number: usize| at_locations(number, &[1, 2]);
        let services = schedules.iter().zip(1..).map(|(schedule, number)| {
            service(number, "It", json!({ "schedules": [schedule], "service_at_locations": places(number) }))
        });
        let all: Vec<model::Entity> = services
            .chain([location(1, "A", "PL1 1HZ", LIBRARY), location(2, "B", "PL3 6LF", HUB)])
            .collect();
        let directory = Directory::with(&all);
        directory.store.replace_calendar(&[holidays()]).unwrap();
        let snapshot = Catalog::load(&directory.store).unwrap().snapshot();
        let begin = moment("2026-11-20 07:30") + TimeDelta::days(from);
        let mut asked = asked("2026-11-20", "2026-11-20", |asked| {
            (asked.from, asked.to) = (begin, begin + TimeDelta::hours(hours));
            asked.query.near = Some(Near { latitude: HUB.0, longitude: HUB.1, metres: Near::ANYWHERE });
            asked.sort = if by_distance { OccurrenceSort::Distance } else { OccurrenceSort::Start };
        });
        let whole = snapshot.occurrences(&asked).unwrap();
        let ids: Vec<uuid::Uuid> = whole.items.iter().map(|session| session.id()).collect();
        for session in &whole.items {
            let opens = session.held.occurrence.opens.unwrap();
            prop_assert!(asked.from <= opens && opens < asked.to);
            // What is open is what is surely under way.
            let at = (session.starts().unwrap() + session.lasts().unwrap() / 2).to_utc();
            if session.held.is_sure() && session.lasts().unwrap() > TimeDelta::zero() {
                let query = Query { open_at: vec![at], ..Query::new(ListKind::ServiceAtLocation) };
                let open = snapshot.search(&query).unwrap();
                prop_assert!(open.items.iter().any(|hit| Some(hit.entry.id) == session.at.map(|at| at.id)));
            }
        }
        let rank = |session: &catalog::Session<'_>| {
            let away = session.distance.unwrap();
            if by_distance { (away, session.starts()) } else { (0.0, session.starts()) }
        };
        prop_assert!(whole.items.windows(2).all(|two| rank(&two[0]) <= rank(&two[1])));
        asked.limit = limit;
        let mut paged = Vec::new();
        loop {
            let page = snapshot.occurrences(&asked).unwrap();
            prop_assert_eq!(page.total, whole.total);
            paged.extend(page.items.iter().map(|session| session.id()));
            prop_assert!(page.items.len() == limit || !page.has_more);
            let Some(last) = page.items.last().filter(|_| page.has_more) else { break };
            asked.cursor = Some(last.cursor().to_string().parse::<OccurrenceCursor>().unwrap());
        }
        prop_assert_eq!(paged, ids);
    }

    #[test]
    fn nothing_is_open_outside_of_its_sessions(schedule in any_schedule(), minutes in 0..80_000_i64) {
        let directory = Directory::with(&[service(1, "It", json!({ "schedules": [schedule] }))]);
        directory.store.replace_calendar(&[holidays()]).unwrap();
        let snapshot = Catalog::load(&directory.store).unwrap().snapshot();
        let wall = moment("2026-11-01 00:00") + TimeDelta::minutes(minutes);
        let at = moment_of(wall).to_utc();
        let query = Query { open_at: vec![at], ..Query::new(ListKind::Service) };
        let is_open = snapshot.search(&query).unwrap().total == 1;
        let around = asked("2026-11-01", "2026-11-01", |asked| {
            asked.from = wall.date().and_time(NaiveTime::MIN) - TimeDelta::days(2);
            asked.to = wall + TimeDelta::days(1);
        });
        let sessions = snapshot.occurrences(&around).unwrap().items;
        let is_on = sessions.iter().any(|session| {
            session.held.is_sure() && session.starts().unwrap() <= at && at < session.ends().unwrap()
        });
        prop_assert_eq!(is_open, is_on);
    }
}
