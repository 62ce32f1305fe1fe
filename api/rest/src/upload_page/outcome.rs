use harvest::UploadReport;
use maud::{Markup, html};
use model::{IssueDraft, Outcome as Ended, RunCounts};

use super::Form;
use crate::wire::Read;

/// How many issues are shown.
const MOST_ISSUES: usize = 200;

/// What became of a list.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Outcome<'a> {
    /// What the run came to, or would have.
    pub(crate) report: &'a UploadReport,
    /// Whether what the source says is published.
    pub(crate) is_published: bool,
    /// To send it again.
    pub(crate) form: Form<'a>,
}

impl Outcome<'_> {
    /// What happened, in a few words.
    pub(crate) const fn title(self) -> &'static str {
        match (self.report.outcome, self.report.run) {
            (Ended::Harvested, Some(_)) => "The list was taken",
            (Ended::Harvested, None) => "Checked: the list can be taken",
            (Ended::Braked, _) => "Nothing was taken: too much would be deleted",
            (Ended::Failed | Ended::Running, _) => "Nothing was taken: the list cannot be read",
        }
    }

    /// Whether nothing was, or would be, taken.
    pub(crate) fn is_bad(self) -> bool {
        self.report.outcome != Ended::Harvested
    }

    pub(crate) fn markup(self) -> Markup {
        let report = self.report;
        html! {
            h1 { (self.title()) }
            (self.told())
            @if report.outcome != Ended::Failed {
                h2 { @if report.run.is_some() && !self.is_bad() { "What was done" } @else { "What would be done" } }
                (counts(&report.counts))
            }
            (issues(&report.issues))
            h2 { @if self.is_bad() { "Try again" } @else { "Send another list" } }
            (self.form.markup())
        }
    }

    /// What that means, and what to do.
    fn told(self) -> Markup {
        let why = self.report.issues.last();
        html! {
            @if self.is_bad() {
                div.told.bad role="alert" {
                    h2 { "What to do" }
                    @if let Some(issue) = why { p { (sentence(&Read::OnPage.words(&issue.reason))) } }
                    @if self.report.outcome == Ended::Braked {
                        p {
                            "What is published stays as it was. Look at your file. If it is right, send it again and tick "
                            a href="#accept_deletions" { "“Take it even if much is gone from it”" } "."
                        }
                    } @else {
                        @if let Some(issue) = why { p { (sentence(&Read::OnPage.words(&issue.action))) } }
                        p { a href="#file" { "Choose the corrected file" } " and send it again. What is published stays as it was." }
                    }
                }
            } @else {
                div.told role="status" {
                    p {
                        @match (self.report.run, self.is_published) {
                            (None, _) => "Nothing was stored. Send it again without “Check only” to have it taken.",
                            (Some(_), true) => "It is published within seconds.",
                            (Some(_), false) => "It is not published yet: whoever runs the directory looks at it first.",
                        }
                        @if let Some(run) = self.report.run { " This was run " (run) "." }
                    }
                }
            }
        }
    }
}

fn counts(counts: &RunCounts) -> Markup {
    let told = [
        ("Rows read", counts.items),
        ("New", counts.new),
        ("Changed", counts.changed + counts.reidentified),
        ("The same as before", counts.unchanged),
        ("Gone", counts.deleted),
        ("Kept out", counts.rejected),
        ("Records", counts.records),
    ];
    html! {
        dl { @for (name, count) in told { dt { (name) } dd { (count) } } }
    }
}

fn issues(issues: &[IssueDraft]) -> Markup {
    let more = issues.len().saturating_sub(MOST_ISSUES);
    html! {
        h2 #issues { "What was found wrong" }
        @if issues.is_empty() {
            p { "Nothing." }
        } @else {
            div.wide role="region" aria-labelledby="issues" tabindex="0" {
                table {
                    caption {
                        (issues.len()) @if issues.len() == 1 { " thing" } @else { " things" }
                        @if more > 0 { ", of which these are the first " (MOST_ISSUES) }
                    }
                    thead {
                        tr { @for head in ["Row", "Field", "Value", "What is wrong", "What to do"] { th scope="col" { (head) } } }
                    }
                    tbody { @for issue in issues.iter().take(MOST_ISSUES) { (row(issue)) } }
                }
            }
        }
    }
}

fn row(issue: &IssueDraft) -> Markup {
    let cell = |text: &Option<String>| text.clone().unwrap_or_else(|| "–".to_owned());
    html! {
        tr {
            th scope="row" { (cell(&issue.record)) }
            td { (cell(&issue.field)) }
            td { (cell(&issue.value)) }
            td { (sentence(&Read::OnPage.words(&issue.reason))) }
            td { (sentence(&Read::OnPage.words(&issue.action))) }
        }
    }
}

/// Words that begin small and end without a stop, as a sentence.
fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let begun: String =
        letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default();
    if begun.ends_with(['.', '!', '?']) { begun } else { begun + "." }
}
