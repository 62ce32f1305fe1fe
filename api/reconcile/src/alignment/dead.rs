//! Links between pages and the directory that lead nowhere.

use std::collections::BTreeMap;

use model::alignment::{Verdict, VerdictKind};
use uuid::Uuid;

use super::{
    entry::Entry,
    finding::{Findings, Subject},
};

impl<'a> Findings<'a> {
    /// The addresses on the site that the directory gives and at which nothing is.
    pub(super) fn dead_addresses(&self, given: &BTreeMap<String, Vec<(&'a Entry, String)>>) -> Vec<Verdict> {
        let mut verdicts = Vec::new();
        for (key, entries) in given {
            let Some(gone) = self.site.gone.get(key) else { continue };
            for (entry, address) in entries {
                let subject = Subject {
                    kind: VerdictKind::BrokenLink,
                    page: None,
                    entry: Some(entry),
                    field: Some("url"),
                };
                let action = "redirect the address to where the page is now, or have the directory's source correct it".to_owned();
                let mut verdict = self.verdict(subject, 1.0, action);
                verdict.id = self.id(VerdictKind::BrokenLink, key, Some(entry.id), "url");
                verdict.page = Some(gone.address.clone());
                verdict.entity_value = Some(address.clone());
                verdict.evidence.why.push(answered(gone.status));
                verdict.evidence.agree_with_entity = entry.sources.iter().cloned().collect();
                verdicts.push(verdict);
            }
        }
        verdicts
    }

    /// The links on pages to entries of the directory that are gone. `gone` tells of an id whether it is.
    pub(super) fn dead_links(&self, gone: &dyn Fn(Uuid) -> bool) -> Vec<Verdict> {
        let mut verdicts = Vec::new();
        for seen in &self.site.pages {
            for link in &seen.page.links {
                let Some(id) = entry_in(&link.address).filter(|id| gone(*id)) else { continue };
                let subject = Subject {
                    kind: VerdictKind::BrokenLink,
                    page: Some(seen),
                    entry: None,
                    field: Some(&link.address),
                };
                let action = "take the link off the page: the directory's entry is gone".to_owned();
                let mut verdict = self.verdict(subject, 1.0, action);
                verdict.entity = Some(id);
                verdict.page_value = Some(link.address.clone());
                verdict.evidence.why.push("the entry that it leads to is gone from the directory".to_owned());
                verdict.evidence.place = Some(link.text.clone());
                verdicts.push(verdict);
            }
        }
        verdicts
    }
}

fn answered(status: u16) -> String {
    match status {
        200 => "the page there says that it is not found".to_owned(),
        status => format!("the site answers {status} there"),
    }
}

/// The id at the end of the address of an entry: `…/services/ID`, and so on.
pub(super) fn entry_in(address: &str) -> Option<Uuid> {
    let path = address.split(['?', '#']).next()?.trim_end_matches('/');
    let (before, id) = path.rsplit_once('/')?;
    let kind = before.rsplit('/').next()?;
    ["services", "organizations", "locations"].contains(&kind).then(|| id.parse().ok()).flatten()
}
