//! The dependency rule of ARCHITECTURE.md, held against what cargo says of the workspace.

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package};

/// The layers, upstream first. A crate may use crates of earlier layers only.
const LAYERS: &[&[&str]] = &[
    &["model"],
    &["normalize"],
    &["matching", "resolver", "store", "outbound"],
    &["harvest", "catalog", "access"],
    &["reconcile"],
    &["web"],
    &["rest", "graphql"],
    &["seed", "openapi"],
    &["server"],
    &["tests"],
];

/// Crates that know no database, network, clock or chance.
const PURE: &[&str] = &["model", "normalize", "matching", "resolver"];

/// Outside crates that only some of ours may use.
const KEPT_TO: &[(&str, &[&str])] = &[
    ("diesel", &["store"]),
    ("diesel_migrations", &["store"]),
    ("reqwest", &["outbound"]),
    ("actix-web", &["rest", "graphql", "server", "tests"]),
    ("tokio", &["server", "tests"]),
    ("rand", &["outbound", "reconcile", "seed"]),
];

fn workspace() -> Metadata {
    MetadataCommand::new()
        .manifest_path(concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.toml"))
        .no_deps()
        .exec()
        .expect("cargo describes the workspace")
}

fn normal_dependencies(package: &Package) -> BTreeSet<String> {
    package
        .dependencies
        .iter()
        .filter(|dependency| dependency.kind == DependencyKind::Normal)
        .map(|dependency| dependency.name.clone())
        .collect()
}

fn layers() -> BTreeMap<&'static str, usize> {
    LAYERS
        .iter()
        .enumerate()
        .flat_map(|(layer, crates)| crates.iter().map(move |name| (*name, layer)))
        .collect()
}

#[test]
fn every_crate_has_its_place_in_the_rule() {
    let placed = layers();
    for package in workspace().packages {
        assert!(
            placed.contains_key(package.name.as_str()),
            "crate `{}` stands in no layer: give it one in LAYERS and in ARCHITECTURE.md",
            package.name
        );
    }
}

#[test]
fn only_downstream_knows_upstream() {
    let placed = layers();
    for package in workspace().packages {
        let layer = placed[package.name.as_str()];
        for dependency in normal_dependencies(&package) {
            let Some(upstream) = placed.get(dependency.as_str()) else { continue };
            assert!(
                *upstream < layer,
                "`{}` must not use `{dependency}`: crates know earlier layers only. Move the shared part upstream, \
                 or pass what is needed in as a value or a trait",
                package.name
            );
        }
    }
}

#[test]
fn outside_powers_stay_in_their_rooms() {
    for package in workspace().packages {
        let dependencies = normal_dependencies(&package);
        for (power, rooms) in KEPT_TO {
            assert!(
                !dependencies.contains(*power) || rooms.contains(&package.name.as_str()),
                "`{}` must not use `{power}`: only {rooms:?} may. Ask one of them for what you need",
                package.name
            );
        }
    }
}

#[test]
fn pure_crates_know_no_outside_power() {
    let powers: BTreeSet<_> =
        KEPT_TO.iter().map(|(power, _)| *power).chain(["tantivy", "tempfile"]).collect();
    for package in workspace().packages.iter().filter(|package| PURE.contains(&package.name.as_str())) {
        let dependencies = normal_dependencies(package);
        let found: Vec<_> = dependencies.iter().filter(|name| powers.contains(name.as_str())).collect();
        assert!(found.is_empty(), "`{}` is pure and must not use {found:?}", package.name);
    }
}
