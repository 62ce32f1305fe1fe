use std::{
    collections::HashMap,
    process::ExitCode,
    sync::{Arc, OnceLock},
};

use actix_web::{
    HttpResponse, HttpServer,
    web::{self, Bytes, Data, Path},
};
use anyhow::Context;
use catalog::{Catalog, ListKind, Query, Snapshot};
use model::SystemClock;
use uuid::Uuid;

use crate::{
    cli,
    commands::{open, serve},
    guide::guide,
    http::{self, State},
    settings::Settings,
};

/// How many services can be asked for without anything being done for it.
const BARE: usize = 1_000;

/// The catalog, once it is there, and what is kept of it to compare with.
#[derive(Default)]
struct Compared {
    catalog: OnceLock<Catalog>,
    bare: OnceLock<HashMap<Uuid, Bytes>>,
}

/// Serves the whole application, and beside it, behind all that every answer goes through, what it is held against.
/// Nothing is harvested, reconciled or aligned, so that nothing but requests is measured.
pub(super) fn run(mut settings: Settings, args: cli::BenchServe) -> anyhow::Result<ExitCode> {
    settings.listen = args.listen.unwrap_or(settings.listen);
    let (store, guide) = (open(&settings)?, guide(settings.guide.as_deref())?);
    actix_web::rt::System::new().block_on(async {
        let state = State::new(&settings, Arc::new(SystemClock))?;
        let compared = Data::new(Compared::default());
        let (shared, beside) = (state.clone(), compared.clone());
        let server = HttpServer::new(move || {
            let beside = beside.clone();
            http::application(shared.clone()).configure(|routes| compare(routes, beside))
        });
        let server = server
            .bind(&settings.listen)
            .with_context(|| format!("cannot listen on {}", settings.listen))?
            .run();
        let running = actix_web::rt::spawn(server);
        let checkpoint = settings.checkpoint();
        let loading = move || {
            let catalog =
                Catalog::open(&store, guide, &checkpoint).context("the catalog cannot be loaded")?;
            state.give(catalog.clone(), store.clone())?;
            let keeper = catalog.keep(store.clone(), checkpoint)?;
            anyhow::Ok(((catalog.follow(store, serve::FOLLOW)?, keeper), catalog))
        };
        let (at_work, catalog) =
            tokio::task::spawn_blocking(loading).await.context("loading was cut off")??;
        // The cell is empty: nothing else sets it.
        let _ = compared.catalog.set(catalog);
        let ended = running.await.context("the server was cut off")?;
        drop(at_work);
        ended.context("the server failed")?;
        Ok(ExitCode::SUCCESS)
    })
}

fn compare(routes: &mut web::ServiceConfig, compared: Data<Compared>) {
    routes
        .app_data(compared)
        .route("/plaintext", web::get().to(plaintext))
        .route("/bare", web::get().to(bare_ids))
        .route("/bare/{id}", web::get().to(bare));
}

async fn plaintext() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("Hello, World!")
}

/// The paths of what is kept ready, a line each.
async fn bare_ids(compared: Data<Compared>) -> HttpResponse {
    let lines = kept(&compared).keys().map(|id| format!("/bare/{id}\n")).collect::<String>();
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body(lines)
}

async fn bare(compared: Data<Compared>, id: Path<Uuid>) -> HttpResponse {
    match kept(&compared).get(&id) {
        Some(body) => HttpResponse::Ok().content_type("application/json").body(body.clone()),
        None => HttpResponse::NotFound().finish(),
    }
}

fn kept(compared: &Compared) -> &HashMap<Uuid, Bytes> {
    compared
        .bare
        .get_or_init(|| compared.catalog.get().map(|catalog| keep(&catalog.snapshot())).unwrap_or_default())
}

fn keep(snapshot: &Snapshot) -> HashMap<Uuid, Bytes> {
    let query = Query { limit: BARE, ..Query::new(ListKind::Service) };
    let hits = snapshot.search(&query).map(|hits| hits.items).unwrap_or_default();
    hits.into_iter().map(|hit| (hit.entry.id, Bytes::from(snapshot.full(hit.entry)))).collect()
}
