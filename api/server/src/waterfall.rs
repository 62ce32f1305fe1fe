//! An explanation as people read it: a table that adds up.

use comfy_table::{Cell, CellAlignment, ContentArrangement, Table, presets::UTF8_FULL_CONDENSED};
use matching::Explanation;
use reconcile::{
    matches::{EntityMatch, Match, Side},
    review::{Card, Doubt},
};

use crate::output::{count, thousands};

/// The width of a table where nobody's terminal says another.
const WIDTH: u16 = 110;

/// A pair: the prior and the weights, then the score, then what follows from it.
pub(crate) fn pair(found: &Match) -> Vec<String> {
    let sum = sum(&found.explanation, [heading(&found.a), heading(&found.b)]);
    sides(found).into_iter().chain(sum).chain(conclusions(found)).collect()
}

/// A pair of rows that no directory holds.
pub(crate) fn explanation(explained: &Explanation) -> Vec<String> {
    let said = sum(explained, [explained.a.id.clone(), explained.b.id.clone()]).into_iter();
    let probable = format!(
        "{:.1} % probable: {}; match model {}",
        explained.probability * 100.0,
        explained.relation.as_str(),
        explained.version
    );
    said.chain([probable])
        .chain(list("blocks", &explained.blocks))
        .chain(list("rules", &explained.rules))
        .collect()
}

/// The prior, each weight, and what they add up to.
fn sum(explained: &Explanation, [first, second]: [String; 2]) -> Vec<String> {
    let mut table = table(&["", "agreement", "held by", "weight", &first, &second]);
    table.add_row(row(["prior", "", "", &bits(explained.prior), "", ""]));
    for compared in &explained.comparisons {
        let (property, level) = (word(&compared.property), word(&compared.level));
        let said = |value: &Option<String>| value.clone().unwrap_or_default();
        let (a, b) = (said(&compared.a), said(&compared.b));
        let held = if compared.frequency > 1 { thousands(compared.frequency.into()) } else { String::new() };
        table.add_row(row([&property, &level, &held, &bits(compared.weight), &a, &b]));
    }
    table.add_row(row(["score", &word(&explained.band), "", &bits(explained.score), "", ""]));
    lines(&table).collect()
}

/// Which two records, each on a line of its own: their names may be long.
fn sides(found: &Match) -> [String; 2] {
    [("first ", &found.a), ("second", &found.b)]
        .map(|(which, side)| format!("{which}  {}  ({})", side.record, side.source))
}

fn conclusions(found: &Match) -> Vec<String> {
    let explained = &found.explanation;
    let mut said = vec![format!(
        "{:.1} % probable, relation {}, {}; match model {}",
        explained.probability * 100.0,
        word(&explained.relation),
        if found.is_one { "one entity now" } else { "two entities now" },
        explained.version
    )];
    said.extend(list("blocks", &explained.blocks));
    said.extend(list("rules", &explained.rules));
    said.extend(found.judgements.iter().map(judgement));
    said
}

fn list(what: &str, items: &[String]) -> Option<String> {
    (!items.is_empty()).then(|| format!("{what}: {}", items.join("; ")))
}

/// A judgement in one line.
pub(crate) fn judgement(judgement: &model::Judgement) -> String {
    format!(
        "{:>5}  {}  {:<8}  {} = {}  by {}: {}",
        judgement.number,
        judgement.at.format("%Y-%m-%d %H:%M"),
        judgement.verdict.as_str(),
        judgement.a,
        judgement.b,
        judgement.who,
        judgement.reason.replace('\n', " ")
    )
}

/// An entity: its records, then its pairs, each in one row.
pub(crate) fn entity(found: &EntityMatch) -> Vec<String> {
    let mut members = table(&["record", "called", "source"]);
    for side in &found.members {
        let name = side.name.clone().unwrap_or_default();
        members.add_row(vec![side.record.to_string(), name, side.source.clone()]);
    }
    let mut pairs = table(&["score", "probable", "band", "one record", "another"]);
    for pair in &found.matches {
        let explained = &pair.explanation;
        pairs.add_row(row([
            &bits(explained.score),
            &format!("{:.1} %", explained.probability * 100.0),
            &word(&explained.band),
            &pair.a.record.to_string(),
            &pair.b.record.to_string(),
        ]));
    }
    let summary = format!(
        "{} {}: {}, {}, {} shown; `directory explain RECORD RECORD` explains one",
        found.kind,
        found.entity,
        count(found.members.len() as u64, "record"),
        count(found.pairs as u64, "pair"),
        found.matches.len()
    );
    let pairs = (!found.matches.is_empty()).then_some(pairs);
    let mut fields = table(&["field", "said by", "why"]);
    for published in &found.fields {
        let record = published.claim.record.to_string();
        fields.add_row(vec![published.field.clone(), record, published.why.clone()]);
    }
    let fields = (!found.fields.is_empty()).then_some(fields);
    let tables = [Some(members), pairs, fields];
    tables.iter().flatten().flat_map(lines).chain([summary]).collect()
}

/// A doubtful pair: what both say side by side, then the evidence.
pub(crate) fn doubt(doubt: &Doubt) -> Vec<String> {
    let mut cards = table(&["", &heading(&doubt.matched.a), &heading(&doubt.matched.b)]);
    for (label, show) in CARD {
        let (a, b) = (show(&doubt.a), show(&doubt.b));
        if !(a.is_empty() && b.is_empty()) {
            cards.add_row(vec![(*label).to_owned(), a, b]);
        }
    }
    let hangs = format!(
        "worth {:.2}: {} on it{}",
        doubt.worth.value(),
        count(doubt.worth.services as u64, "published service"),
        if doubt.worth.is_public { "" } else { "; readers see neither" }
    );
    lines(&cards).chain(pair(&doubt.matched)).chain([hangs]).collect()
}

/// The rows of a card: a label, and how its cell is made.
pub(crate) type Shown = (&'static str, fn(&Card) -> String);

/// What is shown of a card.
pub(crate) const CARD: &[Shown] = &[
    ("name", |card| card.name.clone()),
    ("address", |card| card.addresses.join("\n")),
    ("phone", |card| card.phones.join("\n")),
    ("email", |card| card.emails.join("\n")),
    ("url", |card| card.urls.join("\n")),
    ("about", |card| card.description.chars().take(MOST_ABOUT).collect()),
];

/// How much of a description is shown, in characters.
const MOST_ABOUT: usize = 200;

fn heading(side: &Side) -> String {
    side.name.clone().unwrap_or_else(|| side.record.to_string())
}

/// A table with a head, no wider than the terminal.
pub(crate) fn table(header: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_style(UTF8_FULL_CONDENSED).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_header(header.iter().copied());
    if table.width().is_none() {
        table.set_width(WIDTH);
    }
    table
}

/// A row whose numbers stand under each other.
fn row<const N: usize>(cells: [&str; N]) -> Vec<Cell> {
    let cell = |text: &str| {
        let is_number = text.parse::<f64>().is_ok() && text.starts_with(['+', '-']);
        Cell::new(text).set_alignment(if is_number { CellAlignment::Right } else { CellAlignment::Left })
    };
    cells.map(cell).into()
}

/// The lines of a table.
pub(crate) fn lines(table: &Table) -> impl Iterator<Item = String> {
    table.lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>().into_iter()
}

/// Thousandths of a bit as bits with their sign.
fn bits(thousandths: i32) -> String {
    format!("{:+.3}", f64::from(thousandths) / 1000.0)
}

/// The word that a closed list of words serialises as.
pub(crate) fn word(word: &impl serde::Serialize) -> String {
    let value = serde_json::to_value(word).unwrap_or_default();
    value.as_str().map_or_else(|| value.to_string(), |word| word.replace('_', " "))
}
