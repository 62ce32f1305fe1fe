use std::{net::TcpListener, path::PathBuf, process::ExitCode, sync::Arc, time::Duration};

use ::harvest::Options;
use actix_web::HttpServer;
use anyhow::Context;
use catalog::{Catalog, Checkpoint, Follower, Guide, Keeper};
use model::SystemClock;
use store::Store;

use crate::{
    aligner::Aligner,
    cli,
    commands::{calendar, open},
    guide::guide,
    harvester::Harvester,
    http::{self, State},
    reconciler::Reconciler,
    settings::Settings,
};

/// How often the catalog asks whether something changed: one row is read.
pub(super) const FOLLOW: Duration = Duration::from_millis(50);
/// How long requests under way may take after the server was told to stop.
const GRACE_SECONDS: u64 = 10;

/// How long an idle connection stays open: longer than the usual proxies and clients keep theirs.
const KEEP_ALIVE: Duration = Duration::from_secs(75);

/// Serves until it is told to stop.
pub(super) fn run(mut settings: Settings, args: cli::Serve) -> anyhow::Result<ExitCode> {
    if let Some(listen) = args.listen {
        settings.listen = listen;
    }
    let store = open(&settings)?;
    serve(&settings, store, None)?;
    Ok(ExitCode::SUCCESS)
}

/// Refuses an address that is taken, for those who do much before they serve. It is bound in earnest when they do.
pub(super) fn can_listen(listen: &str) -> anyhow::Result<()> {
    TcpListener::bind(listen).map(drop).with_context(|| cannot_listen(listen))
}

fn cannot_listen(listen: &str) -> String {
    format!("cannot listen on {listen}; stop what listens there, or give another address with --listen")
}

/// Binds first, so that a busy port is known at once; then loads the catalog while `/readyz` says not yet.
///
/// `greet` is told the base address once requests are answered.
pub(super) fn serve(settings: &Settings, store: Store, greet: Option<&dyn Fn(&str)>) -> anyhow::Result<()> {
    actix_web::rt::System::new().block_on(async {
        let state = State::new(settings, Arc::new(SystemClock))?;
        let harvesting = settings.harvesting()?;
        let guide = guide(settings.guide.as_deref()).context("what leads readers cannot be read")?;
        let shared = state.clone();
        let server = HttpServer::new(move || http::application(shared.clone()))
            .shutdown_timeout(GRACE_SECONDS)
            .keep_alive(KEEP_ALIVE)
            .bind(&settings.listen)
            .with_context(|| cannot_listen(&settings.listen))?;
        let addresses = server.addrs();
        for address in &addresses {
            println!("listening on http://{address}");
        }
        let server = server.run();
        let handle = server.handle();
        let running = actix_web::rt::spawn(server);
        let (sources, checkpoint) = ((settings.sources.clone(), harvesting), settings.checkpoint());
        let loading = move || load(&state, store, guide, sources, checkpoint);
        let loading = tokio::task::spawn_blocking(loading).await;
        let at_work = match loading.context("loading the catalog was cut off").flatten() {
            Ok(at_work) => at_work,
            Err(error) => {
                handle.stop(false).await;
                return Err(error);
            }
        };
        if let (Some(greet), Some(address)) = (greet, addresses.first()) {
            greet(&format!("http://{address}"));
        }
        let ended = running.await.context("the server was cut off")?;
        drop(at_work);
        tracing::info!("stopped");
        ended.context("the server failed")
    })
}

/// What goes on beside the requests: sources that are due are harvested, what changed is reconciled, websites are
/// aligned, and the catalog follows and is kept for the next start. Each stops when dropped.
type AtWork = (Harvester, Reconciler, Aligner, Follower, Keeper);

fn load(
    state: &State,
    store: Store,
    guide: Guide,
    (folder, options): (Option<PathBuf>, Options),
    checkpoint: Checkpoint,
) -> anyhow::Result<AtWork> {
    calendar::begin(&store)?;
    let catalog = Catalog::open(&store, guide, &checkpoint).context("the catalog cannot be loaded")?;
    state.give(catalog.clone(), store.clone())?;
    let reconciler = Reconciler::start(store.clone(), Arc::new(SystemClock), state.bell())
        .context("the thread that reconciles cannot be started")?;
    let harvester = Harvester::start(store.clone(), Arc::new(SystemClock), folder, options)
        .context("the thread that harvests cannot be started")?;
    let aligner = Aligner::start(store.clone(), Arc::new(SystemClock))
        .context("the thread that aligns cannot be started")?;
    let follower = catalog.follow(store.clone(), FOLLOW)?;
    Ok((harvester, reconciler, aligner, follower, catalog.keep(store, checkpoint)?))
}
