//! How often someone may ask.

use std::{
    fmt,
    net::{IpAddr, Ipv6Addr},
    num::NonZeroU32,
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

use governor::{
    Quota, RateLimiter,
    clock::{Clock as _, MonotonicClock},
    middleware::StateInformationMiddleware,
    state::keyed::DashMapStateStore,
};
use serde::{Deserialize, Serialize};

/// After how many questions those who have long been silent are forgotten.
const SWEEP: u32 = 16_384;
/// Over how long a limit counts.
const WINDOW: Duration = Duration::from_secs(60);

/// How many requests a minute are answered; 0 is no limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LimitSettings {
    /// Readings of one address. An address of the server's own machine that no proxy speaks for has no limit.
    pub reads: u32,
    /// Everything else, of one address.
    pub writes: u32,
    /// Requests for tokens, of one address: whoever guesses secrets.
    pub tokens: u32,
    /// Requests of one client, from wherever.
    pub client: u32,
    /// Feeds that are checked for one address: each may cost a minute of work.
    pub checks: u32,
    /// Reports of problems, of one address: people write them, and few.
    pub reports: u32,
}

impl Default for LimitSettings {
    fn default() -> Self {
        Self { reads: 6_000, writes: 600, tokens: 30, client: 6_000, checks: 10, reports: 5 }
    }
}

/// What is limited, and by whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Reading, by address.
    Reads,
    /// Writing, by address.
    Writes,
    /// Asking for tokens, by address.
    Tokens,
    /// Anything, by client.
    Client,
    /// Checking feeds, by address.
    Checks,
    /// Reporting problems, by address.
    Reports,
}

impl Class {
    const ALL: [Self; 6] =
        [Self::Reads, Self::Writes, Self::Tokens, Self::Client, Self::Checks, Self::Reports];

    /// Its name in headers.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Reads => "reads",
            Self::Writes => "writes",
            Self::Tokens => "tokens",
            Self::Client => "client",
            Self::Checks => "checks",
            Self::Reports => "reports",
        }
    }
}

/// Where someone stands within a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// What is limited.
    pub class: Class,
    /// How many are answered a minute.
    pub quota: u32,
    /// How many more would be answered now.
    pub remaining: u32,
    /// In how many seconds the next one is answered, where none is now.
    pub wait: Option<u64>,
}

impl Standing {
    /// The `RateLimit-Policy` header (draft-ietf-httpapi-ratelimit-headers).
    pub fn policy(&self) -> String {
        format!("\"{}\";q={};w={}", self.class.as_str(), self.quota, WINDOW.as_secs())
    }

    /// The `RateLimit` header of the same draft.
    pub fn header(&self) -> String {
        let reset = self.wait.unwrap_or_else(|| self.until_full());
        format!("\"{}\";r={};t={reset}", self.class.as_str(), self.remaining)
    }

    fn until_full(&self) -> u64 {
        let spent = u64::from(self.quota.saturating_sub(self.remaining));
        (spent * WINDOW.as_secs()).div_ceil(u64::from(self.quota.max(1)))
    }
}

type Limiter = RateLimiter<String, DashMapStateStore<String>, MonotonicClock, StateInformationMiddleware>;

/// The counters of one server.
pub struct Limits {
    limiters: [Option<Limiter>; 6],
    asked: AtomicU32,
    clock: MonotonicClock,
}

impl Limits {
    /// Counts by these limits.
    pub fn new(settings: &LimitSettings) -> Self {
        let LimitSettings { reads, writes, tokens, client, checks, reports } = *settings;
        Self {
            limiters: [reads, writes, tokens, client, checks, reports].map(limiter),
            asked: AtomicU32::new(0),
            clock: MonotonicClock,
        }
    }

    /// Counts one request of someone. Nothing, where there is no limit.
    pub fn count(&self, class: Class, who: &str) -> Option<Standing> {
        let limiter = self.limiters.iter().zip(Class::ALL).find(|(_, of)| *of == class)?.0.as_ref()?;
        if self.asked.fetch_add(1, Ordering::Relaxed) % SWEEP == SWEEP - 1 {
            self.limiters.iter().flatten().for_each(RateLimiter::retain_recent);
        }
        Some(match limiter.check_key(&who.to_owned()) {
            Ok(state) => Standing {
                class,
                quota: state.quota().burst_size().get(),
                remaining: state.remaining_burst_capacity(),
                wait: None,
            },
            Err(refused) => Standing {
                class,
                quota: refused.quota().burst_size().get(),
                remaining: 0,
                wait: Some(refused.wait_time_from(self.clock.now()).as_secs() + 1),
            },
        })
    }
}

fn limiter(a_minute: u32) -> Option<Limiter> {
    let quota = Quota::per_minute(NonZeroU32::new(a_minute)?);
    let limiter = RateLimiter::dashmap_with_clock(quota, MonotonicClock);
    Some(limiter.with_middleware::<StateInformationMiddleware>())
}

/// Under what an address is counted: in IPv6 everybody has at least 2^64 of them.
pub fn address_key(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let network = u128::from(address) >> 64 << 64;
            format!("{}/64", Ipv6Addr::from(network))
        }
    }
}

impl fmt::Debug for Limits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Limits").field("asked", &self.asked).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_asked_too_often_waits_and_nobody_else_does() {
        let limits = Limits::new(&LimitSettings { writes: 3, ..LimitSettings::default() });
        let left: Vec<u32> = (0..3).map(|_| limits.count(Class::Writes, "ann").unwrap().remaining).collect();
        assert_eq!(left, [2, 1, 0]);
        let refused = limits.count(Class::Writes, "ann").unwrap();
        assert_eq!((refused.remaining, refused.wait.is_some()), (0, true));
        assert_eq!(limits.count(Class::Writes, "bob").unwrap().wait, None);
        assert_eq!(limits.count(Class::Reads, "ann").unwrap().wait, None, "another limit");
    }

    #[test]
    fn a_limit_of_nothing_is_none() {
        let limits = Limits::new(&LimitSettings { reads: 0, ..LimitSettings::default() });
        assert_eq!(limits.count(Class::Reads, "ann"), None);
    }

    #[test]
    fn a_standing_is_told_in_the_words_of_the_draft() {
        let standing = Standing { class: Class::Writes, quota: 60, remaining: 58, wait: None };
        assert_eq!(standing.policy(), "\"writes\";q=60;w=60");
        assert_eq!(standing.header(), "\"writes\";r=58;t=2");
    }

    #[test]
    fn the_addresses_of_one_network_count_as_one() {
        let key = |text: &str| address_key(text.parse().unwrap());
        assert_eq!(key("2001:db8::1"), key("2001:db8::ffff:2"));
        assert_ne!(key("2001:db8::1"), key("2001:db8:0:1::1"));
        assert_eq!(key("::ffff:192.0.2.1"), key("192.0.2.1"));
        assert_ne!(key("192.0.2.1"), key("192.0.2.2"));
    }
}
