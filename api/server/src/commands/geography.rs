use std::process::ExitCode;

use ::harvest::geography::{
    self, AreaColumns, GeographyError, IndicatorColumns, Intake, LookupColumns, Terms,
};
use ::model::Licence;
use serde::Serialize;

use crate::{
    cli::{self, AreasCommand, ImportIndicator, IndicatorsCommand, PostcodesCommand},
    commands::open,
    guide::{OGL, OGL_URL},
    output::{self, Say, count, say},
    settings::Settings,
};

/// The words that go with the register of postcodes, unless others are given.
const POSTCODES: &str = "Contains OS data © Crown copyright and database right; contains Royal Mail data © Royal Mail \
                         copyright and database right; contains National Statistics data © Crown copyright and \
                         database right";
/// The words that go with what the Office for National Statistics publishes, unless others are given.
const STATISTICS: &str = "Contains National Statistics data © Crown copyright and database right; contains OS data © \
                          Crown copyright and database right";

/// Imports areas. Exit 0: every row was taken, 1: some were refused.
pub(super) fn areas(settings: &Settings, args: cli::Areas, json: bool) -> anyhow::Result<ExitCode> {
    let AreasCommand::Import { file, kind, code, name, terms } = args.command;
    let columns = AreaColumns { code, name };
    let intake = geography::import_areas(&open(settings)?, &file, &kind, &columns, &known(terms, STATISTICS));
    told(intake, &format!("area of the kind {kind}"), json)
}

/// Imports one indicator.
pub(super) fn indicators(settings: &Settings, args: cli::Indicators, json: bool) -> anyhow::Result<ExitCode> {
    let IndicatorsCommand::Import(args) = args.command;
    let ImportIndicator { file, indicator, area, value, weight, period, .. } = args;
    let columns = IndicatorColumns { area, value, weight, period };
    let lookup = args.lookup.zip(args.from.zip(args.to));
    let lookup =
        lookup.map(|(file, (from, to))| (file, LookupColumns { from, to, weight: args.lookup_weight }));
    let lookup = lookup.as_ref().map(|(file, columns)| (file.as_path(), columns));
    let terms = (&known(args.terms, STATISTICS), args.lower_is_worse);
    let intake = geography::import_indicator(&open(settings)?, &file, &indicator, &columns, lookup, terms);
    told(intake, &format!("figure of {indicator}"), json)
}

/// Imports a register of postcodes.
pub(super) fn postcodes(settings: &Settings, args: cli::Postcodes, json: bool) -> anyhow::Result<ExitCode> {
    let PostcodesCommand::Import { file, terms } = args.command;
    let intake = geography::import_postcodes(&open(settings)?, &file, &known(terms, POSTCODES));
    told(intake, "postcode", json)
}

/// The terms with the usual words where none are given and the licence is the usual one.
fn known(terms: cli::Terms, usual: &str) -> Terms {
    let is_open = terms.licence == OGL;
    let attribution = terms.attribution.or_else(|| is_open.then(|| usual.to_owned()));
    let url = is_open.then(|| OGL_URL.to_owned());
    let licence = Licence { id: terms.licence, url, attribution, republish: true };
    Terms { name: terms.title, description: terms.description, licence }
}

fn told(intake: Result<Intake, GeographyError>, noun: &str, json: bool) -> anyhow::Result<ExitCode> {
    let intake = intake?;
    let issues = intake.refused > 0;
    say(&Told { summary: summary(&intake, noun), intake }, json)?;
    Ok(if issues { ExitCode::from(output::WITH_ISSUES) } else { ExitCode::SUCCESS })
}

fn summary(intake: &Intake, noun: &str) -> String {
    let left_out: String =
        intake.left_out.iter().map(|(why, number)| format!(", left out {number} {why}")).collect();
    let taken = match noun.split_once(" of ") {
        Some((thing, rest)) => format!("{} of {rest}", count(intake.taken, thing)),
        None => count(intake.taken, noun),
    };
    format!("took {taken}, refused {}{left_out}; a running server shows it within seconds", intake.refused)
}

#[derive(Serialize)]
struct Told {
    summary: String,
    #[serde(flatten)]
    intake: Intake,
}

impl Say for Told {
    fn lines(&self) -> Vec<String> {
        let mut lines: Vec<String> =
            self.intake.refusals.iter().map(|refusal| format!("  {refusal}")).collect();
        let more = self.intake.refused.saturating_sub(lines.len() as u64);
        if more > 0 {
            lines.push(format!("  and {more} more"));
        }
        lines.push(self.summary.clone());
        lines
    }
}
