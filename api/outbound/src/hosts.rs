//! Taking turns at other people's servers.

use std::{
    collections::BTreeMap,
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    time::{Duration, SystemTime},
};

use url::Url;

use crate::Manners;

/// How many hosts are remembered before those that nothing is owed to are forgotten.
const REMEMBERED: usize = 1_000;

/// What is known of every host: who asks it, and from when it may be asked again.
#[derive(Debug, Default)]
pub(crate) struct Hosts {
    known: Mutex<BTreeMap<String, Host>>,
    freed: Condvar,
}

#[derive(Debug, Default)]
struct Host {
    under_way: usize,
    /// Before then nothing is asked.
    next: Option<SystemTime>,
    /// The time between two requests that its `robots.txt` asks for.
    delay: Duration,
}

/// Leave to ask one host, until it is dropped.
#[derive(Debug)]
pub(crate) struct Turn<'m> {
    hosts: &'m Hosts,
    host: String,
}

impl Hosts {
    /// Waits until a host may be asked; not where that is no sooner than the deadline.
    pub(crate) fn turn<'m>(
        &'m self,
        url: &Url,
        manners: &Manners,
        deadline: Option<SystemTime>,
    ) -> Option<Turn<'m>> {
        let (name, pace) = (name_of(url), manners.pace(url));
        let mut known = self.lock();
        while known.get(&name).is_some_and(|host| host.under_way >= pace.at_once) {
            known = self.freed.wait(known).unwrap_or_else(PoisonError::into_inner);
        }
        let now = manners.timing.now();
        if known.len() >= REMEMBERED {
            known.retain(|_, host| host.under_way > 0 || host.next.is_some_and(|next| next > now));
        }
        let host = known.entry(name.clone()).or_default();
        let start = host.next.map_or(now, |next| next.max(now));
        if deadline.is_some_and(|deadline| start >= deadline) {
            return None;
        }
        host.under_way += 1;
        host.next = Some(start + pace.interval.max(host.delay));
        drop(known);
        let turn = Turn { hosts: self, host: name };
        if let Ok(wait) = start.duration_since(now)
            && !wait.is_zero()
        {
            manners.timing.wait(wait);
        }
        Some(turn)
    }

    /// Leaves a host alone until a moment.
    pub(crate) fn hold(&self, url: &Url, until: SystemTime) {
        let mut known = self.lock();
        let host = known.entry(name_of(url)).or_default();
        host.next = host.next.max(Some(until));
    }

    /// Leaves so much time between two requests to a host, from the next on.
    pub(crate) fn slow_down(&self, url: &Url, delay: Duration) {
        self.lock().entry(name_of(url)).or_default().delay = delay;
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, Host>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        if let Some(host) = self.hosts.lock().get_mut(&self.host) {
            host.under_way = host.under_way.saturating_sub(1);
        }
        self.hosts.freed.notify_all();
    }
}

/// A host by name and port.
fn name_of(url: &Url) -> String {
    format!("{}:{}", url.host_str().unwrap_or_default(), url.port_or_known_default().unwrap_or_default())
}
