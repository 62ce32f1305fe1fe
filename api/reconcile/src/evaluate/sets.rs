//! Folders of labelled sets, and the figures below which none may fall.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use matching::{MatchModel, Subject};
use serde::{Deserialize, Serialize};

use super::{EvaluateError, LabelledRows, Map, Measured, Quality, Task, evaluate};

/// A set's folder as its `set.toml` describes it. Files are named as they lie beside it, or under the data folder.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Description {
    kind: Subject,
    records: PathBuf,
    others: Option<PathBuf>,
    pairs: PathBuf,
    ignore: Option<PathBuf>,
    listed: Option<PathBuf>,
    #[serde(default)]
    except: Vec<String>,
    #[serde(default)]
    only_paired: bool,
    /// The F1 that is asked of the released defaults.
    bar: Option<f64>,
    /// Whether it takes long where nothing is optimized.
    #[serde(default)]
    slow: bool,
}

/// A labelled set with its files at hand.
#[derive(Clone, Debug)]
pub struct LabelledSet {
    /// The name of its folder.
    pub name: String,
    /// What is matched, and what it is held against.
    pub task: Task,
    /// The F1 that is asked of the released defaults.
    pub bar: Option<f64>,
    /// Whether it takes long where nothing is optimized.
    pub slow: bool,
}

/// A folder of a labelled set.
#[derive(Clone, Debug)]
pub enum Found {
    /// It can be evaluated.
    Ready(Box<LabelledSet>),
    /// Its rows are pairs: a model is fitted for it.
    Rows(Box<LabelledRows>),
    /// A file of it is not at hand.
    Absent {
        /// The name of its folder.
        name: String,
        /// Which file, and where it was looked for.
        reason: String,
    },
}

impl Found {
    /// The name of its folder.
    pub fn name(&self) -> &str {
        match self {
            Self::Ready(set) => &set.name,
            Self::Rows(rows) => &rows.name,
            Self::Absent { name, .. } => name,
        }
    }
}

/// The labelled sets in a folder, by name: its folders that hold a `map.toml` and a `set.toml`, or a `rows.toml` where
/// every row is a labelled pair.
pub fn labelled_sets(folder: &Path, data: Option<&Path>) -> Result<Vec<Found>, EvaluateError> {
    let fail =
        |error: std::io::Error| EvaluateError::File { path: folder.to_owned(), error: error.to_string() };
    let entries: Result<Vec<_>, _> = std::fs::read_dir(folder).map_err(fail)?.collect();
    let mut folders: Vec<PathBuf> = entries.map_err(fail)?.into_iter().map(|entry| entry.path()).collect();
    folders.retain(|folder| ["set.toml", "rows.toml"].iter().any(|file| folder.join(file).is_file()));
    folders.sort();
    folders.iter().map(|folder| find(folder, data)).collect()
}

fn find(folder: &Path, data: Option<&Path>) -> Result<Found, EvaluateError> {
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    if folder.join("rows.toml").is_file() {
        let rows = LabelledRows::read(folder, data)?;
        let reason = "its rows lie neither beside it nor under the data folder".to_owned();
        return Ok(rows.map_or(Found::Absent { name, reason }, |rows| Found::Rows(Box::new(rows))));
    }
    let set = read::<Description>(&folder.join("set.toml"))?;
    let located = |path: &PathBuf| {
        let beside = folder.join(path);
        let shared = data.map(|data| data.join(path)).filter(|shared| !beside.exists() && shared.exists());
        shared.unwrap_or(beside)
    };
    let task = Task {
        records: located(&set.records),
        others: set.others.as_ref().map(located),
        map: Map::read(&folder.join("map.toml"))?,
        subject: set.kind,
        pairs: Some(located(&set.pairs)),
        ignore: set.ignore.as_ref().map(located),
        listed: set.listed.as_ref().map(located),
        except: set.except,
        only_paired: set.only_paired,
    };
    let files = [Some(&task.records), task.others.as_ref(), task.pairs.as_ref(), task.listed.as_ref()];
    let missing = files.into_iter().flatten().find(|file| !file.exists()).map(|file| absent(file, data));
    Ok(match missing {
        Some(reason) => Found::Absent { name, reason },
        None => Found::Ready(Box::new(LabelledSet { name, task, bar: set.bar, slow: set.slow })),
    })
}

fn absent(file: &Path, data: Option<&Path>) -> String {
    let file = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    match data {
        Some(data) => format!("{file} lies neither beside it nor under {}", data.display()),
        None => format!("{file} does not lie beside it, and no data folder is given"),
    }
}

/// Reads a TOML file.
pub(super) fn read<T: serde::de::DeserializeOwned>(path: &Path) -> Result<T, EvaluateError> {
    let fail = |error: String| EvaluateError::File { path: path.to_owned(), error };
    let text = std::fs::read_to_string(path).map_err(|error| fail(error.to_string()))?;
    toml::from_str(&text).map_err(|error| fail(error.to_string()))
}

/// What a set came to.
#[derive(Clone, Debug, Serialize)]
pub struct SetResult {
    /// The name of its folder.
    pub name: String,
    /// What its rows tell of.
    pub kind: Subject,
    /// The F1 that is asked of the released defaults.
    pub bar: Option<f64>,
    /// What was measured.
    pub measured: Measured,
    /// Which figures fell below the baseline, in words.
    pub fallen: Vec<String>,
}

impl LabelledSet {
    /// Evaluates the set and holds it against the baseline.
    pub fn run(&self, model: &MatchModel, baseline: &Baseline) -> Result<SetResult, EvaluateError> {
        let (_, measured) = evaluate(model, &self.task)?;
        let quality = measured.quality.as_ref();
        Ok(SetResult {
            name: self.name.clone(),
            kind: self.task.subject,
            bar: self.bar,
            fallen: quality.map(|quality| baseline.fallen(&self.name, quality)).unwrap_or_default(),
            measured,
        })
    }
}

/// The figures of each set that a release had: below them none may fall.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Baseline(BTreeMap<String, Figures>);

/// Figures over pairs, to four digits.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Figures {
    precision: f64,
    recall: f64,
    f1: f64,
}

impl Baseline {
    /// Reads a baseline; empty where there is none yet.
    pub fn read(path: &Path) -> Result<Self, EvaluateError> {
        if path.exists() { read(path) } else { Ok(Self::default()) }
    }

    /// Takes what was measured as the figures of its set.
    pub fn freeze<'r>(&mut self, results: impl IntoIterator<Item = &'r SetResult>) {
        for result in results {
            if let Some(quality) = &result.measured.quality {
                self.0.insert(result.name.clone(), Figures::of(quality));
            }
        }
    }

    /// Writes the baseline.
    pub fn write(&self, path: &Path) -> Result<(), EvaluateError> {
        let fail = |error: String| EvaluateError::File { path: path.to_owned(), error };
        let head =
            "# What each labelled set came to when it was last frozen, by `directory evaluate --freeze`.\n\n";
        let text = toml::to_string(self).map_err(|error| fail(error.to_string()))?;
        std::fs::write(path, format!("{head}{text}")).map_err(|error| fail(error.to_string()))
    }

    /// The F1 that a set had.
    pub fn f1(&self, name: &str) -> Option<f64> {
        self.0.get(name).map(|figures| figures.f1)
    }

    /// Which figures of a set are below what they were, in words. Of precision and recall one may pay for the other by
    /// a hundredth.
    pub fn fallen(&self, name: &str, quality: &Quality) -> Vec<String> {
        const GIVE_AND_TAKE: f64 = 0.01;
        let Some(before) = self.0.get(name) else { return Vec::new() };
        let now = Figures::of(quality);
        let figures = [
            ("F1", now.f1, before.f1, 0.0),
            ("precision", now.precision, before.precision, GIVE_AND_TAKE),
            ("recall", now.recall, before.recall, GIVE_AND_TAKE),
        ];
        let is_below = |(_, now, before, slack): &(_, f64, f64, f64)| *now < before - slack - 1e-9;
        let words = |(what, now, before, _)| format!("{name}: {what} fell from {before:.4} to {now:.4}");
        figures.into_iter().filter(is_below).map(words).collect()
    }
}

impl Figures {
    fn of(quality: &Quality) -> Self {
        let rounded = |figure: f64| (figure * 10_000.0).floor() / 10_000.0;
        Self {
            precision: rounded(quality.precision),
            recall: rounded(quality.recall),
            f1: rounded(quality.f1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quality(precision: f64, recall: f64) -> Quality {
        Quality {
            true_pairs: 100,
            unknown_pairs: 0,
            precision,
            recall,
            f1: 2.0 * precision * recall / (precision + recall),
            f1_interval: crate::evaluate::Interval { from: 0.0, to: 1.0 },
            cluster_precision: 1.0,
            cluster_recall: 1.0,
            cluster_f1: 1.0,
            blocking_recall: 1.0,
        }
    }

    #[test]
    fn a_lesser_f1_is_a_fall_and_an_equal_one_is_none() {
        let baseline = Baseline(BTreeMap::from([("own".to_owned(), Figures::of(&quality(0.987_65, 0.9)))]));
        assert!(baseline.fallen("own", &quality(0.987_65, 0.9)).is_empty());
        assert!(baseline.fallen("another", &quality(0.1, 0.1)).is_empty());
        let fallen = baseline.fallen("own", &quality(0.9, 0.9));
        assert_eq!(fallen.first().map(String::as_str), Some("own: F1 fell from 0.9417 to 0.9000"));
        assert_eq!(fallen.len(), 2, "{fallen:?}");
    }
}
