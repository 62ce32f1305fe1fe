//! What a harvest costs in memory and time, by the size and form of its feed:
//!
//! ```sh
//! cargo bench -p harvest                # feeds of 50 and 200 MB
//! cargo bench -p harvest -- 1000        # of 1 GB
//! ```
//!
//! Each feed is harvested twice by a process of its own: first all of it is new, then all is as it was. The peak is the
//! greatest resident set (Linux only).
#![expect(clippy::unwrap_used, reason = "what cannot be measured fails the benchmark")]

use std::{
    env,
    fs::{self, File},
    io::{BufWriter, Write},
    path::Path,
    process::Command,
    time::Instant,
};

use harvest::{Options, Silent, SourceConfig, harvest};
use model::{Outcome, SystemClock};
use store::{Database, Store};

const FORMATS: [&str; 4] = ["csv", "jsonl", "json", "hsds-tabular"];

/// Set for a process that harvests, which is given a folder.
const HARVEST: &str = "HARVEST_BENCHMARK";

fn main() {
    if let Ok(folder) = env::var(HARVEST) {
        return measure(Path::new(&folder));
    }
    let sizes: Vec<u64> = env::args().filter_map(|size| size.parse().ok()).collect();
    let sizes = if sizes.is_empty() { vec![50, 200] } else { sizes };
    println!(
        "{:<14}{:>9}{:>9}{:>6}{:>10}{:>9}{:>9}",
        "format", "feed MB", "items", "run", "peak MB", "ratio", "s"
    );
    for format in FORMATS {
        for size in &sizes {
            let folder = tempfile::tempdir().unwrap();
            let feed = write(folder.path(), format, size * 1_000_000);
            for run in ["first", "same"] {
                let itself = env::current_exe().unwrap();
                let output = Command::new(itself).env(HARVEST, folder.path()).output().unwrap();
                assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
                let told = String::from_utf8(output.stdout).unwrap();
                let mut told = told.split_whitespace().map(|number| number.parse::<f64>().unwrap());
                let mut next = || told.next().unwrap();
                let (items, peak, seconds) = (next(), next(), next());
                let ratio = peak / feed;
                println!("{format:<14}{feed:>9.0}{items:>9}{run:>6}{peak:>10.0}{ratio:>9.2}{seconds:>9.1}");
            }
        }
    }
}

/// Harvests the source of a folder, and prints the items, the peak in megabytes, and the seconds.
fn measure(folder: &Path) {
    let store = Store::open(&Database::Sqlite(folder.join("store.sqlite"))).unwrap();
    let config =
        SourceConfig::read(&fs::read_to_string(folder.join("source.toml")).unwrap(), folder).unwrap();
    let began = Instant::now();
    let report = harvest(&store, &config, &Options::default(), &SystemClock, &Silent).unwrap();
    assert_eq!(report.outcome, Outcome::Harvested, "{:#?}", report.issues);
    println!("{} {} {}", report.counts.items, peak(), began.elapsed().as_secs_f64());
}

/// The greatest resident set of this process so far, in megabytes.
fn peak() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse::<f64>().unwrap_or(f64::NAN) / 1000.0
}

const ABOUT: &str = "Warm food and company for older people near the harbour, every week of the year but on holidays; \
                     ring before you come along, and tell us what you cannot eat. Volunteers are welcome at all times. ";

/// Writes a source of about so many bytes, and answers how many megabytes it has.
fn write(folder: &Path, format: &str, bytes: u64) -> f64 {
    let map =
        "[map]\nid = \"id\"\n[map.service]\nname = \"name\"\ndescription = \"description\"\nurl = \"url\"\n";
    let (name, map) = match format {
        "hsds-tabular" => ("package", ""),
        _ => ("feed", map),
    };
    let toml = format!(
        "id = \"feed\"\nname = \"Feed\"\nformat = \"{format}\"\nlocation = \"{name}\"\nlicence = {{ id = \"OGL-UK-3.0\" }}\n{map}"
    );
    fs::write(folder.join("source.toml"), toml).unwrap();
    match format {
        "hsds-tabular" => package(&folder.join(name), bytes),
        _ => list(&folder.join(name), format, bytes),
    }
}

fn list(path: &Path, format: &str, bytes: u64) -> f64 {
    let mut file = BufWriter::new(File::create(path).unwrap());
    let about = ABOUT.repeat(4);
    let row = |number: u64| match format {
        "csv" => format!("{number},Club {number},\"{about}\",https://club{number}.example.org/\n"),
        _ => {
            let before = if format == "json" && number > 0 { "," } else { "" };
            format!(
                "{before}{{\"id\":\"{number}\",\"name\":\"Club {number}\",\"description\":\"{about}\",\"url\":\"https://club{number}.example.org/\"}}\n"
            )
        }
    };
    let (start, end) = match format {
        "csv" => ("id,name,description,url\n", ""),
        "json" => ("[", "]"),
        _ => ("", ""),
    };
    file.write_all(start.as_bytes()).unwrap();
    let (mut written, mut number) = (0, 0);
    while written < bytes {
        written += put(&mut file, &row(number));
        number += 1;
    }
    file.write_all(end.as_bytes()).unwrap();
    megabytes(written)
}

/// Services, each with a schedule and two phones in tables of their own.
fn package(folder: &Path, bytes: u64) -> f64 {
    fs::create_dir(folder).unwrap();
    let table = |name: &str, header: &str| {
        let mut file = BufWriter::new(File::create(folder.join(name)).unwrap());
        put(&mut file, header);
        file
    };
    let mut services = table("services.csv", "id,name,description,status\n");
    let mut phones = table("phones.csv", "id,service_id,number,description\n");
    let mut schedules = table("schedules.csv", "id,service_id,freq,byday,opens_at,closes_at,description\n");
    let (mut written, mut number) = (0, 0);
    while written < bytes {
        written += put(&mut services, &format!("{number},Club {number},\"{ABOUT}\",active\n"));
        for line in 0..2 {
            written += put(&mut phones, &format!("{number}-{line},{number},01752 {number:06},\"{ABOUT}\"\n"));
        }
        written += put(&mut schedules, &format!("{number},{number},WEEKLY,MO,09:00,17:00,\"{ABOUT}\"\n"));
        number += 1;
    }
    megabytes(written)
}

fn put(file: &mut BufWriter<File>, text: &str) -> u64 {
    file.write_all(text.as_bytes()).unwrap();
    text.len() as u64
}

#[expect(clippy::cast_precision_loss, reason = "megabytes need no more digits")]
fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1_000_000.0
}
