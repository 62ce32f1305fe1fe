use std::{
    io::{self, Write},
    process::ExitCode,
};

use ::harvest::{Template, gather, joining};
use anyhow::{Context, bail};
use model::SourceId;

use crate::{
    cli::{self, TemplateFormat},
    commands::open,
    output::tolerate_closed_pipe,
    settings::Settings,
};

/// Writes the empty list of a source, or the one with the usual names.
pub(super) fn run(settings: &Settings, args: &cli::Template) -> anyhow::Result<ExitCode> {
    let template = match &args.source {
        Some(source) => of(settings, args, source)?,
        None => Template::usual(),
    };
    let written = match args.format {
        TemplateFormat::Xlsx => template.to_xlsx()?,
        TemplateFormat::Csv => template.to_csv()?,
    };
    let mut out = io::stdout().lock();
    tolerate_closed_pipe(out.write_all(&written).and_then(|()| out.flush()))?;
    Ok(ExitCode::SUCCESS)
}

/// A folder's word counts before what is stored.
fn of(settings: &Settings, args: &cli::Template, source: &SourceId) -> anyhow::Result<Template> {
    let folder = args.sources.as_deref().or(settings.sources.as_deref());
    let (configs, refused) = folder.map(gather).unwrap_or_default();
    if let Some(config) = configs.iter().find(|config| config.id == *source) {
        return Template::of(config)
            .with_context(|| format!("`{source}` is {}, which is no list with columns", config.format));
    }
    match refused.first() {
        Some(error) if args.sources.is_some() => bail!("{error}"),
        _ => Ok(joining::template(&open(settings)?, source)?),
    }
}
