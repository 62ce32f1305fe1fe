//! The hours parser against real council texts with their meaning, where the shared data is at hand.
#![expect(clippy::unwrap_used, reason = "a test may stop at data that it cannot read")]

use std::collections::BTreeSet;
use std::path::PathBuf;

use normalize::schedule;

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
    (day(first)..=day(last)).collect()
}

/// A clock face: the gold writes times past midnight as 24:00 and later.
fn face(time: &str) -> String {
    let (hour, minute) = time.split_once(':').unwrap();
    format!("{:02}:{minute}", hour.parse::<u32>().unwrap() % 24)
}

fn read(text: &str) -> Option<BTreeSet<Slot>> {
    let openings = schedule::parse(text)?;
    let slots = openings.into_iter().flat_map(|opening| {
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
    assert!(tally.right >= 80, "only {} read", tally.right);
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
