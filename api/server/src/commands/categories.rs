use std::{collections::BTreeMap, path::PathBuf, process::ExitCode};

use ::harvest::{Categories, CategoryMap, MapRow, SourceConfig, UnmappedTerm, gather, unmapped};
use anyhow::{Context, bail};
use model::SourceId;
use serde::Serialize;

use crate::{
    cli::{self, CategoriesCommand, Whose},
    commands::open,
    output::{Say, count, say},
    settings::Settings,
};

pub(super) fn run(settings: &Settings, args: &cli::Categories, json: bool) -> anyhow::Result<ExitCode> {
    let Some(categories) = settings.harvesting()?.categories else { bail!("there are no categories") };
    match &args.command {
        Some(CategoriesCommand::Propose(whose)) => say(&propose(settings, &categories, whose)?, json),
        None if args.all => say(&All::of(&categories), json),
        None => {
            let sources = Sources::of(settings, &args.whose)?;
            say(&Listed { terms: sources.unmapped(settings, &categories, &args.whose)? }, json)
        }
    }
}

/// The sources of the folder that was named, if any was.
struct Sources {
    configs: Vec<SourceConfig>,
}

impl Sources {
    fn of(settings: &Settings, whose: &Whose) -> anyhow::Result<Self> {
        let folder: Option<PathBuf> = whose.sources.clone().or_else(|| settings.sources.clone());
        let (configs, refused) = folder.as_deref().map(gather).unwrap_or_default();
        // Decisions that cannot be read would be taken for none.
        match refused.first() {
            Some(error) => bail!("{error}"),
            None => Ok(Self { configs }),
        }
    }

    fn unmapped(
        &self,
        settings: &Settings,
        categories: &Categories,
        whose: &Whose,
    ) -> anyhow::Result<Vec<UnmappedTerm>> {
        let store = open(settings)?;
        if let Some(source) = &whose.source
            && store.source(source)?.is_none()
        {
            bail!("there is no source `{source}`; `directory sources` lists them");
        }
        let maps = self.configs.iter().map(|config| (config.id.clone(), config.categories.clone()));
        let maps: BTreeMap<SourceId, CategoryMap> = maps.collect();
        Ok(unmapped(&store, categories, &maps, whose.source.as_ref())?)
    }
}

/// Adds a row for each term that stands for no category and has no row yet.
fn propose(settings: &Settings, categories: &Categories, whose: &Whose) -> anyhow::Result<Proposed> {
    if whose.sources.is_none() && settings.sources.is_none() {
        bail!("no sources named; give --sources FOLDER, or set `sources` in directory.toml");
    }
    let sources = Sources::of(settings, whose)?;
    let terms = sources.unmapped(settings, categories, whose)?;
    let mut files = Vec::new();
    for config in &sources.configs {
        let open = terms.iter().filter(|term| term.source == config.id && term.waiting.is_none());
        let rows: Vec<MapRow> = open.map(UnmappedTerm::row).collect();
        let Some(folder) = config.folder.as_deref().filter(|_| !rows.is_empty()) else { continue };
        let file = folder.join(CategoryMap::FILE);
        CategoryMap::append(folder, &rows).with_context(|| format!("{} was not written", file.display()))?;
        files.push(File { file, rows });
    }
    Ok(Proposed { files })
}

/// Terms that stand for no category.
#[derive(Serialize)]
struct Listed {
    terms: Vec<UnmappedTerm>,
}

impl Say for Listed {
    fn lines(&self) -> Vec<String> {
        let lines = self.terms.iter().map(|term| {
            let likeliest = term.likeliest.as_ref();
            let likeliest =
                likeliest.map(|(category, score)| format!("{category} {score:.2}")).unwrap_or_default();
            let waits = if term.waiting.is_some() { "waits for a decision" } else { "" };
            let line = format!(
                "{:>6} {:<26} {:<32} {:<30} {likeliest:<30} {waits}",
                term.records, term.source, term.taxonomy, term.term
            );
            line.trim_end().to_owned()
        });
        lines.chain([format!("{} without a category", count(self.terms.len() as u64, "term"))]).collect()
    }
}

/// The files that were written.
#[derive(Serialize)]
struct Proposed {
    files: Vec<File>,
}

#[derive(Serialize)]
struct File {
    file: PathBuf,
    rows: Vec<MapRow>,
}

impl Say for Proposed {
    fn lines(&self) -> Vec<String> {
        let rows: usize = self.files.iter().map(|file| file.rows.len()).sum();
        let lines = self.files.iter().map(|File { file, rows }| {
            format!("{}: {}", file.display(), count(rows.len() as u64, "proposal"))
        });
        let next = "set each to `accepted` or `rejected`; they count from the next harvest";
        lines.chain([format!("{}; {next}", count(rows as u64, "proposal"))]).collect()
    }
}

/// The directory's categories.
#[derive(Serialize)]
struct All {
    categories: Vec<Shown>,
}

#[derive(Serialize)]
struct Shown {
    code: String,
    parent: Option<String>,
    name: String,
    description: String,
}

impl All {
    fn of(categories: &Categories) -> Self {
        let shown = categories.iter().map(|category| Shown {
            code: category.code.clone(),
            parent: category.parent.clone(),
            name: category.name.clone(),
            description: category.description.clone(),
        });
        Self { categories: shown.collect() }
    }
}

impl Say for All {
    fn lines(&self) -> Vec<String> {
        let lines = self.categories.iter().map(|category| {
            let indent = if category.parent.is_some() { "  " } else { "" };
            format!("{:<32} {indent}{}", category.code, category.name)
        });
        let summary = format!("{} in all", count(self.categories.len() as u64, "category"));
        lines.chain([summary]).collect()
    }
}
