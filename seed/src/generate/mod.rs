//! A made-up directory of any size: true things, several sources that tell of them with slips, and the truth.
//!
//! Everything is derived from the seed and a thing's number, so a thing is made when it is told of and forgotten
//! after: memory stays the same whatever the size.

mod activities;
mod dice;
mod feed;
mod places;
mod published;
mod telling;
mod text;
mod truth;
mod words;
mod world;

use std::{fs, path::Path};

use crate::SeedError;
use dice::{About, Dice};
use feed::Feed;
use telling::Group;
use truth::Truth;
use world::World;

pub use places::{PLACE_SOURCES, PlaceRow, places};
pub use published::{Round, published};
pub use truth::TRUTH_FILE;

/// What to generate. Equal options give equal bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GenerateOptions {
    /// How many distinct services there are; at least 1.
    pub services: u64,
    /// How many sources tell of them, 1 to 64; their formats take turns.
    pub sources: u16,
    /// What chance begins with.
    pub seed: u64,
}

/// What was generated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GenerateSummary {
    /// Distinct services.
    pub services: u64,
    /// Distinct organizations.
    pub organizations: u64,
    /// Service records in all sources together.
    pub service_records: u64,
    /// Service records beyond the first of each service.
    pub duplicates: u64,
    /// Records of every kind that the truth file names.
    pub records: u64,
    /// The ids of the sources, each a folder.
    pub sources: Vec<String>,
}

/// Of a hundred services, how many a second source tells of as well.
const TWICE: u64 = 30;
/// Of a hundred of those, how many a third source tells of too.
const THRICE: u64 = 20;

/// Writes source folders of a made-up directory, and beside them a table ([`TRUTH_FILE`]) with one line for each
/// record: its name `source:kind:id`, and the true thing that it tells of.
///
/// Every service is told of by one source; about three in ten by a second or third, in which names are shortened,
/// misspelt or in capitals, telephone numbers are written otherwise, postcodes have moved and fields are missing.
/// Telephone numbers are from the ranges kept free for fiction; web addresses are under `example.org`.
pub fn generate(options: GenerateOptions, folder: &Path) -> Result<GenerateSummary, SeedError> {
    check(options)?;
    fs::create_dir_all(folder).map_err(SeedError::at(folder))?;
    let mut feeds = (0..options.sources).map(|n| Feed::create(folder, n)).collect::<Result<Vec<_>, _>>()?;
    let mut truth = Truth::create(folder)?;
    let mut summary = GenerateSummary {
        services: options.services,
        sources: feeds.iter().map(|feed| feed.id().to_owned()).collect(),
        ..GenerateSummary::default()
    };
    let mut next_service = 0;
    while next_service < options.services {
        let world = World::around(options, summary.organizations, next_service);
        next_service += world.services.len() as u64;
        summary.organizations += 1;
        for group in told(options, &world) {
            summary.service_records += group.services.len() as u64;
            if let Some(feed) = feeds.get_mut(usize::from(group.source)) {
                feed.write(&group)?;
                truth.write(feed, &group)?;
            }
        }
    }
    summary.duplicates = summary.service_records - summary.services;
    summary.records = truth.finish()?;
    feeds.into_iter().try_for_each(Feed::finish)?;
    Ok(summary)
}

/// What each source tells of one organization, in the order of the sources; those that are silent are left out.
fn told(options: GenerateOptions, world: &World) -> Vec<Group> {
    let mut dice = Dice::new(options.seed, About::Shape, world.organization.number);
    let count = u64::from(options.sources);
    let home = dice.below(count);
    let mut heard: Vec<(u64, usize)> = Vec::new();
    for service in 0..world.services.len() {
        heard.push((home, service));
        if count > 1 && dice.chance(TWICE) {
            let step = 1 + dice.below(count - 1);
            heard.push(((home + step) % count, service));
            if count > 2 && dice.chance(THRICE) {
                let other = if step + 1 < count { step + 1 } else { 1 };
                heard.push(((home + other) % count, service));
            }
        }
    }
    heard.sort_unstable();
    let by_source = heard.chunk_by(|a, b| a.0 == b.0);
    let groups = by_source.filter_map(|told| {
        let source = u16::try_from(told.first()?.0).ok()?;
        let services: Vec<usize> = told.iter().map(|(_, service)| *service).collect();
        Some(Group::tell(options.seed, source, u64::from(source) == home, world, &services))
    });
    groups.collect()
}

fn check(options: GenerateOptions) -> Result<(), SeedError> {
    if options.services == 0 {
        return Err(SeedError::Option { option: "services", value: 0, allowed: "use 1 or more" });
    }
    if !(1..=64).contains(&options.sources) {
        let value = u64::from(options.sources);
        return Err(SeedError::Option { option: "sources", value, allowed: "use 1 to 64" });
    }
    Ok(())
}
