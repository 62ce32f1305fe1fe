//! One question at a time, answered line by line.

use std::{io::BufRead, process::ExitCode};

use ::reconcile::{
    Options, Report,
    correcting::{self, Claimant, NewCorrection, Wish},
    judging,
    models::InForce,
    review::{Doubt, Question, questions},
};
use model::{Conflict, Correction, Judgement, SystemClock, Verdict};
use serde::Serialize;
use store::{NewJudgement, Store};

use super::shown;
use crate::{
    commands::reconcile::{publish, summary},
    output::{Say, count, say},
};

/// The reason that is logged where none is given.
const USUAL_REASON: &str = "looked at both in the terminal";

/// What an answer asks for.
enum Answer {
    Judge(Verdict),
    /// Pin what the claim of that place says.
    Pin(usize),
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
    let asked = questions(store, &InForce::default(), limit)?;
    let (total, mut judgements, mut corrections) = (asked.len(), Vec::new(), Vec::new());
    for (at, question) in asked.iter().enumerate() {
        tell(&format!("\nQuestion {} of {total}", at + 1));
        shown(question).iter().for_each(|line| tell(line));
        match (answer(question, input, &tell)?, question) {
            (Answer::Stop, _) => break,
            (Answer::Judge(verdict), Question::SameThing(doubt)) => {
                judgements.extend(judge(store, doubt, verdict, who, &reason(input, &tell)?)?);
            }
            (Answer::Pin(claim), Question::WhichFact(conflict)) => {
                corrections.extend(pin(store, conflict, claim, who, &reason(input, &tell)?)?);
            }
            _ => {}
        }
    }
    let reconciled = publish(store, Options::default())?;
    say(&Session { asked: total, judgements, corrections, reconciled }, json)
}

/// Reads lines until one is an answer. Their end is the wish to stop.
fn answer(question: &Question, input: &mut dyn BufRead, tell: &dyn Fn(&str)) -> anyhow::Result<Answer> {
    loop {
        tell(&prompt(question));
        let Some(line) = line(input)? else { return Ok(Answer::Stop) };
        match understood(question, &line.to_lowercase()) {
            Some(answer) => return Ok(answer),
            None => tell(&format!("`{line}` is no answer")),
        }
    }
}

fn prompt(question: &Question) -> String {
    match question {
        Question::SameThing(_) => {
            "The same thing? y the same · n different · u unsure · s skip for now · q stop".to_owned()
        }
        Question::WhichFact(conflict) => {
            let most = conflict.claims.len();
            format!("Which one is right? 1 to {most} from above · s skip for now · q stop")
        }
    }
}

fn understood(question: &Question, line: &str) -> Option<Answer> {
    match (line, question) {
        ("s" | "skip", _) => Some(Answer::Skip),
        ("q" | "quit", _) => Some(Answer::Stop),
        ("y" | "yes", Question::SameThing(_)) => Some(Answer::Judge(Verdict::Positive)),
        ("n" | "no", Question::SameThing(_)) => Some(Answer::Judge(Verdict::Negative)),
        ("u" | "unsure", Question::SameThing(_)) => Some(Answer::Judge(Verdict::Unsure)),
        (number, Question::WhichFact(conflict)) => {
            let number: usize = number.parse().ok()?;
            (1..=conflict.claims.len()).contains(&number).then(|| Answer::Pin(number - 1))
        }
        _ => None,
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

fn judge(
    store: &Store,
    doubt: &Doubt,
    verdict: Verdict,
    who: &str,
    reason: &str,
) -> anyhow::Result<Option<Judgement>> {
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

fn pin(
    store: &Store,
    conflict: &Conflict,
    claim: usize,
    who: &str,
    reason: &str,
) -> anyhow::Result<Option<Correction>> {
    let Some(claim) = conflict.claims.get(claim) else { return Ok(None) };
    let new = NewCorrection {
        entity: conflict.entity,
        field: conflict.field.clone(),
        wish: Wish::Pin(Claimant::Record(claim.record.clone())),
        who: who.to_owned(),
        reason: reason.to_owned(),
        expires: None,
    };
    Ok(Some(correcting::correct(store, &SystemClock, &new, false)?.correction))
}

#[derive(Serialize)]
struct Session {
    asked: usize,
    judgements: Vec<Judgement>,
    corrections: Vec<Correction>,
    reconciled: Report,
}

impl Say for Session {
    fn lines(&self) -> Vec<String> {
        let decided = match self.asked {
            0 => "nothing waits for people".to_owned(),
            asked => format!(
                "{} of {} decided",
                self.judgements.len() + self.corrections.len(),
                count(asked as u64, "question")
            ),
        };
        vec![String::new(), decided, summary(&self.reconciled)]
    }
}
