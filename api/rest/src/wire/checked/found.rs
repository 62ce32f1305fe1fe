//! What a check found, as it goes over the wire.

use std::collections::BTreeMap;

use model::IssueDraft;
use reconcile::checking;

use super::{
    Checked, CheckedIssue, Compliance, ComplianceLevel, ComplianceMessage, ComplianceTest, DeadLink,
    DuplicatePair, Duplicates, FieldShare, KindDuplicates, MapLine, PairsByBand, Quality, QualityPart,
};
use crate::wire::Read;

/// Each of a list in the other form.
fn all<T, U: From<T>>(list: Vec<T>) -> Vec<U> {
    list.into_iter().map(U::from).collect()
}

/// Types whose fields go over the wire as they are, but for those that are given another form.
macro_rules! as_it_is {
    ($($from:path => $to:ident { $($field:ident),* $(; $($other:ident: $form:expr),+)? })+) => { $(
        impl From<$from> for $to {
            fn from(found: $from) -> Self {
                Self { $($($other: $form(found.$other),)+)? $($field: found.$field),* }
            }
        }
    )+ };
}

as_it_is! {
    harvest::Compliance => Compliance { standard, not_applicable; levels: all }
    harvest::Level => ComplianceLevel { level, name, success; tests: all }
    harvest::Test => ComplianceTest { name, endpoint, success; messages: all }
    harvest::Message => ComplianceMessage { message, asked, at }
    harvest::Quality => Quality { score; parts: all, dead_links: all }
    harvest::Part => QualityPart { name, count, of, ratio, weight, note; fields: all }
    harvest::FieldShare => FieldShare { field, count, of }
    harvest::Link => DeadLink { url, reason }
    reconcile::Duplicates => Duplicates { compared_with_directory; kinds: by_kind, pairs: all }
    reconcile::KindDuplicates => KindDuplicates {
        records, joining; with_directory: PairsByBand::from, within_feed: PairsByBand::from
    }
    reconcile::Bands => PairsByBand { link, review }
    reconcile::DuplicatePair => DuplicatePair {
        score, record, name, other, other_name, entity; kind: kind, band: band
    }
    harvest::ProposedField => MapLine { field, reason; kind: kind, certainty: certainty }
    IssueDraft => CheckedIssue { code, record, field, value, reason, action; severity: severity }
}

fn by_kind<T, U: From<T>>(kinds: BTreeMap<model::Kind, T>) -> BTreeMap<&'static str, U> {
    kinds.into_iter().map(|(kind, found)| (kind.as_str(), found.into())).collect()
}

const fn kind(kind: model::Kind) -> &'static str {
    kind.as_str()
}

const fn certainty(certainty: harvest::Certainty) -> &'static str {
    match certainty {
        harvest::Certainty::Guess => "guess",
        harvest::Certainty::Likely => "likely",
        harvest::Certainty::Sure => "sure",
    }
}

const fn band(band: matching::Band) -> &'static str {
    band.as_str()
}

const fn severity(severity: model::Severity) -> &'static str {
    severity.as_str()
}

impl From<checking::Checked> for Checked {
    fn from(found: checking::Checked) -> Self {
        let report = found.report;
        let (map, lines) = found.proposed.map(|proposed| (proposed.map, proposed.map_lines)).unzip();
        Self {
            readable: report.readable,
            map,
            map_lines: all(lines.unwrap_or_default()),
            items: report.items,
            records: by_kind(report.records),
            rejected: report.rejected,
            issues: report.issues.into_iter().map(|issue| Read::OverHttp.say(issue).into()).collect(),
            compliance: found.compliance.into(),
            quality: found.quality.map(Quality::from),
            duplicates: found.duplicates.map(Duplicates::from),
        }
    }
}
