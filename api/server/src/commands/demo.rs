use std::{collections::BTreeMap, process::ExitCode};

use anyhow::Context;
use model::{Kind, SourceId};
use store::Store;

use crate::{
    cli,
    commands::{
        harvest::{Chosen, Harvested, all},
        open, serve,
    },
    output::{count, say},
    settings::Settings,
    site,
};

/// Where the demonstration sources are written, inside the data directory.
const FOLDER: &str = "demo-sources";

/// Harvests the demonstration sources, reconciles them and serves. Started again, it goes on from what is there:
/// a harvest of unchanged feeds writes nothing.
pub(super) fn run(mut settings: Settings, args: cli::Serve, json: bool) -> anyhow::Result<ExitCode> {
    if let Some(listen) = args.listen {
        settings.listen = listen;
    }
    let folder = settings.data_dir.join(FOLDER);
    serve::can_listen(&settings.listen)?;
    let site = site::start(&settings.listen, &folder)?;
    ::seed::unpack_beside(&folder, &site)
        .with_context(|| format!("cannot write the demonstration to {}", folder.display()))?;
    let store = open(&settings)?;
    let before = store.last_change()?;
    // The website comes last: what it shows of the directory is known by the ids that are published.
    let (website, options) = (::seed::WEBSITE.parse()?, settings.harvesting()?);
    let partners: Vec<SourceId> =
        ::seed::source_ids().iter().map(|id| id.parse()).collect::<Result<_, _>>()?;
    let harvested = all(&store, Chosen::in_folder(&folder, &partners)?, &options)?;
    say(&harvested, json)?;
    let read = all(&store, Chosen::in_folder(&folder, &[website])?, &options)?;
    say(&read, json)?;
    if json {
        serve::serve(&settings, store, None)?;
        return Ok(ExitCode::SUCCESS);
    }
    println!("{}; the council's website is at {site}", summary(&store, &harvested, before)?);
    serve::serve(&settings, store, Some(&|base: &str| links(base, &site)))?;
    Ok(ExitCode::SUCCESS)
}

/// What came in, what came out of it, and whether there was something before.
fn summary(store: &Store, harvested: &Harvested, before: i64) -> anyhow::Result<String> {
    let mut published = BTreeMap::<Kind, u64>::new();
    store.for_each_published(|entity| *published.entry(entity.kind).or_default() += 1)?;
    let told: Vec<_> = published.iter().map(|(kind, number)| count(*number, kind.as_str())).collect();
    Ok(format!(
        "{} from {} in, {} out ({}){}",
        count(harvested.items(), "item"),
        count(harvested.sources(), "source"),
        count(published.values().sum::<u64>(), "entity"),
        told.join(", "),
        if before > 0 { "; this directory was here before" } else { "" }
    ))
}

/// What to try first.
fn links(base: &str, site: &str) {
    println!("\nTry:");
    for (path, what) in [
        ("/oruk/v3/services?search=library", "services about libraries, Open Referral UK"),
        ("/oruk/v3/services?postcode=PL1%201HZ&proximity=1000", "services within a kilometre of a postcode"),
        ("/oruk/v3/organizations", "who runs them"),
        (
            "/v1/alignment/verdicts",
            "what the council's website and the directory tell twice, differently or too late",
        ),
        ("/docs", "every operation, to look at and to try; its documents are there for client generators"),
        (
            "/graphql?query=%7Bservices(first%3A3)%7Bnodes%7Bname%20organization%7Bname%7D%7D%7D%7D",
            "the same as a graph",
        ),
    ] {
        println!("  {base}{path}\n      {what}");
    }
    println!("  {site}\n      the made-up council's website that it was held against");
    println!("Stop with Ctrl-C.");
}
