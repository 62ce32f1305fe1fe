use std::process::ExitCode;

use ::reconcile::{
    matches::{self, Audience, EntityMatch, Match},
    models::InForce,
};
use anyhow::{Context, bail};
use serde::Serialize;

use crate::{
    cli,
    commands::open,
    output::{Say, say},
    settings::Settings,
    waterfall,
};

/// Explains a pair of records, or an entity, as a steward sees it.
pub(super) fn run(settings: &Settings, args: &cli::Explain, json: bool) -> anyhow::Result<ExitCode> {
    let (store, models) = (open(settings)?, InForce::default());
    let Some(other) = &args.other else {
        let Ok(id) = args.subject.parse() else {
            bail!("`{}` is no entity's id; name two records as source:kind:id, or one entity", args.subject)
        };
        return say(
            &Explained::Entity(matches::explain_entity(&store, &models, id, Audience::Steward)?.into()),
            json,
        );
    };
    let a = args.subject.parse().with_context(|| format!("`{}` names no record", args.subject))?;
    let found = matches::explain(&store, &models, (&a, other), Audience::Steward)?;
    say(&Explained::Pair(found.into()), json)
}

/// An explanation, said both ways.
enum Explained {
    Pair(Box<Match>),
    Entity(Box<EntityMatch>),
}

impl Serialize for Explained {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Pair(found) => rest::Match::from(Match::clone(found)).serialize(serializer),
            Self::Entity(found) => rest::EntityMatch::from(EntityMatch::clone(found)).serialize(serializer),
        }
    }
}

impl Say for Explained {
    fn lines(&self) -> Vec<String> {
        match self {
            Self::Pair(found) => waterfall::pair(found),
            Self::Entity(found) => waterfall::entity(found),
        }
    }
}
