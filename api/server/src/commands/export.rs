use std::{
    fs::File,
    io::{self, BufWriter, Write},
    process::ExitCode,
};

use anyhow::Context;
use model::{Entity, Kind};
use serde_json::json;
use store::Store;

use crate::{
    cli::{self, ExportFormat},
    commands::open,
    output::tolerate_closed_pipe,
    settings::Settings,
};

/// Writes the published entities of a kind, each with its former ids, licences and the provenance of every field.
pub(super) fn run(settings: &Settings, args: &cli::Export) -> anyhow::Result<ExitCode> {
    let store = open(settings)?;
    let ExportFormat::Ndjson = args.format;
    let written = match &args.output {
        Some(path) => {
            let file = File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
            write(&store, args.kind, BufWriter::new(file))
        }
        None => write(&store, args.kind, BufWriter::new(io::stdout().lock())),
    };
    tolerate_closed_pipe(written?)?;
    Ok(ExitCode::SUCCESS)
}

fn write(store: &Store, kind: Kind, mut out: impl Write) -> anyhow::Result<io::Result<()>> {
    let mut written = Ok(());
    store.for_each_published(|entity| {
        if written.is_ok() && entity.kind == kind {
            written = line(&entity).map_err(io::Error::from).and_then(|line| writeln!(out, "{line}"));
        }
    })?;
    Ok(written.and_then(|()| out.flush()))
}

/// An entity's noun with its former ids, its licences and who said each field.
fn line(entity: &Entity) -> serde_json::Result<String> {
    let mut line = entity.noun.to_value();
    if let Some(members) = line.as_object_mut() {
        members.insert("referents".to_owned(), json!(entity.referents));
        members.insert("licences".to_owned(), json!(entity.licences));
        members.insert("provenance".to_owned(), json!(entity.provenance));
        members.insert("last_modified".to_owned(), json!(entity.modified));
    }
    serde_json::to_string(&line)
}
