use std::process::ExitCode;

use ::harvest::{Compliance, Level, Links, Mapping, Options, Part, Quality, feed};
use ::reconcile::{
    Bands, DuplicatePair, Duplicates,
    checking::{CheckOptions, Checked, ProposedMap, check},
    matches::Audience,
    models::InForce,
};
use anyhow::Context;
use model::{Severity, SystemClock};
use store::{Database, Store};

use crate::{
    cli,
    commands::harvest::issue_line,
    output::{self, Say, count, say},
    progress::Shown,
    settings::Settings,
};

/// Reads a feed as a harvest would and stores nothing. Exit 0: clean, 1: issues, 2: cannot be read.
pub(super) fn run(settings: &Settings, args: &cli::Check, json: bool) -> anyhow::Result<ExitCode> {
    let harvest = Options { allow_private_networks: args.allow_private_networks, ..settings.harvesting()? };
    let links = if args.no_links { Links::Leave } else { Links::Try };
    let map = args.map.as_deref().map(Mapping::read).transpose()?;
    let config = feed(&args.location, args.format, map)?;
    let store = directory(settings)?;
    let models = InForce::default();
    let options = CheckOptions { harvest, links, ..CheckOptions::default() };
    let directory = store.as_ref().map(|store| (store, &models));
    // Whoever can open the database sees all of it anyway.
    let checked = check(directory, config, Audience::Steward, &options, (&SystemClock, &Shown::of("check")))?;
    say(&checked, json)?;
    let worst = checked.report.issues.iter().map(|issue| issue.severity).max();
    Ok(match worst {
        _ if !checked.report.readable => ExitCode::from(output::NOT_DONE),
        Some(severity) if severity > Severity::Notice => ExitCode::from(output::WITH_ISSUES),
        _ => ExitCode::SUCCESS,
    })
}

/// The directory to compare with, left as it is; none where there is none yet.
fn directory(settings: &Settings) -> anyhow::Result<Option<Store>> {
    let database = settings.database();
    if matches!(&database, Database::Sqlite(path) if !path.is_file()) {
        return Ok(None);
    }
    let advice =
        "the directory to compare with cannot be read; `directory migrate` brings its tables up to date";
    let store = Store::open_unmigrated(&database).context(advice)?;
    store.sources().context(advice)?;
    Ok(Some(store))
}

impl Say for Checked {
    fn lines(&self) -> Vec<String> {
        let report = &self.report;
        let kinds: Vec<_> =
            report.records.iter().map(|(kind, number)| count(*number, kind.as_str())).collect();
        let summary = format!(
            "read {} as {}: {}",
            count(report.items, "item"),
            if kinds.is_empty() { "no records".to_owned() } else { kinds.join(", ") },
            count(report.issues.len() as u64, "issue"),
        );
        let mut lines: Vec<String> = report.issues.iter().map(issue_line).collect();
        lines.extend(self.proposed.iter().flat_map(of_map));
        lines.extend(of_compliance(&self.compliance));
        lines.extend(self.quality.iter().flat_map(of_quality));
        lines.extend(self.duplicates.iter().flat_map(of_duplicates));
        lines.push(summary);
        lines
    }
}

fn of_map(proposed: &ProposedMap) -> Vec<String> {
    let head = "mapping: proposed, as none was given; `directory map` writes it as a source.toml".to_owned();
    let lines = proposed.map_lines.iter().map(|line| {
        let (kind, field, from) = (line.kind, &line.field, &line.from);
        format!("  map.{kind}.{field} from {from}  # {}: {}", line.certainty.as_str(), line.reason)
    });
    std::iter::once(head).chain(lines).collect()
}

fn of_compliance(compliance: &Compliance) -> Vec<String> {
    let none = compliance.not_applicable.iter().map(|reason| format!("compliance: none, as {reason}"));
    none.chain(compliance.levels.iter().flat_map(of_level)).collect()
}

fn of_level(level: &Level) -> Vec<String> {
    let passed = level.tests.iter().filter(|test| test.success).count();
    let head = format!("{}: {passed} of {} passed", level.name, count(level.tests.len() as u64, "test"));
    let told = level.tests.iter().flat_map(|test| {
        let mark = if test.success { "note" } else { "fail" };
        test.messages.iter().map(move |message| {
            let at = if message.at.is_empty() { String::new() } else { format!(" at {}", message.at) };
            format!("  {mark} {}{at}: {}", message.asked, message.message)
        })
    });
    std::iter::once(head).chain(told).collect()
}

fn of_quality(quality: &Quality) -> Vec<String> {
    let score =
        quality.score.map_or_else(|| "nothing can be said".to_owned(), |score| format!("{score} of 100"));
    let dead = quality.dead_links.iter().map(|link| format!("    {}: {}", link.url, link.reason));
    std::iter::once(format!("quality: {score}"))
        .chain(quality.parts.iter().flat_map(of_part))
        .chain(dead)
        .collect()
}

fn of_part(part: &Part) -> Vec<String> {
    let share = part.ratio.map_or_else(|| "–".to_owned(), |ratio| format!("{:.0} %", ratio * 100.0));
    let head = format!("  {:<12}{share:>6}  {} of {}: {}", part.name, part.count, part.of, part.note);
    let lacking = part.fields.iter().filter(|field| field.count < field.of);
    let fields = lacking.map(|field| format!("    {}: {} of {}", field.field, field.count, field.of));
    std::iter::once(head).chain(fields).collect()
}

fn of_duplicates(found: &Duplicates) -> Vec<String> {
    let with = if found.compared_with_directory {
        "the directory and itself"
    } else {
        "itself; there is no directory"
    };
    let head = format!("duplicates, compared with {with}:");
    let kinds = found.kinds.iter().map(|(kind, one)| {
        let there = bands(one.with_directory);
        let joining =
            format!("{} of {} would join what is there", one.joining, count(one.records, kind.as_str()));
        format!("  {joining}; pairs with it: {there}; within the feed: {}", bands(one.within_feed))
    });
    std::iter::once(head).chain(kinds).chain(found.pairs.iter().map(of_pair)).collect()
}

fn bands(bands: Bands) -> String {
    format!("{} to link, {} to review", bands.link, bands.review)
}

fn of_pair(pair: &DuplicatePair) -> String {
    let called = |name: &Option<String>| name.as_deref().map(|name| format!(" “{name}”")).unwrap_or_default();
    let entity = pair.entity.map(|id| format!(" of {id}")).unwrap_or_default();
    let (own, other) = (called(&pair.name), called(&pair.other_name));
    let band = pair.band.as_str();
    format!("    {band} {:+.1}  {}{own} = {}{other}{entity}", pair.score, pair.record, pair.other)
}
