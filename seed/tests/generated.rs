//! What the generator promises: the same bytes for the same options, the counts it reports, and the truth.

#![expect(clippy::unwrap_used, reason = "a step that fails fails the test")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use model::{Kind, Severity};
use seed::{GenerateOptions, GenerateSummary, SeedError, TRUTH_FILE, generate};

const OPTIONS: GenerateOptions = GenerateOptions { services: 400, sources: 5, seed: 7 };

fn generated(options: GenerateOptions) -> (tempfile::TempDir, GenerateSummary) {
    let folder = tempfile::tempdir().unwrap();
    let summary = generate(options, folder.path()).unwrap();
    (folder, summary)
}

/// Every file below a folder, by its path.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            found.extend(files(&path).into_iter().map(|(inner, bytes)| (format!("{name}/{inner}"), bytes)));
        } else {
            found.insert(name, fs::read(&path).unwrap());
        }
    }
    found
}

/// Record to thing.
fn truth(folder: &Path) -> BTreeMap<String, String> {
    let mut table = csv::Reader::from_path(folder.join(TRUTH_FILE)).unwrap();
    table.deserialize().map(Result::unwrap).collect()
}

#[test]
fn the_same_options_give_the_same_bytes_and_another_seed_gives_others() {
    let (first, _) = generated(OPTIONS);
    let (second, _) = generated(OPTIONS);
    let (other, _) = generated(GenerateOptions { seed: 8, ..OPTIONS });
    assert!(files(first.path()) == files(second.path()));
    assert!(files(first.path()) != files(other.path()));
}

#[test]
fn there_are_as_many_services_as_asked_for_and_about_three_in_ten_are_told_of_again() {
    let (folder, summary) = generated(OPTIONS);
    let truth = truth(folder.path());
    let things = |kind: &str| {
        truth.values().filter(|thing| thing.starts_with(kind)).collect::<BTreeSet<_>>().len() as u64
    };
    assert_eq!(summary.services, 400);
    assert_eq!(things("service-"), 400);
    assert_eq!(things("organization-"), summary.organizations);
    assert_eq!(truth.len() as u64, summary.records, "each record is named once");
    let records = truth.keys().filter(|record| record.contains(":service:")).count() as u64;
    assert_eq!(records, summary.service_records);
    assert_eq!(records, summary.services + summary.duplicates);
    assert!((80..=180).contains(&summary.duplicates), "{summary:?}");
}

#[test]
fn the_formats_take_turns_and_every_folder_is_a_source() {
    let (folder, summary) = generated(OPTIONS);
    let (sources, errors) = harvest::gather(folder.path());
    assert!(errors.is_empty(), "{errors:?}");
    let ids: Vec<String> = sources.iter().map(|source| source.id.to_string()).collect();
    assert_eq!(ids, summary.sources);
    assert_eq!(
        ids,
        [
            "generated-01-oruk",
            "generated-02-csv",
            "generated-03-hsds-tabular",
            "generated-04-jsonl",
            "generated-05-oruk"
        ]
    );
}

#[test]
fn a_directory_may_have_one_source_and_one_service() {
    let (_folder, summary) = generated(GenerateOptions { services: 1, sources: 1, seed: 0 });
    assert_eq!((summary.services, summary.service_records, summary.duplicates), (1, 1, 0));
}

#[test]
fn impossible_options_say_what_is_possible() {
    for options in [GenerateOptions { services: 0, ..OPTIONS }, GenerateOptions { sources: 65, ..OPTIONS }] {
        let error = generate(options, Path::new("never-made")).unwrap_err();
        assert!(matches!(error, SeedError::Option { .. }), "{error}");
    }
    assert!(!Path::new("never-made").exists());
}

#[test]
fn every_generated_source_can_be_read_without_errors_and_gives_the_records_of_the_truth() {
    let (folder, summary) = generated(OPTIONS);
    let truth = truth(folder.path());
    for id in &summary.sources {
        let location = folder.path().join(id).display().to_string();
        let report = harvest::check(&location, None, None, &harvest::Options::default()).unwrap();
        let errors: Vec<_> = report.issues.iter().filter(|issue| issue.severity >= Severity::Error).collect();
        assert!(report.readable && report.rejected == 0 && errors.is_empty(), "{id}: {errors:?}");
        for kind in [Kind::Organization, Kind::Location, Kind::Service] {
            let prefix = format!("{id}:{kind}:");
            let told = truth.keys().filter(|record| record.starts_with(&prefix)).count() as u64;
            assert_eq!(report.records.get(&kind), Some(&told), "{prefix}");
        }
    }
}
