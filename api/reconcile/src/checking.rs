//! A feed looked at before it joins: what a harvest would take and complain of, how far it complies with its standard, how
//! good it is, and which duplicates it would make. Nothing is stored.

use harvest::{CheckReport, Compliance, Links, Looked, Quality, Silent, SourceConfig};
use model::Clock;
use serde::Serialize;
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
    /// How far the feed complies with its standard.
    pub compliance: Compliance,
    /// How good it is; none where it cannot be read.
    pub quality: Option<Quality>,
    /// Which duplicates it would make; none where it cannot be read.
    pub duplicates: Option<Duplicates>,
}

/// Checks a feed against the directory as the audience may know it; against itself where there is no directory.
///
/// # Errors
///
/// Fails where the store fails. A feed that cannot be read is no error: the report says so.
pub fn check(
    directory: Option<(&Store, &InForce)>,
    mut config: SourceConfig,
    audience: Audience,
    options: &CheckOptions,
    clock: &dyn Clock,
) -> Result<Checked, ReconcileError> {
    let is_described = config.folder.is_some();
    if let Some((store, _)) = directory.filter(|_| !is_described) {
        config.id = duplicates::free_name(store, &config.id)?;
    }
    let Looked { report, records } = harvest::look(&config, &options.harvest, &Silent);
    let compliance = match unreachable(&report) {
        Some(reason) => Compliance::not_applicable(reason),
        None => harvest::compliance(&config, &options.harvest),
    };
    if !report.readable {
        return Ok(Checked { report, compliance, quality: None, duplicates: None });
    }
    let now = clock.now();
    let quality = harvest::quality(&config, &options.harvest, &records, now, options.links);
    let feed = Feed { source: config.source(), records: &records, now };
    let duplicates = duplicates::duplicates(directory, &feed, audience, options.pairs)?;
    Ok(Checked { report, compliance, quality: Some(quality), duplicates: Some(duplicates) })
}

/// Why nothing can be asked of a feed: where it does not answer, or may not be asked.
fn unreachable(report: &CheckReport) -> Option<String> {
    let codes = ["unreachable", "private-address"];
    let why = report.issues.iter().find(|issue| codes.contains(&issue.code.as_str()));
    why.filter(|_| !report.readable).map(|issue| issue.reason.clone())
}
