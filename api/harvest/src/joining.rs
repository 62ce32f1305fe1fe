//! How sources join, change and leave while the directory runs, without a folder of their own.

use model::{Clock, Outcome, RunCounts, SourceId};
use serde_json::Value;
use store::{RunCommit, Store, StoreError};

use crate::{ConfigError, Format, HarvestError, RunReport, SourceConfig, Standing, Template, turn};

pub use crate::uploading::upload;

/// Why a source could not join, change or leave.
#[derive(Debug, thiserror::Error)]
pub enum JoinError {
    /// There is one of that name.
    #[error("there is a source `{0}` already; choose another id, or change that one")]
    Taken(SourceId),
    /// There is none of that name.
    #[error("there is no source `{0}`")]
    Unknown(SourceId),
    /// A source that stands in a folder, whose word counts.
    #[error("`{0}` is described by a source.toml in the folder of sources; change it there")]
    InFolder(SourceId),
    /// A step that is not on the way.
    #[error("a source that is {from} cannot become {to}; it can become {allowed}")]
    Step {
        /// What it is.
        from: Standing,
        /// What it was to become.
        to: Standing,
        /// What it can become.
        allowed: String,
    },
    /// A feed of a kind that cannot be uploaded.
    #[error(
        "`{source_id}` is {format}, of which no file can be uploaded; use csv, tsv, json, jsonl, xlsx, ods or hsds-tabular"
    )]
    NoFile {
        /// The source.
        source_id: SourceId,
        /// Its format.
        format: Format,
    },
    /// A feed that is no list with columns.
    #[error(
        "`{source_id}` is {format}, which is no list with columns; there are templates for csv, tsv, json, jsonl, xlsx and ods"
    )]
    NoTemplate {
        /// The source.
        source_id: SourceId,
        /// Its format.
        format: Format,
    },
    /// A source from which nothing is taken.
    #[error("`{source_id}` is {state}; a feed is taken while it is trial or live{}", state.way_on(source_id))]
    Closed {
        /// The source.
        source_id: SourceId,
        /// How far it has come.
        state: Standing,
    },
    /// A description that cannot be used.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// A harvest that could not be carried out.
    #[error(transparent)]
    Harvest(#[from] HarvestError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Lets a source join that is described over the network: its feed is at a web address, uploaded, or pushed.
pub fn join(store: &Store, described: Value) -> Result<SourceConfig, JoinError> {
    let config = described_over_network(described)?;
    if store.source(&config.id)?.is_some() {
        return Err(JoinError::Taken(config.id));
    }
    store.put_source(&config.source(), &config.to_json())?;
    Ok(config)
}

/// Every source that is described over the network, whose word is in the store alone.
pub fn joined(store: &Store) -> Result<Vec<SourceConfig>, StoreError> {
    let mut joined = Vec::new();
    for source in store.sources()? {
        let config = store.source_config(&source.id)?.and_then(|config| SourceConfig::from_json(config).ok());
        joined.extend(config.filter(|config| config.folder.is_none()));
    }
    Ok(joined)
}

/// Changes the description of a source by a merge patch (RFC 7396). One that becomes `retired` has nothing published any
/// more.
pub fn change(
    store: &Store,
    id: &SourceId,
    patch: &Value,
    clock: &dyn Clock,
) -> Result<SourceConfig, JoinError> {
    let before = known(store, id)?;
    check_patch(id, patch)?;
    let mut described = before.to_json();
    merge(&mut described, patch);
    if let Some(members) = described.as_object_mut() {
        members.insert("id".to_owned(), id.as_str().into());
    }
    let after = described_over_network(described)?;
    check_step(before.state, after.state)?;
    store.put_source(&after.source(), &after.to_json())?;
    if after.state == Standing::Retired && before.state != Standing::Retired {
        let busy = || JoinError::Harvest(HarvestError::Busy(id.clone()));
        turn::wait(store, id, clock, || withdraw(store, &after, clock))?.ok_or_else(busy)??;
    }
    Ok(after)
}

/// The empty list that a partner fills in for a source.
pub fn template(store: &Store, id: &SourceId) -> Result<Template, JoinError> {
    let described = described(store, id)?;
    let none = || JoinError::NoTemplate { source_id: id.clone(), format: described.format };
    Template::of(&described).ok_or_else(none)
}

/// Refuses what no patch can change: the name of a source, and what is said in folders of sources alone. What is taken out
/// goes back to what is usual, which for how far a source has come would be to publish it.
fn check_patch(id: &SourceId, patch: &Value) -> Result<(), ConfigError> {
    if !patch.is_object() {
        return Err(ConfigError::Read(
            "a patch is an object with the members that are to be different".to_owned(),
        ));
    }
    if let Some(other) = patch.get("id").filter(|other| other.as_str() != Some(id.as_str())) {
        return Err(ConfigError::value("id", other, "a source keeps its name; let another join"));
    }
    if patch.get("state").is_some_and(Value::is_null) {
        return Err(ConfigError::value("state", "null", "say which state it is to have, such as \"trial\""));
    }
    let kept = ["allow_private_networks", "credentials", "folder"];
    match kept.iter().find(|name| patch.get(**name).is_some_and(|value| !value.is_null())) {
        Some(name) => {
            let allowed = "that is said in the source.toml of a source in the folder of sources alone";
            Err(ConfigError::value(name, "given", allowed))
        }
        None => Ok(()),
    }
}

/// A source that is described over the network.
fn known(store: &Store, id: &SourceId) -> Result<SourceConfig, JoinError> {
    let config = described(store, id)?;
    if config.folder.is_some() { Err(JoinError::InFolder(id.clone())) } else { Ok(config) }
}

pub(crate) fn described(store: &Store, id: &SourceId) -> Result<SourceConfig, JoinError> {
    let config = store.source_config(id)?.ok_or_else(|| JoinError::Unknown(id.clone()))?;
    Ok(SourceConfig::from_json(config)?)
}

/// A description that whoever sends it may give: it never names a path, a secret or a private network of this machine.
fn described_over_network(mut described: Value) -> Result<SourceConfig, JoinError> {
    if described.get("credentials").is_some_and(|credentials| !credentials.is_null()) {
        let allowed = "a source with credentials is described by a source.toml in the folder of sources";
        return Err(ConfigError::value("credentials", "given", allowed).into());
    }
    let kept = ["folder", "allow_private_networks"];
    if let Some(members) = described.as_object_mut() {
        kept.iter().for_each(|name| drop(members.remove(*name)));
    }
    let config = SourceConfig::from_json(described)?;
    if config.has_feed() && !config.is_remote() {
        let allowed = "give an http(s) address, or leave it out and upload the file";
        return Err(ConfigError::value("location", &config.location, allowed).into());
    }
    Ok(config)
}

fn check_step(from: Standing, to: Standing) -> Result<(), JoinError> {
    if from == to || from.next().contains(&to) {
        return Ok(());
    }
    let allowed: Vec<&str> = from.next().iter().map(|next| next.as_str()).collect();
    Err(JoinError::Step { from, to, allowed: allowed.join(", ") })
}

/// Takes back everything that a source said, as a run of its own.
pub(crate) fn withdraw(
    store: &Store,
    config: &SourceConfig,
    clock: &dyn Clock,
) -> Result<RunReport, StoreError> {
    let (source, after) = (config.id.clone(), store.committed_run(&config.id)?);
    let live = store.item_states(&source)?.into_iter().filter(|(_, state)| !state.deleted);
    let gone: Vec<String> = live.map(|(id, _)| id).collect();
    let state = store.harvest_state(&source)?.unwrap_or(Value::Null);
    let run = store.begin_run(&source, clock.now())?;
    let counts = RunCounts { deleted: gone.len() as u64, ..RunCounts::default() };
    let (seen, at) = (Vec::new(), clock.now());
    store.commit_run(&RunCommit { source: source.clone(), run, after, at, seen, gone, state }, [])?;
    store.finish_run(run, clock.now(), Outcome::Harvested, counts)?;
    Ok(RunReport { source, run, outcome: Outcome::Harvested, counts, issues: Vec::new() })
}

/// Merges a patch into a value (RFC 7396): a member that is null is taken out, an object is merged, all else replaced.
fn merge(target: &mut Value, patch: &Value) {
    let Value::Object(patch) = patch else {
        *target = patch.clone();
        return;
    };
    if !target.is_object() {
        *target = Value::Object(serde_json::Map::new());
    }
    let Some(members) = target.as_object_mut() else { return };
    for (name, value) in patch {
        if value.is_null() {
            members.remove(name);
        } else {
            merge(members.entry(name.clone()).or_insert(Value::Null), value);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_patch_is_merged_as_rfc_7396_has_it() {
        for (target, patch, merged) in [
            (json!({ "a": "b" }), json!({ "a": "c" }), json!({ "a": "c" })),
            (json!({ "a": "b", "b": "c" }), json!({ "a": null }), json!({ "b": "c" })),
            (
                json!({ "a": { "b": "c" } }),
                json!({ "a": { "b": "d", "c": null } }),
                json!({ "a": { "b": "d" } }),
            ),
            (json!({ "a": [1] }), json!({ "a": { "b": null } }), json!({ "a": {} })),
            (json!({ "e": null }), json!({ "a": 1 }), json!({ "e": null, "a": 1 })),
            (json!([1]), json!("c"), json!("c")),
        ] {
            let mut got = target;
            merge(&mut got, &patch);
            assert_eq!(got, merged);
        }
    }

    #[test]
    fn every_source_may_leave_and_none_is_stuck() {
        for from in Standing::ALL {
            assert!(!from.next().is_empty());
            assert!(from == Standing::Retired || from.next().contains(&Standing::Retired));
        }
        assert!(check_step(Standing::Retired, Standing::Live).is_err(), "back by way of a trial");
    }
}
