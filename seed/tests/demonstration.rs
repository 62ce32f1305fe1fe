//! What the demonstration sources are, and what their records become.

#![expect(clippy::unwrap_used, reason = "a step that fails fails the test")]

use std::{collections::BTreeMap, fmt::Write, path::Path};

use chrono::DateTime;
use harvest::{RunReport, Silent, SourceConfig};
use model::{FixedClock, Kind, Noun, Outcome, Record, Visibility};
use store::{Database, Store};

/// The sources, harvested into a store that lasts as long as the test.
struct Harvested {
    _folder: tempfile::TempDir,
    sources: Vec<SourceConfig>,
    reports: Vec<RunReport>,
    records: Vec<Record>,
}

impl Harvested {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        seed::unpack(folder.path()).unwrap();
        let (sources, errors) = harvest::gather(folder.path());
        assert!(errors.is_empty(), "{errors:?}");
        let store = Store::open(&Database::Sqlite(folder.path().join("directory.db"))).unwrap();
        let clock = FixedClock::at(DateTime::UNIX_EPOCH);
        let harvest =
            |source| harvest::harvest(&store, source, &harvest::Options::default(), &clock, &Silent).unwrap();
        let reports = sources.iter().map(harvest).collect();
        let records = Kind::ALL.into_iter().flat_map(|kind| store.records(kind, false).unwrap()).collect();
        Self { _folder: folder, sources, reports, records }
    }

    fn of(&self, source: &str) -> impl Iterator<Item = &Record> {
        self.records.iter().filter(move |record| record.key.source.as_str() == source)
    }

    fn record(&self, source: &str, kind: Kind, name: &str) -> &Record {
        let named = |record: &&Record| record.key.kind == kind && record.noun.name() == Some(name);
        let found = self.of(source).find(named);
        assert!(found.is_some(), "{source} has no {kind} called {name}");
        found.unwrap()
    }
}

#[test]
fn seven_sources_in_four_forms_are_read_whole() {
    let harvested = Harvested::new();
    let ids: Vec<String> = harvested.sources.iter().map(|source| source.id.to_string()).collect();
    assert_eq!(ids, seed::source_ids());
    assert_eq!(ids.len(), 7);
    for report in &harvested.reports {
        assert_eq!(report.outcome, Outcome::Harvested, "{report:?}");
        assert_eq!(report.counts.rejected, 0, "{report:?}");
    }
    let services = harvested.records.iter().filter(|record| record.key.kind == Kind::Service).count();
    assert!(services >= 150, "{services}");
}

#[test]
fn each_source_becomes_the_records_that_were_agreed() {
    let harvested = Harvested::new();
    for report in &harvested.reports {
        let mut text = String::new();
        for record in harvested.of(report.source.as_str()) {
            let visibility = if record.visibility.is_public() { "" } else { record.visibility.as_str() };
            writeln!(text, "{}:{} {visibility}{}", record.key.kind, record.key.id, record.noun.to_json())
                .unwrap();
        }
        for issue in &report.issues {
            writeln!(text, "issue {}", serde_json::to_string(issue).unwrap()).unwrap();
        }
        insta::assert_snapshot!(report.source.as_str(), text);
    }
}

#[test]
fn the_central_library_is_seen_by_five_sources_under_its_names() {
    let harvested = Harvested::new();
    for (source, name) in [
        ("plymouth-online-directory", "Central Library"),
        ("library-service", "Plymouth Central Library"),
        ("welcoming-spaces", "Central Library"),
        ("digital-inclusion", "Central Library"),
        ("premises-list", "CENTRAL LIBRARY"),
    ] {
        harvested.record(source, Kind::Location, name);
    }
}

#[test]
fn what_may_not_be_shown_is_marked() {
    let harvested = Harvested::new();
    let group = harvested.record("community-network", Kind::Service, "Elm Community Centre & Wellbeing Hub");
    assert!(!group.noun.as_service().unwrap().contacts.is_empty());
    assert_eq!(group.field_visibility.get("contacts"), Some(&Visibility::Private));
    let shared_with_partners =
        harvested.record("community-network", Kind::Service, "Woodland Fort Community Centre");
    assert_eq!(shared_with_partners.visibility, Visibility::Partner);
    let lent = harvested.sources.iter().find(|source| source.id.as_str() == "premises-list").unwrap();
    assert!(!lent.licence.republish);
}

#[test]
fn faulty_cells_become_issues_and_keep_their_rows() {
    let harvested = Harvested::new();
    for (source, values) in [
        ("library-service", ["50.4O3043", "SA 10am until we are quiet"]),
        ("community-network", ["ask at the library", "Wednesdy: 3pm to 7pm; Friday: 9am till late"]),
    ] {
        let report = harvested.reports.iter().find(|report| report.source.as_str() == source).unwrap();
        for value in values {
            let raised = report
                .issues
                .iter()
                .any(|issue| issue.value.as_deref().is_some_and(|told| told.contains(value)));
            assert!(raised, "{source} raises no issue about {value}: {:#?}", report.issues);
        }
    }
}

#[test]
fn every_service_describes_itself_and_every_postcode_is_a_plymouth_one() {
    let harvested = Harvested::new();
    for record in &harvested.records {
        if let Noun::Service(service) = &record.noun {
            let description = service.description.as_deref().unwrap_or_default();
            assert!(description.split_whitespace().count() >= 4, "{}: {description}", record.key);
        }
        let addresses = record.noun.as_location().map(|location| location.addresses.as_slice());
        for address in addresses.unwrap_or_default() {
            if let Some(postcode) = &address.postal_code {
                assert!(postcode.starts_with("PL"), "{}: {postcode}", record.key);
            }
        }
    }
}

#[test]
fn nothing_personal_is_in_the_sources() {
    let folder = tempfile::tempdir().unwrap();
    seed::unpack(folder.path()).unwrap();
    for (name, text) in texts(folder.path()) {
        assert!(!holds_mobile_number(&text), "{name} holds what looks like a mobile number");
        let addresses = text.split(|letter: char| letter.is_whitespace() || "\",;<>".contains(letter));
        for address in addresses.filter(|word| word.contains('@')) {
            assert_eq!(address, "library@plymouth.gov.uk", "{name}");
        }
    }
}

#[test]
fn unpacking_again_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    seed::unpack(folder.path()).unwrap();
    let before = texts(folder.path());
    let kept = folder.path().join("library-service/source.toml");
    let written = std::fs::metadata(&kept).unwrap().modified().unwrap();
    seed::unpack(folder.path()).unwrap();
    assert_eq!(texts(folder.path()), before);
    assert_eq!(std::fs::metadata(&kept).unwrap().modified().unwrap(), written);
}

/// Whether eleven digits in a row, spaces aside, begin with 07, or twelve with 447.
fn holds_mobile_number(text: &str) -> bool {
    let close: String = text.chars().filter(|letter| !" ()".contains(*letter)).collect();
    let mut runs = close.split(|letter: char| !letter.is_ascii_digit());
    runs.any(|run| (run.len() == 11 && run.starts_with("07")) || (run.len() == 12 && run.starts_with("447")))
}

#[test]
fn mobile_numbers_are_noticed_in_every_form() {
    for number in ["07700 900123", "(07700) 900 123", "+44 7700 900123", "\"phone\":\"07700900123\""] {
        assert!(holds_mobile_number(number), "{number}");
    }
    assert!(!holds_mobile_number("01752 305901; 070d61cf-0798"));
}

/// Every file below a folder, by its path.
fn texts(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(texts(&path));
        } else {
            found.insert(path.display().to_string(), std::fs::read_to_string(&path).unwrap());
        }
    }
    found
}

#[test]
fn the_directorys_own_taxonomy_is_sound_and_every_decision_on_a_term_names_a_category_of_it() {
    let (categories, alignments) = seed::categories();
    let categories = harvest::Categories::read(&categories, &alignments).unwrap();
    assert!((40..=65).contains(&categories.iter().count()));
    let folder = tempfile::tempdir().unwrap();
    seed::unpack(folder.path()).unwrap();
    let (sources, _) = harvest::gather(folder.path());
    let store = Store::open(&Database::Sqlite(folder.path().join("directory.db"))).unwrap();
    let options = harvest::Options { categories: Some(categories.into()), ..harvest::Options::default() };
    let clock = FixedClock::at(DateTime::UNIX_EPOCH);
    for source in &sources {
        let report = harvest::harvest(&store, source, &options, &clock, &Silent).unwrap();
        assert!(!report.issues.iter().any(|issue| issue.code == "unknown-category"), "{:#?}", report.issues);
    }
    let services = store.records(Kind::Service, false).unwrap();
    let is_categorised = |record: &&Record| {
        let terms = record.noun.attributes().iter().filter_map(|attribute| attribute.taxonomy_term.as_ref());
        terms.into_iter().any(|term| term.taxonomy_id.as_deref() == Some(model::CATEGORIES))
    };
    let categorised = services.iter().filter(is_categorised).count();
    assert!(categorised * 10 > services.len() * 9, "{categorised} of {}", services.len());
    let maps = sources.iter().map(|source| (source.id.clone(), source.categories.clone())).collect();
    let own = harvest::Categories::read(&seed::categories().0, &seed::categories().1).unwrap();
    let open = harvest::unmapped(&store, &own, &maps, None).unwrap();
    let waiting: Vec<_> = open.iter().map(|term| (term.source.as_str(), term.term.as_str())).collect();
    assert_eq!(waiting, [("community-network", "work")], "one is left to show what a proposal looks like");
}
