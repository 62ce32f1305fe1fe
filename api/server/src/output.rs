//! What a command says: the same result for people, with a summary as its last line, or as JSON.

use std::{
    io::{self, Write},
    process::ExitCode,
};

use serde::Serialize;

/// The exit code of a command that could not do its work and changed nothing.
pub(crate) const NOT_DONE: u8 = 2;
/// The exit code of a command that did its work but kept something out.
pub(crate) const WITH_ISSUES: u8 = 1;

/// A result that can be said both ways.
pub(crate) trait Say: Serialize {
    /// The lines for people, the summary last.
    fn lines(&self) -> Vec<String>;
}

/// Says a result to standard output.
pub(crate) fn say(result: &impl Say, json: bool) -> anyhow::Result<ExitCode> {
    let mut out = io::stdout().lock();
    let written = if json {
        serde_json::to_writer_pretty(&mut out, result).map_err(io::Error::from).and_then(|()| writeln!(out))
    } else {
        result.lines().iter().try_for_each(|line| writeln!(out, "{line}"))
    };
    tolerate_closed_pipe(written)?;
    Ok(ExitCode::SUCCESS)
}

/// A reader that stops reading, such as `head`, is no error.
pub(crate) fn tolerate_closed_pipe(written: io::Result<()>) -> io::Result<()> {
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

/// Says an error with its causes to standard error.
pub(crate) fn complain(error: &anyhow::Error) {
    let mut said = String::new();
    for cause in error.chain() {
        let text = cause.to_string();
        // A cause that its consequence already quotes would only be said twice.
        if !said.contains(&text) {
            said = if said.is_empty() { text } else { format!("{said}: {text}") };
        }
    }
    eprintln!("directory: {said}");
}

/// A result that is one sentence.
#[derive(Debug, Serialize)]
pub(crate) struct Sentence<T: Serialize> {
    /// The sentence.
    pub(crate) summary: String,
    /// The figures in it.
    #[serde(flatten)]
    pub(crate) figures: T,
}

impl<T: Serialize> Say for Sentence<T> {
    fn lines(&self) -> Vec<String> {
        vec![self.summary.clone()]
    }
}

/// A number with its noun: `1 record`, `2 records`.
pub(crate) fn count(number: impl Into<u64>, noun: &str) -> String {
    let number = number.into();
    match (number, noun.strip_suffix('y')) {
        (1, _) => format!("1 {noun}"),
        (_, Some(stem)) => format!("{} {stem}ies", thousands(number)),
        (_, None) => format!("{} {noun}s", thousands(number)),
    }
}

/// A number with commas between thousands.
pub(crate) fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::{count, thousands};

    #[test]
    fn numbers_read_well() {
        assert_eq!(thousands(0), "0");
        assert_eq!(thousands(1_234_567), "1,234,567");
        assert_eq!(count(1_u64, "entity"), "1 entity");
        assert_eq!(count(1200_u64, "entity"), "1,200 entities");
        assert_eq!(count(0_u64, "record"), "0 records");
    }
}
