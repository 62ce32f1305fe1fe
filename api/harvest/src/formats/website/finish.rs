//! Writing pages down, each under the address that it goes by.

use std::collections::BTreeSet;

use model::alignment::{PAGE, Page};
use outbound::Validators;
use serde_json::Value;
use url::Url;

use super::{crawl::Crawl, extract, listed::Asked};
use crate::{
    fetch::{Fetch, Refused},
    formats::{JSON, pages::visit::key_of},
};

impl Crawl<'_> {
    pub(super) fn write(
        &mut self,
        fetch: &mut Fetch<'_>,
        key: &str,
        page: &mut Page,
        items: Vec<(String, Value)>,
    ) -> Result<(), Refused> {
        page.addresses = self.aliases.get(key).into_iter().flatten().cloned().collect();
        fetch.item(&format!("{PAGE}/{key}"), JSON, &serde_json::to_vec(page).unwrap_or_default())?;
        for (id, body) in items {
            fetch.item(&id, JSON, body.to_string().as_bytes())?;
        }
        Ok(())
    }

    /// Takes the pages that nothing was found of at the address they go by, and notes the addresses that were found later.
    pub(super) fn finish(&mut self, fetch: &mut Fetch<'_>) -> Result<(), Refused> {
        for key in std::mem::take(&mut self.late_kept) {
            if !fetch.spool.contains(&format!("{PAGE}/{key}")) {
                self.earlier.keep(fetch, &key);
            }
        }
        let mut next = self.late.next_id(None);
        while let Some(key) = next {
            let body = self.late.body(&key)?.unwrap_or_default();
            if !fetch.spool.contains(&format!("{PAGE}/{key}"))
                && let Ok((mut page, items)) = serde_json::from_slice::<(Page, Vec<(String, Value)>)>(&body)
            {
                self.write(fetch, &key, &mut page, items)?;
            }
            next = self.late.next_id(Some(&key));
        }
        for (key, addresses) in std::mem::take(&mut self.aliases) {
            self.note_addresses(fetch, &key, &addresses)?;
        }
        Ok(())
    }

    /// Notes every address of a page, also of one that is otherwise as it was.
    fn note_addresses(
        &self,
        fetch: &mut Fetch<'_>,
        key: &str,
        addresses: &BTreeSet<String>,
    ) -> Result<(), Refused> {
        let id = format!("{PAGE}/{key}");
        let is_known =
            |address: &String| self.earlier.seen.get(&key_of(address)).is_some_and(|site| site.page == key);
        if addresses.is_empty() || fetch.spool.is_kept(&id) && addresses.iter().all(is_known) {
            return Ok(());
        }
        let body = fetch.body(&id)?.unwrap_or_default();
        let Ok(mut page) = serde_json::from_slice::<Page>(&body) else { return Ok(()) };
        let all: BTreeSet<String> = page.addresses.iter().chain(addresses).cloned().collect();
        let all: Vec<String> = all.into_iter().filter(|address| *address != page.address).collect();
        if all != page.addresses {
            page.addresses = all;
            fetch.spool.put(&id, JSON, &serde_json::to_vec(&page).unwrap_or_default())?;
        }
        Ok(())
    }

    /// What JSON:API tells of a page that may not be asked for.
    pub(super) fn told(&mut self, fetch: &mut Fetch<'_>, key: &str, asked: &Asked) -> Result<bool, Refused> {
        let Some(content) = self.lists.told.get(key).and_then(|told| told.content.clone()) else {
            return Ok(false);
        };
        let Ok(address) = Url::parse(&asked.address) else { return Ok(false) };
        let Some(read) = extract::read(content.as_bytes(), None, &address, &self.around) else {
            return Ok(false);
        };
        self.page(fetch, (key, asked), read, (&address, Validators::default()))?;
        Ok(true)
    }
}
