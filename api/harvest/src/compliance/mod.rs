//! How far an API complies with its standard, in the levels of the Open Referral UK validator.
//!
//! The endpoints of a standard are asked as that validator asks them: lists by their first, middle and last page, then
//! some of what they list by id; every body is held against the schema of the standard. Level 1 are the endpoints that a
//! feed must have, Level 2 those that it may have.

mod ask;
mod profile;
mod schema;

use model::hsds::{HsdsNoun, NounType, Organization, Service, ServiceAtLocation, Taxonomy, TaxonomyTerm};
use serde::Serialize;

use self::{ask::Asker, profile::Profile};
use crate::{Format, Options, SourceConfig, formats::hsds};

/// How far a feed complies with a standard.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Compliance {
    /// The standard that it is held against; none where the levels do not apply.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub standard: Option<&'static str>,
    /// Why the levels do not apply.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_applicable: Option<String>,
    /// Level 1 and Level 2; empty where they do not apply.
    pub levels: Vec<Level>,
}

/// One level.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Level {
    /// 1 or 2.
    pub level: u8,
    /// The validator's name of it.
    pub name: &'static str,
    /// Whether every test succeeded.
    pub success: bool,
    /// The tests.
    pub tests: Vec<Test>,
}

/// What was asked of one endpoint.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Test {
    /// What is tested.
    pub name: String,
    /// The endpoint, as the standard writes it.
    pub endpoint: String,
    /// Whether it answered as it must. An endpoint that may be left out and is not there succeeds.
    pub success: bool,
    /// What is wrong with it, or worth knowing.
    pub messages: Vec<Message>,
}

/// One thing that is wrong, or worth knowing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Message {
    /// What it is.
    pub message: String,
    /// The path that was asked for.
    pub asked: String,
    /// Where in the answer it is, such as `contents[0].status`; empty for the answer as a whole.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub at: String,
}

/// A list of a standard, of which each object can be asked for by id.
struct Endpoint {
    level: u8,
    path: &'static str,
    noun: fn() -> &'static NounType,
}

const ENDPOINTS: [Endpoint; 5] = [
    Endpoint { level: 1, path: "services", noun: Service::noun_type },
    Endpoint { level: 2, path: "taxonomies", noun: Taxonomy::noun_type },
    Endpoint { level: 2, path: "taxonomy_terms", noun: TaxonomyTerm::noun_type },
    Endpoint { level: 2, path: "service_at_locations", noun: ServiceAtLocation::noun_type },
    Endpoint { level: 2, path: "organizations", noun: Organization::noun_type },
];

const LEVELS: [(u8, &str); 2] =
    [(1, "Level 1 Compliance - Basic checks"), (2, "Level 2 Compliance - Extended checks")];

/// Asks every endpoint of an API that follows a standard. Of any other feed it says that there is nothing to ask.
pub fn compliance(config: &SourceConfig, options: &Options) -> Compliance {
    let profile = match config.format {
        Format::Oruk => Profile::Oruk,
        Format::Hsds => Profile::Hsds,
        other => {
            let reason =
                format!("the levels are of Open Referral UK APIs; a feed of the format {other} has none");
            return Compliance::not_applicable(reason);
        }
    };
    if !config.is_remote() || hsds::is_file(&config.location) {
        let reason = "the levels are of APIs; a file of saved answers has no endpoints that could be asked";
        return Compliance::not_applicable(reason.to_owned());
    }
    let asker = match Asker::of(config, options, profile) {
        Ok(asker) => asker,
        Err(error) => return Compliance::not_applicable(error.to_string()),
    };
    let levels = LEVELS.map(|(level, name)| {
        let root = (level == 1).then(|| asker.root());
        let endpoints = ENDPOINTS.iter().filter(|endpoint| endpoint.level == level);
        let tests: Vec<Test> =
            root.into_iter().chain(endpoints.flat_map(|one| asker.endpoint(one))).collect();
        Level { level, name, success: tests.iter().all(|test| test.success), tests }
    });
    Compliance { standard: Some(profile.name()), not_applicable: None, levels: levels.into() }
}

impl Compliance {
    /// Nothing was asked, and why.
    pub fn not_applicable(reason: String) -> Self {
        Self { standard: None, not_applicable: Some(reason), levels: Vec::new() }
    }
}
