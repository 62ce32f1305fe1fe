use reconcile::review;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Match, conflict::Conflict};

/// A page of what waits for people, the most worth deciding first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct QuestionPage {
    /// The questions.
    questions: Vec<Question>,
    /// How many reports of readers wait beside them, at `/v1/reports`.
    #[schema(minimum = 0, example = 2)]
    open_reports: u64,
    /// What to give as `offset` for the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, minimum = 1, maximum = 2147483647, value_type = Option<i32>, example = 20)]
    next_offset: Option<usize>,
}

/// Something that only a person can decide.
#[derive(Debug, Serialize, ToSchema)]
pub struct Question {
    /// What is asked: `same_thing`, whether two records are one thing; or `which_fact`, which of the values that sources
    /// give is right.
    #[schema(example = "same_thing")]
    kind: &'static str,
    /// What the answer is worth: `doubt` × log2(1 + `services`).
    #[schema(minimum = 0, example = 1.6)]
    value: f64,
    /// How doubtful it is, from 0 to 1, where both answers are as likely.
    #[schema(minimum = 0, maximum = 1, example = 0.8)]
    doubt: f64,
    /// How many published services hang on it.
    #[schema(minimum = 0, maximum = 2147483647, value_type = i32, example = 3)]
    services: usize,
    /// Whether readers see any of what it is about.
    public: bool,
    /// The evidence that two records are one thing; with `same_thing` only.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    r#match: Option<Match>,
    /// The values that sources give; with `which_fact` only.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    conflict: Option<Conflict>,
}

impl From<review::Question> for Question {
    fn from(question: review::Question) -> Self {
        let worth = question.worth();
        let (kind, matched, conflict) = match question {
            review::Question::SameThing(doubt) => ("same_thing", Some(doubt.matched.into()), None),
            review::Question::WhichFact(conflict) => ("which_fact", None, Some((*conflict).into())),
        };
        Self {
            kind,
            value: worth.value(),
            doubt: worth.doubt,
            services: worth.services,
            public: worth.is_public,
            r#match: matched,
            conflict,
        }
    }
}

impl QuestionPage {
    /// A page of so many after some, out of the head of the queue, which goes on where it has one more.
    pub(crate) fn of((head, open_reports): (Vec<review::Question>, u64), offset: usize, size: usize) -> Self {
        let has_more = head.len() > offset + size;
        let questions = head.into_iter().skip(offset).take(size).map(Question::from).collect();
        Self { questions, open_reports, next_offset: has_more.then_some(offset + size) }
    }
}
