//! A harvest that is killed at any moment leaves nothing behind that the next one does not put right.
#![expect(clippy::unwrap_used, reason = "what cannot be set up fails the test")]

use std::{
    fmt::Write as _,
    fs,
    path::Path,
    process::{Command, Output, Stdio},
    thread,
    time::{Duration, Instant},
};

use serde_json::Value;
use tempfile::TempDir;

/// How often a harvest is killed.
const KILLS: usize = 50;
/// How many rows the source has, more or less.
const ROWS: usize = 2_000;
/// Rows that change from one edition of the source to the next.
const CHANGED: usize = 40;

fn directory(data: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_directory"));
    command.env_clear().env("DIRECTORY_LOG", "warn").current_dir(data);
    command.arg("--data-dir").arg(data.join("data")).args(args);
    command
}

fn run(data: &Path, args: &[&str]) -> Output {
    let output = directory(data, args).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{args:?}: {said}");
    assert!(!said.contains("another process"), "a lease is stuck: {said}");
    output
}

/// An edition of the source: of each before, some rows say something else, one is gone and one is new.
fn publish(data: &Path, edition: usize) {
    let folder = data.join("sources").join("clubs");
    fs::create_dir_all(&folder).unwrap();
    let toml = "name = \"Clubs\"\nformat = \"csv\"\nlocation = \"clubs.csv\"\n[licence]\nid = \"OGL-UK-3.0\"\n\
                [map]\nid = \"Ref\"\n[map.service]\nname = \"Club\"\ndescription = \"About\"\nurl = \"Web\"\n";
    let mut list = "Ref,Club,About,Web\n".to_owned();
    for row in edition..ROWS + edition {
        let told = edition - (edition + row) % (ROWS / CHANGED).min(edition + 1);
        writeln!(list, "{row},Club {row},As of edition {told},https://club{row}.example.org/").unwrap();
    }
    fs::write(folder.join("source.toml"), toml).unwrap();
    fs::write(folder.join("clubs.csv"), list).unwrap();
}

/// All services that are published, without the moments at which that was done.
fn published(data: &Path) -> Vec<Value> {
    let exported = run(data, &["export", "--kind", "service"]).stdout;
    let lines = String::from_utf8(exported).unwrap();
    let mut services: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for service in &mut services {
        without_moments(service);
    }
    services.sort_by_key(ToString::to_string);
    services
}

fn without_moments(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.retain(|name, _| {
                !["last_modified", "modified", "retrieved", "seen"].contains(&name.as_str())
            });
            members.values_mut().for_each(without_moments);
        }
        Value::Array(list) => list.iter_mut().for_each(without_moments),
        _ => {}
    }
}

/// Numbers that look like chance and are the same each time.
fn next(seed: &mut u64) -> u64 {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    *seed >> 33
}

#[test]
fn fifty_harvests_that_are_killed_at_any_moment_end_where_an_undisturbed_one_does() {
    const HARVEST: [&str; 3] = ["harvest", "--sources", "sources"];
    let (calm, killed) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    publish(calm.path(), KILLS);
    let begun = Instant::now();
    run(calm.path(), &HARVEST);
    // The longest wait before a kill: about as long as a whole harvest of a few changes takes.
    let longest = u64::try_from(begun.elapsed().as_micros()).unwrap() / 2;

    let (mut seed, mut cut_short) = (20_260_301, 0);
    for edition in 0..KILLS {
        publish(killed.path(), edition);
        let mut harvest = directory(killed.path(), &HARVEST);
        let mut harvest = harvest.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        thread::sleep(Duration::from_micros(next(&mut seed) % longest));
        harvest.kill().unwrap();
        cut_short += usize::from(!harvest.wait().unwrap().success());
    }
    assert!(cut_short > 0, "no harvest was under way when it was killed");
    publish(killed.path(), KILLS);
    run(killed.path(), &HARVEST);
    let (expected, found) = (published(calm.path()), published(killed.path()));
    assert_eq!(expected.len(), ROWS);
    assert!(expected == found, "{} and {} services", expected.len(), found.len());
    run(killed.path(), &HARVEST);
    assert!(found == published(killed.path()), "one more harvest changed what nobody changed");
}
