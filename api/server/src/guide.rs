//! What leads readers: the files of the operator's folder, and those carried inside the binary where it has none.

use std::{fs, io::ErrorKind, path::Path};

use ::harvest::geography::{areas_of, indicators_of};
use anyhow::Context;
use catalog::{Guide, Lexicon, Needs};
use model::{Area, Dataset, Licence};

/// The licence of all that the binary carries of this sort.
pub(crate) const OGL: &str = "OGL-UK-3.0";
/// Its page.
pub(crate) const OGL_URL: &str = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/";

/// Reads the guide. A file that the folder has stands in place of the one carried inside.
///
/// # Errors
///
/// Fails where a file of the folder is there and cannot be read, naming it, and what is wrong with it.
pub fn guide(folder: Option<&Path>) -> anyhow::Result<Guide> {
    let (needs, topics) = seed::needs();
    let words = |file: &str| changed(folder, file, seed::lexicon(file).unwrap_or_default());
    let [stop_words, synonyms] = seed::LEXICON.map(words);
    let lexicon = Lexicon::read(&stop_words?, &synonyms?);
    let needs = Needs::read(&changed(folder, "needs.csv", needs)?, &changed(folder, "topics.csv", topics)?)
        .with_context(|| folder.map_or_else(String::new, |folder| folder.display().to_string()))?;
    let tables = seed::areas();
    let datasets = datasets(&tables.datasets)?;
    let areas = areas_of(tables.wards.as_bytes(), Area::WARD)?;
    let figures = datasets.iter().filter_map(|dataset| dataset.part.strip_prefix("indicators/"));
    let figures = figures.map(|code| indicators_of(tables.indicators.as_bytes(), code));
    let figures = figures.collect::<Result<Vec<_>, _>>()?;
    Ok(Guide { lexicon, needs, areas, indicators: figures.concat(), datasets })
}

/// A table from the operator's folder, or the one that is carried where the folder has none.
fn changed(folder: Option<&Path>, name: &str, carried: String) -> anyhow::Result<String> {
    let Some(path) = folder.map(|folder| folder.join(name)) else { return Ok(carried) };
    match fs::read_to_string(&path) {
        Ok(text) => Ok(text),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(carried),
        Err(error) => Err(error).with_context(|| format!("{} cannot be read", path.display())),
    }
}

fn datasets(table: &str) -> anyhow::Result<Vec<Dataset>> {
    let mut datasets = Vec::new();
    for row in csv::Reader::from_reader(table.as_bytes()).into_deserialize() {
        let (part, name, description, attribution): (String, String, String, String) = row?;
        let url = Some(OGL_URL.to_owned());
        let licence = Licence { id: OGL.to_owned(), url, attribution: Some(attribution), republish: true };
        let description = Some(description);
        datasets.push(Dataset { part, name, description, licence, lower_is_worse: false });
    }
    Ok(datasets)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_binary_carries_the_wards_with_their_figures_and_the_needs_with_their_topics() {
        let guide = guide(None).unwrap();
        assert_eq!((guide.areas.len(), guide.indicators.len(), guide.datasets.len()), (20, 40, 3));
        let (categories, _) = seed::categories();
        let codes: BTreeSet<&str> =
            categories.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
        for need in guide.needs.needs().iter().chain(guide.needs.circumstances()) {
            assert!(!need.topics.is_empty() && !need.phrases.is_empty(), "{}", need.code);
            for topic in &need.topics {
                assert!(
                    codes.contains(topic.topic.as_str()),
                    "{} has no category {}",
                    need.code,
                    topic.topic
                );
                assert!(topic.because.ends_with('.'), "{}", topic.because);
            }
            let known = |code: &String| guide.datasets.iter().any(|set| set.part == Dataset::indicator(code));
            assert!(need.indicator.as_ref().is_none_or(known), "{}", need.code);
        }
    }

    #[test]
    fn an_operator_says_otherwise_by_a_folder_and_is_told_what_is_wrong_with_it() {
        let folder = tempfile::tempdir().unwrap();
        let theirs = || guide(Some(folder.path()));
        let ours = guide(None).unwrap();
        assert_eq!(theirs().unwrap(), ours);
        fs::write(folder.path().join("synonyms.txt"), "pasty, oggy").unwrap();
        let stop_words = seed::lexicon("stop_words.txt").unwrap();
        let changed = Guide { lexicon: Lexicon::read(&stop_words, "pasty, oggy"), ..ours };
        assert_eq!(theirs().unwrap(), changed);
        let topics = "need,topic,weight,because\nfood,food-banks,2,It gives food.\n";
        fs::write(folder.path().join("topics.csv"), topics).unwrap();
        let refused = format!("{:#}", theirs().unwrap_err());
        assert!(refused.contains("topics.csv line 2: `2` is no weight"), "{refused}");
    }
}
