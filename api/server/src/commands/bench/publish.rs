use std::process::ExitCode;

use anyhow::{Context, ensure};
use chrono::TimeDelta;
use model::{Clock, Entity, Identity, IdentityState, Kind, RecordKey, SourceId, SystemClock};
use seed::Round;
use serde::Serialize;
use store::{Lease, Publication, Store};

use crate::{
    cli,
    commands::open,
    output::{Say, count, say},
    settings::Settings,
};

/// How many entities are published in one transaction.
const BATCH: usize = 10_000;

/// What was published.
#[derive(Debug, Default, Serialize)]
struct Published {
    entities: usize,
    /// The id of the first service.
    first_service: Option<uuid::Uuid>,
    /// The number of the last change.
    version: i64,
    /// When the last of it was there for readers of the store, in milliseconds of Unix time.
    committed: i64,
}

impl Say for Published {
    fn lines(&self) -> Vec<String> {
        vec![format!("{} published, up to change {}", count(self.entities as u64, "entity"), self.version)]
    }
}

/// Publishes made-up entities as if a reconciliation had assembled them.
pub(super) fn run(settings: &Settings, args: &cli::BenchPublish, json: bool) -> anyhow::Result<ExitCode> {
    let store = open(settings)?;
    ensure!(store.sources()?.is_empty(), "this directory has sources; measure in an empty one (--data-dir)");
    let lease = store
        .acquire_lease("reconcile", "bench", TimeDelta::minutes(10), SystemClock.now())?
        .context("something else reconciles this directory; end it first")?;
    let mut published = Published::default();
    let mut waiting = Vec::new();
    let mut left = args.only.unwrap_or(usize::MAX);
    let round = Round { number: args.round, in_names: args.rename };
    for group in seed::published(args.services, round)? {
        for entity in group? {
            let is_service = entity.kind == Kind::Service;
            if is_service && left == 0 {
                break;
            }
            left -= usize::from(is_service);
            published.first_service = published.first_service.or(is_service.then_some(entity.id));
            waiting.push(entity);
        }
        if waiting.len() >= BATCH || left == 0 {
            publish(&store, &lease, std::mem::take(&mut waiting), &mut published)?;
        }
        if left == 0 {
            break;
        }
    }
    publish(&store, &lease, waiting, &mut published)?;
    store.release_lease(&lease, SystemClock.now())?;
    say(&published, json)
}

fn publish(store: &Store, lease: &Lease, entities: Vec<Entity>, sum: &mut Published) -> anyhow::Result<()> {
    sum.entities += entities.len();
    let identities = entities.iter().map(identity).collect::<anyhow::Result<Vec<_>>>()?;
    let publication = Publication { at: SystemClock.now(), identities, entities, ..Publication::default() };
    sum.version = store.publish(lease, &publication)?.last_change;
    sum.committed = SystemClock.now().timestamp_millis();
    Ok(())
}

fn identity(entity: &Entity) -> anyhow::Result<Identity> {
    Ok(Identity {
        id: entity.id,
        kind: entity.kind,
        minted_by: RecordKey::new(SourceId::new("made-up")?, entity.kind, entity.id.to_string()),
        generation: 0,
        // Any distinct number will do.
        serial: i64::try_from(entity.id.as_u128() >> 66)?,
        state: IdentityState::Live,
    })
}
