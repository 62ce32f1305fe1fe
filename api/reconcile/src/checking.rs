//! A feed looked at before it joins: what a harvest would take and complain of, how far it complies with its standard, how
//! good it is, and which duplicates it would make. Nothing is stored.

use harvest::{CheckReport, Compliance, Links, Looked, Progress, ProposedField, Quality, SourceConfig};
use model::Clock;
use serde::Serialize;
use serde_json::Value;
use store::Store;

use crate::{
    ReconcileError,
    duplicates::{self, Duplicates, Feed},
    matches::Audience,
    models::InForce,
};

/// How to check.
#[derive(Clone, Debug)]
pub struct CheckOptions {
    /// How to read the feed.
    pub harvest: harvest::Options,
    /// Whether to try its links.
    pub links: Links,
    /// How many pairs to name.
    pub pairs: usize,
}

impl Default for CheckOptions {
    fn default() -> Self {
        Self { harvest: harvest::Options::default(), links: Links::Try, pairs: 20 }
    }
}

/// What was found.
#[derive(Clone, Debug, Serialize)]
pub struct Checked {
    /// What a harvest would report.
    #[serde(flatten)]
    pub report: CheckReport,
    /// The mapping that was proposed for a file of rows without one, by which it was read.
    #[serde(flatten)]
    pub proposed: Option<ProposedMap>,
    /// How far the feed complies with its standard.
    pub compliance: Compliance,
    /// How good it is; none where it cannot be read.
    pub quality: Option<Quality>,
    /// Which duplicates it would make; none where it cannot be read.
    pub duplicates: Option<Duplicates>,
}

/// A mapping that was proposed, and that the feed was read by.
#[derive(Clone, Debug, Serialize)]
pub struct ProposedMap {
    /// The mapping, as the `map` of a description.
    pub map: Value,
    /// How sure each line of it is, and why.
    pub map_lines: Vec<ProposedField>,
}

/// Checks a feed against the directory as the audience may know it; against itself where there is no directory.
///
/// Rows without a mapping are read by the one that [`harvest::propose`] finds, where it finds one, and the report gives it.
///
/// # Errors
///
/// Fails where the store fails. A feed that cannot be read is no error: the report says so.
pub fn check(
    directory: Option<(&Store, &InForce)>,
    mut config: SourceConfig,
    audience: Audience,
    options: &CheckOptions,
    (clock, progress): (&dyn Clock, &dyn Progress),
) -> Result<Checked, ReconcileError> {
    let is_described = config.folder.is_some();
    if let Some((store, _)) = directory.filter(|_| !is_described) {
        config.id = duplicates::free_name(store, &config.id)?;
    }
    let proposed = if is_described { None } else { propose(&mut config, &options.harvest) };
    let Looked { report, records } = harvest::look(&config, &options.harvest, progress);
    let compliance = match unreachable(&report) {
        Some(reason) => Compliance::not_applicable(reason),
        None => harvest::compliance(&config, &options.harvest),
    };
    if !report.readable {
        return Ok(Checked { report, proposed, compliance, quality: None, duplicates: None });
    }
    let now = clock.now();
    let quality = harvest::quality(&config, &options.harvest, &records, now, options.links);
    let feed = Feed { source: config.source(), records: &records, now };
    let duplicates = duplicates::duplicates(directory, &feed, audience, options.pairs)?;
    Ok(Checked { report, proposed, compliance, quality: Some(quality), duplicates: Some(duplicates) })
}

/// Gives rows without a mapping the one that is proposed.
fn propose(config: &mut SourceConfig, options: &harvest::Options) -> Option<ProposedMap> {
    let proposal = harvest::propose_for(config, options)?;
    let mapping = proposal.mapping()?;
    let map = mapping.to_json();
    config.map = Some(mapping);
    Some(ProposedMap { map, map_lines: proposal.fields })
}

/// Why nothing can be asked of a feed: where it does not answer, or may not be asked.
fn unreachable(report: &CheckReport) -> Option<String> {
    let codes = ["unreachable", "private-address"];
    let why = report.issues.iter().find(|issue| codes.contains(&issue.code.as_str()));
    why.filter(|_| !report.readable).map(|issue| issue.reason.clone())
}
