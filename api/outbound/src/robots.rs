//! What the `robots.txt` of a host allows.

use std::{
    collections::BTreeMap,
    io::{self, Write},
    sync::{Arc, Mutex, PoisonError},
};

use robotxt::Robots;
use url::Url;

use crate::{Outbound, OutboundError, PRODUCT, shown};

/// How much of a `robots.txt` is read: what is beyond is not heeded, as RFC 9309 allows.
const MOST_READ: usize = 500 * 1024;

/// What was learned of each origin.
#[derive(Debug, Default)]
pub(crate) struct Learned(Mutex<BTreeMap<String, Arc<Robots>>>);

impl Outbound {
    /// Refuses a page that the `robots.txt` of its host keeps us from. A host that has none allows everything; one
    /// whose `robots.txt` cannot be read, by a fault of its own, is an error of that.
    pub(crate) fn check_robots(&self, url: &Url) -> Result<(), OutboundError> {
        if self.robots(url)?.is_url_allowed(url) {
            return Ok(());
        }
        Err(OutboundError::Disallowed { url: shown(url.as_str()) })
    }

    /// The addresses of sitemaps that the `robots.txt` of a host names.
    pub fn sitemaps(&self, url: &str) -> Result<Vec<String>, OutboundError> {
        let url = crate::client::parse(url)?;
        Ok(self.robots(&url)?.sitemaps().iter().map(ToString::to_string).collect())
    }

    fn robots(&self, url: &Url) -> Result<Arc<Robots>, OutboundError> {
        let origin = url.origin().ascii_serialization();
        let known = || self.learned.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(robots) = known().get(&origin) {
            return Ok(Arc::clone(robots));
        }
        let robots = Arc::new(self.read_robots(&format!("{origin}/robots.txt"))?);
        if let Some(delay) = robots.crawl_delay() {
            self.manners.hosts.slow_down(url, delay.min(self.manners.longest_delay));
        }
        known().insert(origin, Arc::clone(&robots));
        Ok(robots)
    }

    fn read_robots(&self, address: &str) -> Result<Robots, OutboundError> {
        let read = self.get_into(address, &[], Beginning::default);
        match read {
            Ok((_, Beginning(text))) => Ok(Robots::parse(&text, PRODUCT)),
            Err(error)
                if error.status().is_some_and(|status| (400..500).contains(&status) && status != 429) =>
            {
                Ok(Robots::allow_all())
            }
            Err(error) => Err(error),
        }
    }
}

/// Keeps the beginning of what is written to it.
#[derive(Default)]
struct Beginning(Vec<u8>);

impl Write for Beginning {
    fn write(&mut self, part: &[u8]) -> io::Result<usize> {
        let room = MOST_READ.saturating_sub(self.0.len());
        self.0.extend(part.iter().take(room));
        Ok(part.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
