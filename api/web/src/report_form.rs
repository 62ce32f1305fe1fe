//! The form by which readers say that something is wrong, and the pages that answer it.

use maud::{Markup, html};
use model::ReportKind;

use crate::{layout::Page, markup::Level};

/// A form that is sent to `POST /v1/entities/{id}/reports`, with what was typed before.
#[derive(Clone, Copy, Debug, Default)]
pub struct ReportForm<'a> {
    /// Where it is sent: a path.
    pub action: &'a str,
    /// What is wrong.
    pub kind: Option<ReportKind>,
    /// The same in the reader's own words.
    pub message: &'a str,
    /// Where they may be asked.
    pub contact: &'a str,
}

/// What each kind is called on the page.
const KINDS: [(ReportKind, &str); 5] = [
    (ReportKind::Wrong, "Something here is wrong"),
    (ReportKind::Closed, "It is closed, or was never there"),
    (ReportKind::Duplicate, "It is listed twice"),
    (ReportKind::Harmful, "It is harmful that this is published"),
    (ReportKind::Other, "Something else"),
];

impl ReportForm<'_> {
    /// The form. Its field `homepage` is seen by programs alone: whoever fills it in is none of our readers.
    pub(crate) fn markup(self) -> Markup {
        html! {
            form class="directory-report" method="post" action=(self.action) {
                div class="field" {
                    label for="kind" { "What is wrong?" }
                    select id="kind" name="kind" {
                        @for (kind, words) in KINDS {
                            option value=(kind.as_str()) selected[self.kind == Some(kind)] { (words) }
                        }
                    }
                }
                div class="field" {
                    label for="message" { "In your own words" }
                    p class="hint" id="message-hint" { "What is wrong, and what would be right. Please do not write about a person’s health or private matters." }
                    textarea id="message" name="message" rows="5" maxlength="2000" aria-describedby="message-hint" {
                        // A line break at the very beginning is swallowed by browsers.
                        "\n" (self.message)
                    }
                }
                div class="field" {
                    label for="contact" { "Your e-mail address, if we may ask you" }
                    p class="hint" id="contact-hint" { "Only the people who look after the directory see it. It is deleted when your report is dealt with." }
                    input id="contact" name="contact" type="email" value=(self.contact) autocomplete="email" maxlength="254"
                        aria-describedby="contact-hint";
                }
                div hidden {
                    label for="homepage" { "Leave this empty" }
                    input id="homepage" name="homepage" type="text" autocomplete="off";
                }
                button type="submit" { "Send the report" }
            }
        }
    }
}

/// The page that thanks for a report. `back` is the address of what it was about.
pub fn report_received(back: &str) -> String {
    let body = html! {
        (Level::TOP.heading("directory-name", &"Thank you for your report"))
        div class="told" role="status" {
            p { "The people who look after the directory will read it. If it is right, whoever published the entry is told." }
        }
        p { a href=(back) { "Back to the entry" } }
    };
    let description = "Your report was received.";
    Page { title: "Thank you for your report", description, head: html! {}, body }.html()
}

/// The page on which a report that cannot be taken is mended.
pub fn problem_with_report(form: ReportForm<'_>, what: &str) -> String {
    let body = html! {
        (Level::TOP.heading("directory-name", &"Your report was not sent"))
        div class="told bad" role="alert" {
            h2 { "What to do" }
            p { (what.trim_end_matches('.')) "." }
        }
        (form.markup())
    };
    let description = "Your report was not sent.";
    Page { title: "Error: your report was not sent", description, head: html! {}, body }.html()
}
