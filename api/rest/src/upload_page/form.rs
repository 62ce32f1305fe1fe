use maud::{Markup, html};

/// The endings of files that are read.
const ENDINGS: &str = ".xlsx,.ods,.csv,.tsv,.json,.jsonl,.ndjson,.zip";

/// The form. Who sends it comes first: nothing of a file is read before they are let in.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Form<'a> {
    /// Whether anyone may have its template. Where not, who shows a client's secret is given it.
    pub(crate) has_open_template: bool,
    /// The client that was shown before.
    pub(crate) client: &'a str,
    /// Whether it is to be asked if much may be deleted.
    pub(crate) was_braked: bool,
}

impl Form<'_> {
    /// A form without an action is sent to where its page is, behind whatever proxy.
    pub(crate) fn markup(self) -> Markup {
        html! {
            form method="post" enctype="multipart/form-data" {
                (self.client())
                (self.file())
                (self.ticks())
                button type="submit" { "Send the list" }
                @if !self.has_open_template {
                    button.second type="submit" name="template" value="xlsx" formnovalidate {
                        "Only give me the empty list"
                    }
                }
            }
        }
    }

    fn client(self) -> Markup {
        html! {
            div.field {
                label for="client_id" { "Client id" }
                p.hint #client-hint { "Whoever runs the directory gave it to you, with its secret." }
                input #client_id name="client_id" type="text" value=(self.client) required autocomplete="username"
                    autocapitalize="none" spellcheck="false" aria-describedby="client-hint";
            }
            div.field {
                label for="client_secret" { "Client secret" }
                input #client_secret name="client_secret" type="password" required autocomplete="current-password";
            }
        }
    }

    fn file(self) -> Markup {
        html! {
            div.field {
                label for="file" { "Your list" }
                p.hint #file-hint {
                    "A workbook from Excel (xlsx) or LibreOffice (ods), or CSV; also TSV, JSON or a zipped data package. "
                    "Up to 64 MB."
                }
                input #file name="file" type="file" accept=(ENDINGS) required aria-describedby="file-hint";
            }
        }
    }

    fn ticks(self) -> Markup {
        html! {
            div.tick {
                input #check name="check" type="checkbox" value="true" aria-describedby="check-hint";
                label for="check" { "Check only, store nothing" }
                p.hint #check-hint { "You are told what would become of it." }
            }
            div.tick {
                input #accept_deletions name="accept_deletions" type="checkbox" value="true"
                    aria-describedby="accept-hint";
                label for="accept_deletions" { "Take it even if much is gone from it" }
                p.hint #accept-hint {
                    @if self.was_braked { "Tick this if the list is right." }
                    @else { "What is not in the list any more is deleted. If that is a lot, you are asked first." }
                }
            }
        }
    }
}
