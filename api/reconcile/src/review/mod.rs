//! What waits for people, the most worth deciding first.

mod card;
mod decided;
mod doubts;

use model::Conflict;
use store::{ConflictFilter, Store};

use crate::{matches::Match, models::InForce};

pub use card::Card;
pub use decided::{Row, RowOutcome, fingerprint, take};

/// Something that only a person can decide.
#[derive(Clone, Debug)]
pub enum Question {
    /// Whether two records are one thing.
    SameThing(Box<Doubt>),
    /// Which of the values that sources give is right.
    WhichFact(Box<Conflict>),
}

/// Two records that may be one thing.
#[derive(Clone, Debug)]
pub struct Doubt {
    /// The evidence, as a steward sees it.
    pub matched: Match,
    /// What the lesser record says.
    pub a: Card,
    /// What the greater says.
    pub b: Card,
    /// Changes whenever one of the records says something else.
    pub fingerprint: String,
    /// What the answer is worth.
    pub worth: Worth,
}

/// What the answer to a question is worth: how doubtful it is, times how many see the outcome.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Worth {
    /// Whether readers see any of what it is about. Such questions come before all others.
    pub is_public: bool,
    /// How doubtful it is: 1 where both answers are as likely, 0 where it is certain.
    pub doubt: f64,
    /// How many published services hang on it.
    pub services: usize,
}

impl Worth {
    /// Doubt × log2(1 + services): twice as many services are worth a fixed amount more.
    #[expect(clippy::cast_precision_loss, reason = "no directory has 2^52 services")]
    pub fn value(&self) -> f64 {
        self.doubt * (self.services as f64 + 1.0).log2()
    }

    /// How doubtful something of that probability is.
    pub fn doubt_of(probability: f64) -> f64 {
        2.0 * probability.min(1.0 - probability).max(0.0)
    }
}

impl Question {
    /// What the answer is worth.
    pub fn worth(&self) -> Worth {
        match self {
            Self::SameThing(doubt) => doubt.worth,
            Self::WhichFact(conflict) => Worth::of_conflict(conflict),
        }
    }
}

/// The questions that are worth most, at most so many, in a fixed order: what readers see first, then by value, then
/// pairs before facts, pairs by doubt and by the names of the records, facts by entity and field.
///
/// Pairs that somebody judged (unless it was taken back), pairs in one cluster, and pairs of clusters that somebody judged another pair of are
/// left out; of the pairs between two clusters only the one with the greatest score is asked.
pub fn questions(store: &Store, models: &InForce, limit: usize) -> store::Result<Vec<Question>> {
    let doubts = doubts::most_worth(store, models, limit)?.into_iter();
    let most = i64::try_from(limit).unwrap_or(i64::MAX);
    let conflicts = store.conflicts(&ConflictFilter::default(), most, 0)?.into_iter();
    let mut questions: Vec<Question> = doubts.map(|doubt| Question::SameThing(Box::new(doubt))).collect();
    questions.extend(conflicts.map(|conflict| Question::WhichFact(Box::new(conflict))));
    // The sort is stable: each kind of question keeps its own order among equals.
    questions.sort_by(|one, other| {
        let (one, other) = (one.worth(), other.worth());
        other.is_public.cmp(&one.is_public).then(other.value().total_cmp(&one.value()))
    });
    questions.truncate(limit);
    Ok(questions)
}
