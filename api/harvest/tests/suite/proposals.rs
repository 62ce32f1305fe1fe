//! A mapping is proposed for a list that nobody has described: by the names of its columns and by what they hold.

use harvest::{Certainty, Format, HarvestError, Proposal, SourceConfig, check_source, propose, read_folder};
use model::Kind;
use proptest::prelude::*;

use crate::support::{Bench, quick, shared};

const CLUBS: &str = "Club,What happens,Where,Ring,Write to,Look,Notes on access,PC,Kind of thing,Category,Open\n\
    Lunch club,A warm meal and company for anyone over sixty who would rather not eat alone,St Mary's Hall,01752 668001,\
    lunch@example.org,https://lunch.example.org,ramp,PL1 1AA,x,Food,Mon-Fri 10am-4pm\n\
    Chess,Games at every level with someone to teach beginners every second week of the month,The Crown,01752 668002,\
    chess@example.org,www.chess.example.org,,PL2 2BB,x,Games,Tue 7pm-9pm\n";

fn proposed(bench: &Bench, name: &str) -> Proposal {
    propose(&bench.folder().join(name).display().to_string(), None, &quick()).unwrap()
}

fn column<'p>(proposal: &'p Proposal, kind: Kind, field: &str) -> (&'p str, Certainty) {
    let found = proposal.fields.iter().find(|known| known.kind == kind && known.field == field);
    let found = found.unwrap_or_else(|| panic!("no {kind}.{field} in {}", proposal.toml));
    (found.from.as_str().unwrap_or_default(), found.certainty)
}

#[test]
fn columns_are_known_by_what_they_hold_where_their_names_say_nothing() {
    let bench = Bench::new();
    bench.write("clubs.csv", CLUBS);
    let proposal = proposed(&bench, "clubs.csv");
    let likely = |column| (column, Certainty::Likely);
    assert_eq!(column(&proposal, Kind::Service, "name"), ("Club", Certainty::Guess));
    assert_eq!(column(&proposal, Kind::Service, "description"), ("What happens", Certainty::Guess));
    assert_eq!(column(&proposal, Kind::Service, "phone"), likely("Ring"));
    assert_eq!(column(&proposal, Kind::Service, "email"), likely("Write to"));
    assert_eq!(column(&proposal, Kind::Service, "url"), likely("Look"));
    assert_eq!(column(&proposal, Kind::Service, "hours"), likely("Open"));
    assert_eq!(column(&proposal, Kind::Location, "postal_code"), likely("PC"));
    let left: Vec<_> = proposal.left_over.iter().map(|left| left.column.as_str()).collect();
    assert_eq!(left, ["Where", "Notes on access", "Kind of thing"]);
}

#[test]
fn usual_names_whose_cells_agree_are_sure_and_others_say_what_speaks_against_them() {
    let bench = Bench::new();
    bench.write(
        "list.csv",
        "Ref,Title,Post_Code,Telephone,UPRN\n1,Tea,PL1 1AA,ask Ann,9051066329\n2,Chat,PL2 2BB,,10012022\n",
    );
    let proposal = proposed(&bench, "list.csv");
    assert_eq!(proposal.id.as_deref(), Some("Ref"));
    assert_eq!(column(&proposal, Kind::Location, "postal_code"), ("Post_Code", Certainty::Sure));
    assert_eq!(column(&proposal, Kind::Location, "uprn"), ("UPRN", Certainty::Sure));
    assert_eq!(column(&proposal, Kind::Service, "phone"), ("Telephone", Certainty::Likely));
    assert!(
        proposal.toml.contains("a usual name, but only 0 in 100 cells are telephone numbers"),
        "{}",
        proposal.toml
    );
}

#[test]
fn what_is_proposed_is_a_source_that_can_be_harvested() {
    let bench = Bench::new();
    bench.write("clubs.csv", CLUBS.replace("Where", "Where \"it\"\u{7f} is"));
    let proposal = proposed(&bench, "clubs.csv");
    bench.write("source.toml", &proposal.toml);
    let report = check_source(&read_folder(&bench.folder()).unwrap(), &quick(), &harvest::Silent);
    assert_eq!((report.readable, report.records[&Kind::Service]), (true, 2), "{:#?}", report.issues);
    let mapping = harvest::Mapping::read(&bench.folder().join("source.toml")).unwrap();
    assert!(mapping.service.contains_key("phone"));
}

#[test]
fn only_rows_have_a_mapping_and_a_file_that_cannot_be_read_is_named() {
    let bench = Bench::new();
    let wrong = propose("https://partner.example/oruk/v3", None, &quick()).unwrap_err().to_string();
    assert!(wrong.contains("`format` is oruk") && wrong.contains("--format"), "{wrong}");
    bench.write("list.xlsx", b"\xd0\xcf\x11\xe0");
    let refused =
        propose(&bench.folder().join("list.xlsx").display().to_string(), None, &quick()).unwrap_err();
    assert!(
        matches!(refused, HarvestError::Unreadable(_)) && refused.to_string().contains("save it as .xlsx"),
        "{refused}"
    );
}

#[test]
fn real_lists_are_mapped_by_themselves() {
    let Some(folder) = shared("libraries_england") else { return };
    let list = folder.join("librarieshacked_schema_libraries.csv");
    let proposal = propose(&list.display().to_string(), None, &quick()).unwrap();
    println!("{}", proposal.toml);
    assert_eq!(column(&proposal, Kind::Location, "postal_code").1, Certainty::Sure);
    SourceConfig::read(&proposal.toml, "libraries".as_ref()).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn whatever_a_list_holds_its_proposal_is_a_source(cells in prop::collection::vec(".{0,12}", 1..24), width in 1_usize..6) {
        let bench = Bench::new();
        let quoted = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
        let rows = cells.chunks(width).map(|row| row.iter().map(quoted).collect::<Vec<_>>().join("\t"));
        bench.write("list.tsv", rows.collect::<Vec<_>>().join("\n"));
        let path = bench.folder().join("list.tsv").display().to_string();
        if let Ok(proposal) = propose(&path, Some(Format::Tsv), &quick()) {
            let read = SourceConfig::read(&proposal.toml, "feed".as_ref());
            prop_assert!(read.is_ok(), "{:?}\n{}", read, proposal.toml);
        }
    }
}
