use std::collections::HashSet;

use csv::{ReaderBuilder, StringRecord, Trim};

use super::{Need, NeedTopic, Needs, understand};

/// Why needs cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum GuideError {
    /// The table is broken.
    #[error("{file} cannot be read: {reason}")]
    Broken {
        /// Which table.
        file: &'static str,
        /// Why.
        reason: String,
    },
    /// A value cannot be used.
    #[error("{file} line {line}: `{value}` {problem}")]
    Value {
        /// Which table.
        file: &'static str,
        /// Where.
        line: u64,
        /// What it says.
        value: String,
        /// What is wrong with that, and what to do.
        problem: &'static str,
    },
}

const NEEDS: &str = "needs.csv";
const TOPICS: &str = "topics.csv";

impl Needs {
    /// Reads two tables of CSV. `needs.csv` has `kind` (`need` or `circumstance`), `code`, `name`, `description`,
    /// `phrases` (separated by `;`) and `indicator`; `topics.csv` has `need`, `topic`, `weight` and `because`.
    pub fn read(needs: &str, topics: &str) -> Result<Self, GuideError> {
        let mut all = Self::default();
        let mut codes = HashSet::new();
        for row in rows(NEEDS, needs, &["kind", "code", "name", "description", "phrases", "indicator"])? {
            let [kind, code, name, description, phrases, indicator] = row.cells.map(|cell| cell);
            if code.is_empty() || !codes.insert(code.clone()) {
                return Err(row.line.refuse(NEEDS, &code, "is no new code; give every row one of its own"));
            }
            let phrases = phrases.split(';').map(str::trim).filter(|phrase| !phrase.is_empty());
            let phrases: Vec<String> = phrases.map(str::to_owned).collect();
            let stems = phrases.iter().chain([&name]).map(|phrase| understand::telling(phrase)).collect();
            let indicator = Some(indicator).filter(|code| !code.is_empty());
            let need = Need { code, name, description, phrases, topics: Vec::new(), indicator, stems };
            match kind.as_str() {
                "need" => all.needs.push(need),
                "circumstance" => all.circumstances.push(need),
                _ => return Err(row.line.refuse(NEEDS, &kind, "is neither `need` nor `circumstance`")),
            }
        }
        all.attach(topics)?;
        Ok(all)
    }

    fn attach(&mut self, topics: &str) -> Result<(), GuideError> {
        for row in rows(TOPICS, topics, &["need", "topic", "weight", "because"])? {
            let [need, topic, weight, because] = row.cells;
            let weighed = weight.parse().ok().filter(|weight: &f64| *weight > 0.0 && *weight <= 1.0);
            let weight = weighed.ok_or_else(|| {
                row.line.refuse(TOPICS, &weight, "is no weight; give a number above 0 and up to 1")
            })?;
            let mut all = self.needs.iter_mut().chain(&mut self.circumstances);
            let found = all.find(|one| one.code == need);
            let found = found.ok_or_else(|| {
                row.line.refuse(TOPICS, &need, "is no need or circumstance; add it to needs.csv")
            })?;
            found.topics.push(NeedTopic { topic, weight, because });
        }
        for need in self.needs.iter_mut().chain(&mut self.circumstances) {
            need.topics.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.topic.cmp(&b.topic)));
        }
        Ok(())
    }
}

struct Line(u64);

impl Line {
    fn refuse(&self, file: &'static str, value: &str, problem: &'static str) -> GuideError {
        GuideError::Value { file, line: self.0, value: value.to_owned(), problem }
    }
}

struct Row<const N: usize> {
    line: Line,
    cells: [String; N],
}

/// The rows of a table, each with the cells of the columns that are named.
fn rows<const N: usize>(
    file: &'static str,
    text: &str,
    columns: &[&str; N],
) -> Result<Vec<Row<N>>, GuideError> {
    let broken = |reason: String| GuideError::Broken { file, reason };
    let mut reader = ReaderBuilder::new().trim(Trim::All).from_reader(text.as_bytes());
    let header = reader.headers().map_err(|error| broken(error.to_string()))?.clone();
    let mut places = [0; N];
    for (place, column) in places.iter_mut().zip(columns) {
        *place = header
            .iter()
            .position(|name| name == *column)
            .ok_or_else(|| broken(format!("it has no column `{column}`")))?;
    }
    let mut rows = Vec::new();
    for record in reader.into_records() {
        let record: StringRecord = record.map_err(|error| broken(error.to_string()))?;
        let line = Line(record.position().map_or(0, csv::Position::line));
        let cells = places.map(|place| record.get(place).unwrap_or_default().to_owned());
        rows.push(Row { line, cells });
    }
    Ok(rows)
}
