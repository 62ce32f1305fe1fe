//! What answers hold beyond the nouns of the standard, as it goes over the wire.

mod alignment;
mod area;
mod audit;
mod change;
mod checked;
mod client;
mod confirming;
mod conflict;
mod correction;
mod coverage;
mod deciding;
mod feed_to_check;
mod figures;
mod joining;
mod judgement;
mod matched;
mod need;
mod precedence;
mod printed;
mod problems;
mod question;
mod record;
mod report;
mod session;
mod source;
mod suggestion;
mod website_page;
mod words;
mod written;

use serde::Serialize;
use serde_json::Value;

pub(crate) use alignment::{Verdict, VerdictPage};
pub(crate) use area::{AreaDetail, AreaPage};
pub(crate) use audit::WritePage;
pub(crate) use change::{ChangePage, Changed};
pub(crate) use checked::Checked;
pub(crate) use client::{
    AuthorizationServer, Client, ClientList, ClientPatch, ClientSecret, NewClient, OAuthError, PublicKeys,
    Token,
};
pub(crate) use confirming::{Confirmation, Confirmed};
pub(crate) use conflict::ConflictPage;
pub(crate) use correction::{Corrected, CorrectionPage, NewCorrection};
pub(crate) use coverage::CoverageReport;
pub(crate) use deciding::{DecisionForm, VerdictPatch, invalid_decision};
pub(crate) use feed_to_check::FeedToCheck;
pub(crate) use figures::AlignmentReport;
pub(crate) use joining::{NewSource, Taken};
pub(crate) use judgement::{Judgement, JudgementPage, Judgements, NewJudgement};
pub use matched::{EntityMatch, Match};
pub(crate) use need::{FitTold, NeedList, Signpost};
pub(crate) use precedence::PrecedenceRule;
pub use question::Question;
pub(crate) use question::QuestionPage;
pub(crate) use record::Record;
pub(crate) use report::{NewReport, ReportPage, ReportPatch, ReportReceived, SettledReport};
pub(crate) use session::{Calendars, SessionPage, SessionTold};
pub(crate) use source::{IssuePage, RunList, Source, SourcePage};
pub(crate) use suggestion::{Suggestion, Suggestions};
pub(crate) use website_page::{AddressSuggestion, AddressSuggestions, PageLook, WebsitePages};
pub(crate) use words::Read;
pub(crate) use written::{BatchWrite, Fault, Written, WrittenBatch};

/// The word that a closed list of words serialises as.
fn word(word: &impl Serialize) -> String {
    match serde_json::to_value(word) {
        Ok(Value::String(word)) => word,
        // Only words are given here; any other shape is shown as it is rather than lost.
        Ok(other) => other.to_string(),
        Err(_) => String::new(),
    }
}

/// Thousandths of a bit as bits.
fn bits(thousandths: i32) -> f64 {
    f64::from(thousandths) / 1000.0
}
