//! Pages that share most of their text with another.

use model::alignment::{Verdict, VerdictKind};

use super::{
    finding::{Findings, Subject},
    passages::{self, Shared, Sketch},
    site::SeenPage,
};

impl<'a> Findings<'a> {
    /// Pairs of pages of the site that share most of the shorter one.
    pub(super) fn twins(&self) -> Vec<Verdict> {
        let sketches: Vec<Sketch> = self.site.pages.iter().map(|seen| seen.sketch.clone()).collect();
        let pairs = passages::alike(&sketches);
        pairs.iter().filter_map(|pair| self.twin(*pair)).collect()
    }

    fn twin(&self, pair: Shared) -> Option<Verdict> {
        let (one, other) = (self.site.pages.get(pair.a)?, self.site.pages.get(pair.b)?);
        // Who is told to go is the older: its readers are sent to the newer.
        let (older, newer) = if is_newer(one, other) { (other, one) } else { (one, other) };
        let passages = passages::passages(&older.page.text, &newer.page.text);
        if passages.is_empty() {
            return None;
        }
        let kind = VerdictKind::NearDuplicatePages;
        let subject = Subject { kind, page: Some(older), entry: None, field: Some(&newer.page.address) };
        let action = format!("make one page of the two, and redirect this one to {}", newer.page.address);
        let mut verdict = self.verdict(subject, pair.share, action);
        // Whichever is the older now, it is the same two pages.
        let (first, second) = if one.key < other.key { (one, other) } else { (other, one) };
        verdict.id = self.id(kind, &first.key, None, &second.key);
        verdict.evidence.why.push(format!(
            "{} in 100 of the runs of words of the shorter page stand in the other",
            (pair.share * 100.0).round()
        ));
        verdict.evidence.passages = passages;
        verdict.page_value = Some(newer.page.title.clone());
        Some(verdict)
    }
}

/// Whether a page changed later than another; of two that do not say, the one of the lesser name counts as newer.
fn is_newer(one: &SeenPage, other: &SeenPage) -> bool {
    let order = |seen: &SeenPage| (seen.page.modified, std::cmp::Reverse(seen.key.clone()));
    order(one) > order(other)
}
