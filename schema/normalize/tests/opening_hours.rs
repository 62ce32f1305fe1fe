//! The hours parser against real council texts with their meaning, where the shared data is at hand.
#![expect(clippy::unwrap_used, reason = "a test may stop at data that it cannot read")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use normalize::schedule::{self, Recurring};

/// The folder of shared test data: `$SHARED`, or a folder `shared` beside the repository.
fn shared() -> Option<PathBuf> {
    let beside =
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).ancestors().nth(3).map(|parent| parent.join("shared"));
    let found = std::env::var_os("SHARED").map(PathBuf::from).or(beside).filter(|path| path.is_dir());
    if found.is_none() {
        println!("skipped: no shared data; set SHARED to its folder");
    }
    found
}

type Slot = (usize, String, String);

const DAYS: [&str; 7] = ["mo", "tu", "we", "th", "fr", "sa", "su"];

/// Reads the gold form (`Mo-We 09:00-12:00,13:00-25:00; Th,Fr …`), overlaps kept.
fn gold(text: &str) -> BTreeSet<Slot> {
    let rules = text.split(';').map(str::trim).filter(|rule| !rule.is_empty());
    rules
        .flat_map(|rule| {
            let (days, times) = rule.split_once(' ').unwrap();
            let times: Vec<_> = times.split(',').map(|span| span.trim().split_once('-').unwrap()).collect();
            let slots = days.split(',').flat_map(days_of).flat_map(move |day| {
                times.clone().into_iter().map(move |(from, to)| (day, face(from), face(to)))
            });
            slots.collect::<Vec<_>>()
        })
        .collect()
}

fn days_of(range: &str) -> Vec<usize> {
    let day = |word: &str| DAYS.iter().position(|day| *day == word.to_lowercase()).unwrap();
    let (first, last) = range.split_once('-').unwrap_or((range, range));
    let (first, last) = (day(first), day(last));
    (0..=(last + 7 - first) % 7).map(|step| (first + step) % 7).collect()
}

/// A clock face: the gold writes times past midnight as 24:00 and later.
fn face(time: &str) -> String {
    let (hour, minute) = time.split_once(':').unwrap();
    format!("{:02}:{minute}", hour.parse::<u32>().unwrap() % 24)
}

fn read(text: &str) -> Option<BTreeSet<Slot>> {
    let hours = schedule::read(text).ok()?;
    if hours.openings.iter().any(|opening| !opening.weeks_of_month.is_empty()) {
        return None;
    }
    let slots = hours.openings.into_iter().flat_map(|Recurring { opening, .. }| {
        opening.days.clone().into_iter().map(move |day| {
            let day = DAYS.iter().position(|known| *known == day.to_lowercase()).unwrap();
            (day, opening.opens_at.clone(), opening.closes_at.clone())
        })
    });
    Some(slots.collect())
}

#[derive(Default)]
struct Tally {
    right: usize,
    none: usize,
    wrong: usize,
}

impl Tally {
    fn total(&self) -> usize {
        self.right + self.none + self.wrong
    }

    fn count(&mut self, text: &str, gold_text: &str) {
        match read(text) {
            Some(read) if read == gold(gold_text) => self.right += 1,
            Some(_) => {
                self.wrong += 1;
                println!("differs: {text:?}\n   gold {gold_text}");
            }
            None => {
                self.none += 1;
                println!("not understood: {text:?}");
            }
        }
    }
}

#[test]
fn council_texts_are_read_exactly_or_not_at_all() {
    let Some(shared) = shared() else { return };
    let path = shared.join("data/opening_hours/plymouth_council_hours.csv");
    let Ok(mut reader) = csv::Reader::from_path(&path) else {
        return println!("skipped: no {}", path.display());
    };
    let mut tally = Tally::default();
    for row in reader.records().map(Result::unwrap) {
        tally.count(&row[1], &row[2]);
    }
    println!("right {}, not understood {}, wrong {}", tally.right, tally.none, tally.wrong);
    assert_eq!(tally.wrong, 0);
    assert!(tally.right * 100 >= tally.total() * 95, "only {} read", tally.right);
}

/// The texts of a national directory with another parser's reading, which is itself wrong for some: it takes what is
/// monthly or in term time as weekly, and 5 o'clock in the afternoon for the morning.
#[test]
fn texts_of_the_whole_country_are_read_as_another_parser_does() {
    let Some(shared) = shared() else { return };
    let mut tally = Tally::default();
    let mut unread = 0;
    for (text, reading) in national_texts(&shared.join("data/uk_warm_spaces")) {
        match reading {
            Some(reading) if is_weekly(&reading) => tally.count(&text, &reading),
            _ => unread += usize::from(schedule::read(&text).is_ok()),
        }
    }
    if tally.total() == 0 {
        return println!("skipped: no texts under uk_warm_spaces, or no gzip");
    }
    println!(
        "of {} texts with another reading: same {}, not understood {}, different {}; read besides {unread}",
        tally.total(),
        tally.right,
        tally.none,
        tally.wrong,
    );
    assert!(tally.right * 100 >= tally.total() * 72 && tally.wrong * 20 <= tally.right);
}

/// Whether a reading is of days and times alone.
fn is_weekly(reading: &str) -> bool {
    let is_day = |word: &str| word.split('-').all(|day| DAYS.contains(&day.to_lowercase().as_str()));
    let is_rule = |rule: &str| {
        rule.trim().split_once(' ').is_some_and(|(days, times)| {
            days.split(',').all(is_day)
                && times.split(',').all(|span| span.split('-').count() == 2 && span.matches(':').count() == 2)
        })
    };
    reading.split(';').filter(|rule| !rule.trim().is_empty()).all(is_rule)
}

/// Each text once, with the reading that was published beside it.
fn national_texts(folder: &Path) -> BTreeMap<String, Option<String>> {
    let mut texts = BTreeMap::new();
    for day in ["2023-03-15", "2026-08-17"] {
        let path = folder.join(format!("snapshot_{day}.jsonl.gz"));
        let Ok(unpacked) = Command::new("gzip").arg("-dc").arg(path).output() else { continue };
        for line in String::from_utf8_lossy(&unpacked.stdout).lines() {
            let record: serde_json::Value = serde_json::from_str(line).unwrap();
            let said = |key: &str| record.pointer(key).and_then(serde_json::Value::as_str).map(str::to_owned);
            if let Some(text) = said("/hours/_text") {
                texts.insert(text, said("/hours/opening"));
            }
        }
    }
    texts
}

/// The reference here is another parser's reading, which is itself wrong for a few texts (midnight, slips of the pen).
#[test]
fn directory_snapshots_are_read_as_published() {
    let Some(shared) = shared() else { return };
    let mut tally = Tally::default();
    for day in ["2023-03-15", "2023-12-15", "2025-02-15", "2026-08-17"] {
        let path = shared.join(format!("data/plymouth_warm_spaces_history/snapshot_{day}.jsonl"));
        let Ok(lines) = std::fs::read_to_string(&path) else {
            return println!("skipped: no {}", path.display());
        };
        for record in lines.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()) {
            let hours = &record["hours"];
            if let (Some(text), Some(opening)) = (hours["_text"].as_str(), hours["opening"].as_str()) {
                tally.count(text, opening);
            }
        }
    }
    println!("right {}, not understood {}, differs {}", tally.right, tally.none, tally.wrong);
    assert!(tally.right >= 200 && tally.wrong * 50 <= tally.right);
}
