//! Why two records have the score they have.

use model::RecordKey;
use normalize::{address, email, identifier, phone, url};
use serde::Serialize;

use crate::block::blocks;
use crate::match_model::{Level, MatchModel, Property};
use crate::rules::Relation;
use crate::scale::Scale;
use crate::score::{Band, Sum};
use crate::{Features, Statement};

/// Why a pair has its score: `prior` and the weights of all comparisons add up to it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Explanation {
    /// The lesser record by key.
    pub a: RecordKey,
    /// The greater.
    pub b: RecordKey,
    /// The match model's version.
    pub version: String,
    /// Log2 odds of a candidate pair before anything is compared, in thousandths.
    pub prior: i32,
    /// What was compared.
    pub comparisons: Vec<Comparison>,
    /// The rules that fired, in words, the strictest first.
    pub rules: Vec<String>,
    /// What the blocks that both records stand in have in common. Where there is none, the pair is never proposed.
    pub blocks: Vec<String>,
    /// Log2 odds that they are one thing, in thousandths.
    pub score: i32,
    /// The same as a probability.
    pub probability: f64,
    /// What becomes of the pair.
    pub band: Band,
    /// What the two are to each other.
    pub relation: Relation,
}

/// One property of two records.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// The property.
    pub property: Property,
    /// How far they agree.
    pub level: Level,
    /// What that weighs, in thousandths of a bit. Evidence that depends on stronger evidence weighs half.
    pub weight: i32,
    /// How many records hold the value agreed upon, as far as the match model knows; one where it does not.
    pub frequency: u32,
    /// What the first says.
    pub a: Option<String>,
    /// What the second says.
    pub b: Option<String>,
}

/// Why two records of one subject have the score that [`crate::score()`] gives them; also for a pair that no block
/// proposes.
pub fn explain(model: &MatchModel, a: &Statement, b: &Statement) -> Explanation {
    let (a, b) = if a.key <= b.key { (a, b) } else { (b, a) };
    let weights = model.weights(a.subject);
    let (left, right) = (Features::of(a, weights), Features::of(b, weights));
    let sum = Sum::of(&Scale::of(model, a.subject), &left, &right);
    let score = sum.score(model);
    let comparison = |(known, weight): &(crate::compare::Agreement, i32)| Comparison {
        property: known.property,
        level: known.level,
        weight: *weight,
        frequency: known.held,
        a: show(known.property, a),
        b: show(known.property, b),
    };
    let (own, others) = (blocks(&left), blocks(&right));
    let mut shared: Vec<String> =
        own.iter().filter(|block| others.contains(block)).map(|block| block.sort.to_owned()).collect();
    shared.dedup();
    Explanation {
        a: a.key.clone(),
        b: b.key.clone(),
        version: model.version.clone(),
        prior: sum.prior,
        comparisons: sum.evidence.iter().map(comparison).collect(),
        rules: sum.rules.iter().map(|rule| rule.name.to_owned()).collect(),
        blocks: shared,
        score: score.log_odds,
        probability: score.probability(),
        band: score.band,
        relation: score.relation,
    }
}

/// The values of a property as they are compared, for people to read.
fn show(property: Property, statement: &Statement) -> Option<String> {
    let text = |values: &[String], normal: &dyn Fn(&String) -> Option<String>| -> Vec<String> {
        values.iter().filter_map(normal).collect()
    };
    let values = match property {
        Property::Name => statement.name.iter().chain(&statement.alternate_names).cloned().collect(),
        Property::Uri => statement.uri.iter().cloned().collect(),
        Property::Identifier => numbers(statement),
        Property::Organization => statement.organization.iter().map(ToString::to_string).collect(),
        Property::Location => statement.locations.iter().map(ToString::to_string).collect(),
        Property::Postcode => addresses(statement).filter_map(|address| address.postcode).collect(),
        Property::Street => addresses(statement).filter_map(|address| street(&address)).collect(),
        Property::Position => {
            statement.position.iter().map(|(north, east)| format!("{north:.5}, {east:.5}")).collect()
        }
        Property::Phone => text(&statement.phones, &|number| phone::normalize(number, &statement.country)),
        Property::Email => text(&statement.emails, &|address| email::normalize(address)),
        Property::Site => text(&statement.urls, &|address| url::site(address)),
        Property::Description => statement.description.iter().cloned().collect(),
        Property::Column(number) => {
            statement.columns.get(usize::from(number)).into_iter().flatten().cloned().collect()
        }
        Property::Rule => Vec::new(),
    };
    (!values.is_empty()).then(|| values.join("; "))
}

fn numbers(statement: &Statement) -> Vec<String> {
    let known = statement.identifiers.iter().filter_map(|number| {
        identifier::normalize(number.scheme.as_deref(), number.kind.as_deref(), &number.value)
    });
    known.map(|number| format!("{} {}", number.scheme, number.value)).collect()
}

fn addresses(statement: &Statement) -> impl Iterator<Item = address::Address> {
    statement.addresses.iter().map(|address| {
        let lines: Vec<&str> = address.lines.iter().map(String::as_str).collect();
        address::normalize(&lines, address.postcode.as_deref())
    })
}

fn street(address: &address::Address) -> Option<String> {
    let street = address.street.as_deref()?;
    Some(match &address.number {
        Some(number) => format!("{number} {street}"),
        None => street.to_owned(),
    })
}
