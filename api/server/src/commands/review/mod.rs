//! The queue of doubtful pairs: decided in the terminal, listed, or sent out and taken back as a workbook.

mod ask;
mod export;
mod import;
mod sheet;

use std::{io, process::ExitCode};

use ::reconcile::{
    models::InForce,
    review::{Question, questions},
};
use serde::Serialize;
use store::Store;

use crate::{
    cli,
    commands::open,
    output::{Say, count, say},
    settings::Settings,
    waterfall,
};

/// How many questions are asked or listed unless told otherwise.
const USUAL: usize = 20;

pub(super) fn run(settings: &Settings, args: &cli::Review, json: bool) -> anyhow::Result<ExitCode> {
    let store = open(settings)?;
    if let Some(file) = &args.export {
        return export::run(&store, file, args.limit.unwrap_or(usize::MAX), json);
    }
    if let Some(file) = &args.import {
        let who = super::judge::who(settings, args.who.as_deref())?;
        return import::run(&store, file, &who, json);
    }
    let limit = args.limit.unwrap_or(USUAL);
    if args.list {
        let questions = questions(&store, &InForce::default(), limit)?;
        return say(&Queue { questions, reports: store.count_open_reports()? }, json);
    }
    let who = super::judge::who(settings, args.who.as_deref())?;
    ask::run(&store, limit, &who, json, &mut io::stdin().lock())
}

/// The head of the queue, and how much readers reported that waits beside it.
struct Queue {
    questions: Vec<Question>,
    reports: u64,
}

impl Serialize for Queue {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.questions.iter().cloned().map(rest::Question::from))
    }
}

impl Say for Queue {
    fn lines(&self) -> Vec<String> {
        let lines = self.questions.iter().map(line);
        let beside = match self.reports {
            0 => String::new(),
            some => format!("; {} from readers: `directory reports`", count(some, "report")),
        };
        let waiting = count(self.questions.len() as u64, "question");
        lines.chain([format!("{waiting} waiting{beside}")]).collect()
    }
}

/// A question in one line.
fn line(question: &Question) -> String {
    let worth = question.worth();
    match question {
        Question::SameThing(doubt) => {
            let explained = &doubt.matched.explanation;
            format!(
                "{:>6.2}  {:>5.1} %  {}  {}  `{}` or `{}`",
                worth.value(),
                explained.probability * 100.0,
                doubt.matched.a.record,
                doubt.matched.b.record,
                doubt.a.name,
                doubt.b.name
            )
        }
        Question::WhichFact(conflict) => format!(
            "{:>6.2}           {} of {} {} `{}`: {}",
            worth.value(),
            conflict.field,
            conflict.kind,
            conflict.entity,
            conflict.name.as_deref().unwrap_or("without a name"),
            conflict.claims.iter().map(|claim| claim.value.as_str()).collect::<Vec<_>>().join(" or ")
        ),
    }
}

/// All of a question that is not decided yet, for people to read.
fn shown(question: &Question) -> Vec<String> {
    match question {
        Question::SameThing(doubt) => waterfall::doubt(doubt),
        Question::WhichFact(conflict) => super::correct::question(conflict),
    }
}

/// The head of the queue, without what is no doubt about two records.
fn doubts(store: &Store, limit: usize) -> store::Result<Vec<::reconcile::review::Doubt>> {
    let doubts =
        questions(store, &InForce::default(), usize::MAX)?.into_iter().filter_map(
            |question| match question {
                Question::SameThing(doubt) => Some(*doubt),
                Question::WhichFact(_) => None,
            },
        );
    Ok(doubts.take(limit).collect())
}
