//! One question at a time, answered line by line.

use std::{io::BufRead, process::ExitCode};

use ::reconcile::{
    Options, Report, judging,
    review::{Question, questions},
};
use model::{Judgement, SystemClock, Verdict};
use serde::Serialize;
use store::{NewJudgement, Store};

use super::shown;
use crate::{
    commands::reconcile::{publish, summary},
    output::{Say, count, say},
};

/// The reason that is logged where none is given.
const USUAL_REASON: &str = "looked at both in the terminal";

const HELP: &str = "y the same · n different · u unsure · s skip for now · q stop";

/// What an answer asks for.
enum Answer {
    Decide(Verdict),
    Skip,
    Stop,
}

/// Asks until the questions or the answers end; then publishes what follows. Questions go to standard error where the
/// result is to be read by a machine.
pub(super) fn run(
    store: &Store,
    limit: usize,
    who: &str,
    json: bool,
    input: &mut dyn BufRead,
) -> anyhow::Result<ExitCode> {
    let tell = |line: &str| if json { eprintln!("{line}") } else { println!("{line}") };
    let asked = questions(store, limit)?;
    let (total, mut judgements) = (asked.len(), Vec::new());
    for (at, question) in asked.iter().enumerate() {
        tell(&format!("\nQuestion {} of {total}", at + 1));
        shown(question).iter().for_each(|line| tell(line));
        match answer(input, &tell)? {
            Answer::Stop => break,
            Answer::Skip => {}
            Answer::Decide(verdict) => {
                judgements.extend(decide(store, question, verdict, who, &reason(input, &tell)?)?);
            }
        }
    }
    let reconciled = publish(store, Options::default())?;
    say(&Session { asked: total, judgements, reconciled }, json)
}

/// Reads lines until one is an answer. Their end is the wish to stop.
fn answer(input: &mut dyn BufRead, tell: &dyn Fn(&str)) -> anyhow::Result<Answer> {
    loop {
        tell(&format!("The same thing? {HELP}"));
        let Some(line) = line(input)? else { return Ok(Answer::Stop) };
        return Ok(match line.to_lowercase().as_str() {
            "y" | "yes" => Answer::Decide(Verdict::Positive),
            "n" | "no" => Answer::Decide(Verdict::Negative),
            "u" | "unsure" => Answer::Decide(Verdict::Unsure),
            "s" | "skip" => Answer::Skip,
            "q" | "quit" => Answer::Stop,
            other => {
                tell(&format!("`{other}` is no answer"));
                continue;
            }
        });
    }
}

fn reason(input: &mut dyn BufRead, tell: &dyn Fn(&str)) -> anyhow::Result<String> {
    tell(&format!("Why? (Enter for: {USUAL_REASON})"));
    let reason = line(input)?.filter(|line| !line.is_empty());
    Ok(reason.unwrap_or_else(|| USUAL_REASON.to_owned()))
}

fn line(input: &mut dyn BufRead) -> anyhow::Result<Option<String>> {
    let mut line = String::new();
    let read = input.read_line(&mut line)?;
    Ok((read > 0).then(|| line.trim().to_owned()))
}

fn decide(
    store: &Store,
    question: &Question,
    verdict: Verdict,
    who: &str,
    reason: &str,
) -> anyhow::Result<Option<Judgement>> {
    let Question::SameThing(doubt) = question;
    let new = NewJudgement {
        a: doubt.matched.a.record.clone(),
        b: doubt.matched.b.record.clone(),
        verdict,
        who: who.to_owned(),
        reason: reason.to_owned(),
    };
    let judged = judging::judge(store, &SystemClock, &[new])?;
    Ok(judged.into_iter().next().map(|judged| judged.judgement))
}

#[derive(Serialize)]
struct Session {
    asked: usize,
    judgements: Vec<Judgement>,
    reconciled: Report,
}

impl Say for Session {
    fn lines(&self) -> Vec<String> {
        let decided = match self.asked {
            0 => "nothing waits for people".to_owned(),
            asked => format!("{} of {} decided", self.judgements.len(), count(asked as u64, "question")),
        };
        vec![String::new(), decided, summary(&self.reconciled)]
    }
}
