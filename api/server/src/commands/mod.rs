//! One module for each command.

mod align;
mod backup;
mod bench;
mod calendar;
mod categories;
mod check;
mod clients;
mod confirm;
mod copy;
mod correct;
mod demo;
mod erase;
mod evaluate;
mod explain;
mod export;
mod geography;
mod harvest;
mod hide;
mod hours;
mod judge;
mod map;
mod migrate;
mod model;
mod reconcile;
mod reports;
mod review;
mod seed;
mod serve;
mod settings;
mod sources;
mod template;

use std::process::ExitCode;

use anyhow::Context;
use store::Store;

use crate::{
    cli::{Cli, Command},
    logging,
    settings::Settings,
};

/// Runs one command.
pub(crate) fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    let mut settings = Settings::load(cli.common.config.as_deref()).context("the settings cannot be used")?;
    if let Some(folder) = cli.common.data_dir {
        settings.data_dir = folder;
    }
    logging::start(&settings)?;
    let json = cli.common.json;
    match cli.command {
        Command::Demo(args) => demo::run(settings, args, json),
        Command::Serve(args) => serve::run(settings, args),
        Command::Harvest(args) => harvest::run(&settings, args, json),
        Command::Reconcile(args) => reconcile::run(&settings, &args, json),
        Command::Model(args) => model::run(&settings, args.command, json),
        Command::Sources(args) => sources::run(&settings, &args, json),
        Command::Confirm(args) => confirm::run(&settings, &args, json),
        Command::Categories(args) => categories::run(&settings, &args, json),
        Command::Calendar(args) => calendar::run(&settings, args.command, json),
        Command::Clients(args) => clients::run(&settings, args.command, json),
        Command::Keys(args) => clients::keys(&settings, &args.command, json),
        Command::Audit(args) => clients::audit(&settings, &args, json),
        Command::Conflicts(args) => correct::conflicts(&settings, args, json),
        Command::Correct(args) => correct::correct(&settings, args, json),
        Command::Corrections(args) => correct::corrections(&settings, &args, json),
        Command::Align(args) => align::run(&settings, args, json),
        Command::Reports(args) => reports::run(&settings, args, json),
        Command::Areas(args) => geography::areas(&settings, args, json),
        Command::Indicators(args) => geography::indicators(&settings, args, json),
        Command::Postcodes(args) => geography::postcodes(&settings, args, json),
        Command::Check(args) => check::run(&settings, &args, json),
        Command::Map(args) => map::run(&settings, &args, json),
        Command::Template(args) => template::run(&settings, &args),
        Command::Export(args) => export::run(&settings, &args),
        Command::Migrate => migrate::run(&settings, json),
        Command::Copy(args) => copy::run(&settings, &args, json),
        Command::Backup(args) => backup::backup(&settings, &args, json),
        Command::Restore(args) => backup::restore(&settings, &args, json),
        Command::Hide(args) => hide::hide(&settings, &args, json),
        Command::Unhide(args) => hide::unhide(&settings, &args, json),
        Command::Erase(args) => erase::run(&settings, &args, json),
        Command::Explain(args) => explain::run(&settings, &args, json),
        Command::Judge(args) => judge::judge(&settings, &args, json),
        Command::Review(args) => review::run(&settings, &args, json),
        Command::Judgements(args) => judge::list(&settings, &args, json),
        Command::Undo(args) => judge::undo(&settings, &args, json),
        Command::Hours(args) => hours::run(&args, json),
        Command::Evaluate(args) => evaluate::run(&args, json),
        Command::Bench(args) => bench::run(settings, args.command, json),
        Command::Config => settings::run(settings, json),
        Command::Seed(args) => seed::run(args.command, json),
    }
}

/// Opens the database that the settings name, its tables up to date.
fn open(settings: &Settings) -> anyhow::Result<Store> {
    if settings.database_url.is_none() {
        std::fs::create_dir_all(&settings.data_dir)
            .with_context(|| format!("the data directory {} cannot be made", settings.data_dir.display()))?;
    }
    Store::open(&settings.database()).context("the database cannot be opened")
}
