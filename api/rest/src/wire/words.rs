//! What issues say, in the words of whoever reads it: harvests speak to those at the command line.

use model::IssueDraft;

/// Where an issue is read.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Read {
    /// In an answer to a program.
    OverHttp,
    /// On the page by which lists are uploaded.
    OnPage,
}

/// What the command line says, and what is said instead over HTTP and on the page. Those that hold others come first.
const WORDS: [(&str, &str, &str); 4] = [
    (
        "harvest again with --accept-deletions",
        "send it again with `?accept_deletions=true`",
        "send it again and tick “Take it even if much is gone from it”",
    ),
    ("; allow private networks for this source if that is meant", "", ""),
    (
        "mend what is said here and harvest again",
        "mend what is said here and ask again",
        "mend what is said here and send it again",
    ),
    ("harvest again", "send it again", "send it again"),
];

/// How the command line begins to say which format to set, and how it ends.
const FORMAT: (&str, &str) = ("set `format = \"", "\"`");

impl Read {
    /// An issue as it is said there.
    pub(crate) fn say(self, issue: IssueDraft) -> IssueDraft {
        IssueDraft { reason: self.words(&issue.reason), action: self.words(&issue.action), ..issue }
    }

    /// A reason or an action as it is said there.
    pub(crate) fn words(self, said: &str) -> String {
        let said = WORDS.iter().fold(said.to_owned(), |said, (from, over_http, on_page)| match self {
            Self::OverHttp => said.replace(from, over_http),
            Self::OnPage => said.replace(from, on_page),
        });
        self.format(&said).unwrap_or(said)
    }

    /// How a format is told there; `None` where none is asked for.
    fn format(self, said: &str) -> Option<String> {
        let (before, rest) = said.split_once(FORMAT.0)?;
        let (format, after) = rest.split_once(FORMAT.1)?;
        Some(match self {
            Self::OverHttp => format!("{before}give `{format}` as its `format`{after}"),
            Self::OnPage => format!("{before}let the name of the file end with .{format}{after}"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Read::{OnPage, OverHttp};

    #[test]
    fn a_format_is_told_by_a_parameter_or_by_the_name_of_the_file() {
        let said = "save it as .xlsx, without a password, and set `format = \"xlsx\"`";
        assert_eq!(
            OverHttp.words(said),
            "save it as .xlsx, without a password, and give `xlsx` as its `format`"
        );
        assert_eq!(
            OnPage.words(said),
            "save it as .xlsx, without a password, and let the name of the file end with .xlsx"
        );
    }

    #[test]
    fn what_says_nothing_of_the_command_line_stays_as_it_is() {
        let said = "give each an id; `format` is left alone";
        assert_eq!((OverHttp.words(said), OnPage.words(said)), (said.to_owned(), said.to_owned()));
    }
}
