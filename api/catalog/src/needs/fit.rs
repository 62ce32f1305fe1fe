use chrono::NaiveDate;
use normalize::cost::Cost;
use rustc_hash::FxHashSet;
use uuid::Uuid;

use crate::{Entry, Nearest, Need, NeedTopic, Query, QueryError, Snapshot};

/// At how many metres a service counts half of what it would at the door.
const HALF_WAY: f64 = 2_000.0;
/// What counts of a service of which no place is known, where one is asked for nearby.
const NOWHERE: f64 = 0.4;
/// What counts of a service that costs something, and of one that does not say.
const PAID: f64 = 0.75;
const UNSAID: f64 = 0.9;
/// What counts of a service that nobody confirmed in time.
const OVERDUE: f64 = 0.5;
/// What a circumstance adds that a service is for.
const CIRCUMSTANCE: f64 = 0.5;

/// Why a service answers a need, and how well.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit<'a> {
    /// How well, in thousandths; comparable within one answer only. It is the weight of the best topic, lessened by
    /// distance, cost and age of the facts, and raised by circumstances that it is for.
    pub score: u32,
    /// The topic that answers the need best.
    pub reason: Reason<'a>,
    /// The topics that answer circumstances, one for each.
    pub circumstances: Vec<Reason<'a>>,
    /// How far it is from where it was asked.
    pub nearest: Option<Nearest>,
    /// What it costs.
    pub cost: Cost,
    /// When somebody last confirmed what is said of it.
    pub assured: Option<NaiveDate>,
    /// Whether nobody did so in time.
    pub overdue: bool,
}

/// A topic of a service that answers a need or a circumstance.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason<'a> {
    /// The need or circumstance.
    pub need: &'a Need,
    /// The topic, with the sentence that says why.
    pub topic: &'a NeedTopic,
    /// The name of the term that is attached.
    pub term: &'a str,
}

/// What a query wishes for: a need that must be answered, and circumstances that are to be.
pub(crate) struct Wish<'a> {
    pub(crate) need: Option<Signs<'a>>,
    circumstances: Vec<Signs<'a>>,
}

/// The terms that answer a need.
pub(crate) struct Signs<'a> {
    need: &'a Need,
    topics: Vec<(FxHashSet<Uuid>, &'a NeedTopic)>,
}

impl<'a> Signs<'a> {
    fn of(snapshot: &'a Snapshot, need: &'a Need) -> Self {
        // A topic that nothing published has answers nothing yet.
        let topics = need.topics.iter().filter_map(|topic| Some((snapshot.topic(&topic.topic).ok()?, topic)));
        Self { need, topics: topics.collect() }
    }

    /// The best reason why an entry answers.
    pub(crate) fn reason<'e>(&self, entry: &'e Entry) -> Option<Reason<'e>>
    where
        'a: 'e,
    {
        self.topics.iter().find_map(|(terms, topic)| {
            let term = entry.body.terms.iter().find(|term| terms.contains(&term.id))?;
            Some(Reason { need: self.need, topic, term: &term.name })
        })
    }

    /// Every term that answers.
    pub(crate) fn terms(&self) -> impl Iterator<Item = &Uuid> {
        self.topics.iter().flat_map(|(terms, _)| terms)
    }
}

impl Snapshot {
    /// What leads readers.
    pub fn guide(&self) -> &crate::Guide {
        &self.guide
    }

    /// What a query wishes for.
    pub(crate) fn wish(&self, query: &Query) -> Result<Wish<'_>, QueryError> {
        let need = query.need.as_deref().map(|code| self.need(code)).transpose()?;
        Ok(Wish {
            need: need.map(|need| Signs::of(self, need)),
            circumstances: query
                .circumstances
                .iter()
                .map(|code| self.circumstance(code))
                .collect::<Result<_, _>>()?,
        })
    }

    /// The need of a code.
    pub(crate) fn need(&self, code: &str) -> Result<&Need, QueryError> {
        let needs = &self.guide.needs;
        needs.need(code).ok_or_else(|| unknown("need", code, needs.needs()))
    }

    /// The terms that answer the circumstance of a code.
    fn circumstance(&self, code: &str) -> Result<Signs<'_>, QueryError> {
        let needs = &self.guide.needs;
        let found = needs.circumstance(code).map(|one| Signs::of(self, one));
        found.ok_or_else(|| unknown("circumstance", code, needs.circumstances()))
    }

    /// Why each of some entries answers the need of a query, and how well; none for those that do not.
    pub fn fits<'e>(
        &'e self,
        query: &Query,
        entries: impl IntoIterator<Item = &'e Entry>,
    ) -> Result<Vec<Option<Fit<'e>>>, QueryError> {
        let wish = self.wish(query)?;
        Ok(entries.into_iter().map(|entry| self.fit(query, entry, &wish)).collect())
    }

    /// Why an entry answers the need that is wished for, and how well.
    pub(crate) fn fit<'e>(&'e self, query: &Query, entry: &'e Entry, wish: &Wish<'e>) -> Option<Fit<'e>> {
        let reason = wish.need.as_ref()?.reason(entry)?;
        let circumstances: Vec<Reason<'e>> =
            wish.circumstances.iter().filter_map(|signs| signs.reason(entry)).collect();
        let service = entry.body.service();
        let here = self.position(entry.id);
        let nearest = query
            .near
            .zip(here)
            .and_then(|(near, (kind, position))| self.nearest(self.list(kind), position, &near));
        let cost = service.map_or(Cost::Unknown, |service| service.cost);
        let assured = service.and_then(|service| service.assured);
        let overdue = entry.body.overdue;
        let distance = match (query.near, nearest) {
            (None, _) => 1.0,
            (Some(_), None) => NOWHERE,
            (Some(_), Some(nearest)) => HALF_WAY / (HALF_WAY + nearest.metres),
        };
        let price = match cost {
            Cost::Free => 1.0,
            Cost::Paid => PAID,
            Cost::Unknown => UNSAID,
        };
        let age = if overdue { OVERDUE } else { 1.0 };
        let special: f64 = circumstances.iter().map(|reason| CIRCUMSTANCE * reason.topic.weight).sum();
        let score = reason.topic.weight * distance * price * age * (1.0 + special);
        let score = thousandths(score);
        Some(Fit { score, reason, circumstances, nearest, cost, assured, overdue })
    }
}

fn unknown(condition: &'static str, code: &str, known: &[Need]) -> QueryError {
    let known = known.iter().map(|need| need.code.as_str()).collect::<Vec<_>>().join(", ");
    QueryError::Need { condition, value: code.chars().take(80).collect(), known }
}

fn thousandths(score: f64) -> u32 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it is between 0 and some tens"
    )]
    let whole = (score * 1_000.0).round() as u32;
    whole
}
