//! How websites stand to the directory, as a page for the people who look after a website.

mod words;

use chrono::{DateTime, TimeDelta, Utc};
use maud::{Markup, html};
use model::alignment::{Alignment, Verdict, VerdictKind, VerdictState};

use self::words::{day, percent, state_words, subject, words};
use crate::layout::Page;

/// How long something is new.
const NEW: TimeDelta = TimeDelta::days(7);
/// How many earlier alignments the page tells of.
const MOST_HISTORY: usize = 8;

/// What was asked for, as the form has it; empty: whatever there is.
#[derive(Clone, Debug, Default)]
pub struct AlignmentFilter {
    /// The kind of verdict.
    pub kind: String,
    /// How far people have come with it.
    pub state: String,
    /// The section of the site.
    pub section: String,
    /// The code of a category.
    pub topic: String,
    /// Who looks after it; for stewards.
    pub owner: String,
}

/// The report on how websites stand to the directory.
#[derive(Clone, Copy, Debug)]
pub struct AlignmentPage<'a> {
    /// The public address of the directory, without a slash at its end.
    pub base: &'a str,
    /// Now.
    pub now: DateTime<Utc>,
    /// What alignments came to, the newest first.
    pub history: &'a [Alignment],
    /// A page of the verdicts, those found last first.
    pub verdicts: &'a [Verdict],
    /// How many there are in all.
    pub total: u64,
    /// What was asked for.
    pub filter: &'a AlignmentFilter,
    /// Where the rest of the list is.
    pub next: Option<&'a str>,
    /// The name of the steward who is looking, who may decide.
    pub steward: Option<&'a str>,
    /// The path of the page.
    pub path: &'a str,
}

/// The page that says that a decision was kept. `back` is where the list is.
pub fn decided(back: &str) -> String {
    let body = html! {
        h1 { "It is kept" }
        div class="told" role="status" { p { "Everyone who signs in sees what you decided." } }
        p { a href=(back) { "Back to the list" } }
    };
    Page { title: "It is kept", description: "What you decided is kept.", head: html! {}, body }.html()
}

/// The page.
pub fn alignment(page: AlignmentPage<'_>) -> String {
    let body = html! {
        h1 { "Website and directory" }
        (page.figures())
        (page.form())
        (page.list())
        (page.earlier())
    };
    let description =
        "Where the website and the directory say the same thing twice or differently, and what to do.";
    Page { title: "Website and directory", description, head: html! {}, body }.html()
}

impl AlignmentPage<'_> {
    fn figures(&self) -> Markup {
        let Some(latest) = self.history.first() else {
            return html! { p { "No website has been compared with the directory yet." } };
        };
        html! {
            p class="directory-next" {
                @if let Some(share) = latest.consistency {
                    strong { (percent(share)) }
                    " of the facts that both tell agree: " (latest.agreeing) " of " (latest.facts) ". "
                }
                (latest.aligned_pages) " of " (latest.pages) " pages tell of something in the directory. It has been so since "
                (day(latest.at)) "."
            }
            p {
                @if let Some(name) = self.steward {
                    "You are signed in as " (name) "."
                } @else {
                    a href=(format!("{}?sign-in=true", self.path)) { "Sign in" }
                    " to decide, and to see who looks after what."
                }
                " The same list is there "
                a href=(format!("{}/v1/alignment/verdicts?format=csv", self.base)) { "as a spreadsheet" }
                "."
            }
        }
    }

    fn form(&self) -> Markup {
        let count = |kind: VerdictKind| {
            self.history.first().and_then(|latest| latest.verdicts.get(&kind)).copied().unwrap_or_default()
        };
        let filter = self.filter;
        html! {
            form method="get" action=(self.path) class="directory-filter" {
                div class="field" {
                    label for="kind" { "What is amiss" }
                    select id="kind" name="kind" {
                        option value="" { "Anything" }
                        @for kind in VerdictKind::ALL {
                            option value=(kind.as_str()) selected[filter.kind == kind.as_str()] {
                                (words(kind)) " (" (count(kind)) ")"
                            }
                        }
                    }
                }
                div class="field" {
                    label for="state" { "How far it is" }
                    select id="state" name="state" {
                        option value="" { "To be done" }
                        @for state in VerdictState::ALL {
                            option value=(state.as_str()) selected[filter.state == state.as_str()] { (state_words(state)) }
                        }
                    }
                }
                (text_field("section", "Section of the website", "The first part of the address, such as libraries", &filter.section))
                (text_field("topic", "Topic", "The code of a category, such as shared-meals", &filter.topic))
                @if self.steward.is_some() {
                    (text_field("owner", "Who looks after it", "A name", &filter.owner))
                }
                button type="submit" { "Show" }
            }
        }
    }

    fn list(&self) -> Markup {
        let is_new = |verdict: &&Verdict| self.now - verdict.found < NEW;
        let (new, older): (Vec<&Verdict>, Vec<&Verdict>) = self.verdicts.iter().partition(is_new);
        html! {
            @if self.verdicts.is_empty() {
                h2 { "Nothing to be done" }
                p { "Nothing is amiss, as far as was asked." }
            }
            @if !new.is_empty() {
                h2 { "New since last week" }
                @for verdict in &new { (self.verdict(verdict)) }
            }
            @if !older.is_empty() {
                h2 { @if new.is_empty() { "What there is" } @else { "Before that" } }
                @for verdict in &older { (self.verdict(verdict)) }
            }
            @if let Some(next) = self.next {
                p { a href=(next) rel="next" { "More of the " (self.total) } }
            }
        }
    }

    fn verdict(&self, verdict: &Verdict) -> Markup {
        let evidence = &verdict.evidence;
        html! {
            article class="directory-verdict" id=(format!("verdict-{}", verdict.id)) {
                h3 { (words(verdict.kind)) ": " (subject(verdict)) }
                dl {
                    @if let Some(page) = &verdict.page {
                        dt { "Page" }
                        dd { a href=(page) { (verdict.page_title.as_deref().unwrap_or(page)) } }
                    }
                    @if let Some(address) = self.entry(verdict) {
                        dt { "Entry" }
                        dd { a href=(address) { (verdict.entity_name.as_deref().unwrap_or("Entry")) } }
                    }
                    @if let Some(value) = &verdict.page_value { dt { "The page says" } dd { (value) } }
                    @if let Some(value) = &verdict.entity_value { dt { "The directory says" } dd { (value) } }
                    @if let Some(newer) = &evidence.newer { dt { "Newer" } dd { "the " (newer) } }
                    @if !evidence.agree_with_entity.is_empty() {
                        dt { "Who says so" }
                        dd { (evidence.agree_with_entity.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")) }
                    }
                    @if !evidence.why.is_empty() { dt { "Why" } dd { (evidence.why.join("; ")) } }
                    @if let Some(passage) = evidence.passages.first() { dt { "Both say" } dd { q { (passage) } } }
                    dt { "What to do" }
                    dd { (verdict.action) }
                    @if let Some(owner) = verdict.owner.as_ref().filter(|_| self.steward.is_some()) {
                        dt { "Who looks after it" }
                        dd { (owner) }
                    }
                }
                @if let Some(edit) = &verdict.edit {
                    p { a href=(edit) { "Edit the page" span class="directory-for" { " “" (verdict.page_title.as_deref().unwrap_or_default()) "”" } } }
                }
                @if self.steward.is_some() && verdict.state != VerdictState::Closed { (self.decide(verdict)) }
            }
        }
    }

    /// The canonical address of the entry, where there is one that is published.
    fn entry(&self, verdict: &Verdict) -> Option<String> {
        let (kind, id) = (verdict.entity_kind?, verdict.entity?);
        Some(format!("{}/{kind}s/{id}", self.base))
    }

    fn decide(&self, verdict: &Verdict) -> Markup {
        let named = |field: &str| format!("{field}-{}", verdict.id);
        let is_open = verdict.state == VerdictState::Open;
        html! {
            details {
                summary { "Decide" span class="directory-for" { " on " (subject(verdict)) } }
                form method="post" action=(format!("{}/verdicts/{}", self.path, verdict.id)) {
                    div class="field" {
                        label for=(named("owner")) { "Who looks after it" }
                        input id=(named("owner")) name="owner" type="text" maxlength="200" value=(verdict.owner.as_deref().unwrap_or_default());
                    }
                    div class="field" {
                        label for=(named("reason")) { "Why it is dismissed" }
                        p class="hint" id=(named("hint")) { "Needed only to dismiss. It counts until the facts change." }
                        input id=(named("reason")) name="reason" type="text" maxlength="2000" aria-describedby=(named("hint"));
                    }
                    @if is_open { button type="submit" name="state" value="accepted" { "It is right" } }
                    @if is_open { button class="second" type="submit" name="state" value="dismissed" { "Dismiss it" } }
                    @if !is_open { button class="second" type="submit" name="state" value="open" { "Open it again" } }
                    button class="second" type="submit" { "Only keep who looks after it" }
                }
            }
        }
    }

    fn earlier(&self) -> Markup {
        html! {
            @if self.history.len() > 1 {
                h2 { "How it went" }
                div class="wide" {
                    table {
                        caption { "What the comparisons came to, the newest first" }
                        thead { tr {
                            th scope="col" { "Day" } th scope="col" { "Facts that agree" } th scope="col" { "Conflicts" }
                            th scope="col" { "Duplicates" } th scope="col" { "Pages" }
                        } }
                        tbody {
                            @for one in self.history.iter().take(MOST_HISTORY) {
                                tr {
                                    th scope="row" { (day(one.at)) }
                                    td { (one.consistency.map(percent).unwrap_or_default()) }
                                    td { (one.conflicts) } td { (one.duplicates) } td { (one.pages) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn text_field(name: &str, label: &str, hint: &str, value: &str) -> Markup {
    html! {
        div class="field" {
            label for=(name) { (label) }
            p class="hint" id=(format!("{name}-hint")) { (hint) }
            input id=(name) name=(name) type="text" value=(value) maxlength="200" aria-describedby=(format!("{name}-hint"));
        }
    }
}
