//! Which sources are harvested when, and by whom.

use std::thread;

use chrono::TimeDelta;
use harvest::{Options, Silent, SourceConfig, harvest_if_due, read_folder};
use model::Outcome;

use crate::directory::{Directory, on_each_database};

/// A list of one club that is to be harvested by this timetable.
fn list(directory: &Directory, source: &str, every: &str) -> SourceConfig {
    let toml = format!(
        "name = \"{source}\"\nformat = \"csv\"\nlocation = \"list.csv\"\nevery = \"{every}\"\n\
         licence.id = \"OGL-UK-3.0\"\n"
    );
    directory.write(source, "source.toml", &toml);
    directory.write(source, "list.csv", "Name,Postcode\nStoke Chess Circle,PL2 1BG\n");
    read_folder(&directory.path(source)).unwrap()
}

fn harvested(directory: &Directory, config: &SourceConfig) -> Option<Outcome> {
    let (options, clock) = (Options::default(), &directory.clock);
    let report = harvest_if_due(&directory.store, config, &options, clock, &Silent).unwrap();
    report.map(|report| report.outcome)
}

#[test]
fn a_source_is_harvested_when_its_span_has_passed() {
    on_each_database(|directory| {
        let config = list(directory, "library", "6h");
        assert_eq!(harvested(directory, &config), Some(Outcome::Harvested), "a new one at once");
        assert_eq!(harvested(directory, &config), None);
        directory.clock.advance(TimeDelta::minutes(5 * 60 + 59));
        assert_eq!(harvested(directory, &config), None);
        directory.clock.advance(TimeDelta::minutes(40));
        assert_eq!(harvested(directory, &config), Some(Outcome::Harvested), "within a tenth of the span");
    });
}

#[test]
fn a_source_without_a_timetable_waits_to_be_told() {
    let directory = Directory::on_sqlite();
    let config = SourceConfig { every: None, ..list(&directory, "library", "6h") };
    assert_eq!(harvested(&directory, &config), None);
}

#[test]
fn a_feed_that_fails_is_tried_again_soon_and_ever_more_seldom() {
    on_each_database(|directory| {
        let config = list(directory, "library", "1d");
        std::fs::remove_file(directory.path("library").join("list.csv")).unwrap();
        let mut tries = Vec::new();
        for minute in 0..=60 {
            if harvested(directory, &config) == Some(Outcome::Failed) {
                tries.push(minute);
            }
            directory.clock.advance(TimeDelta::minutes(1));
        }
        assert_eq!(tries, [0, 5, 15, 35]);
        list(directory, "library", "1d");
        directory.clock.advance(TimeDelta::minutes(40));
        assert_eq!(harvested(directory, &config), Some(Outcome::Harvested));
        directory.clock.advance(TimeDelta::hours(23));
        assert_eq!(harvested(directory, &config), None, "from now on by its timetable");
    });
}

#[test]
fn two_servers_harvest_no_source_twice() {
    on_each_database(|directory| {
        let configs: Vec<_> =
            (0..20).map(|number| list(directory, &format!("partner-{number}"), "6h")).collect();
        let server = || configs.iter().filter(|config| harvested(directory, config).is_some()).count();
        let began = thread::scope(|scope| {
            let servers = [scope.spawn(server), scope.spawn(server)];
            servers.map(|server| server.join().unwrap())
        });
        assert_eq!(began.iter().sum::<usize>(), 20, "{began:?}");
        for config in &configs {
            assert_eq!(directory.store.runs(&config.id, 9).unwrap().len(), 1, "{}", config.id);
        }
    });
}

#[test]
fn what_another_process_harvests_is_left_to_it() {
    on_each_database(|directory| {
        let config = list(directory, "library", "6h");
        let (store, clock) = (&directory.store, &directory.clock);
        let minute = TimeDelta::seconds(60);
        let now = model::Clock::now(&**clock);
        let lease = store.acquire_lease("harvest library", "another", minute, now).unwrap().unwrap();
        assert_eq!(harvested(directory, &config), None);
        assert!(store.release_lease(&lease, now).unwrap());
        assert_eq!(harvested(directory, &config), Some(Outcome::Harvested));
    });
}
