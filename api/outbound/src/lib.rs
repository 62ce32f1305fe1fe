//! The one guarded way out.
//!
//! Everything the directory fetches from other people's servers goes through [`Outbound`]. It speaks http and https
//! only, resolves a name first and refuses addresses that are not public (loopback, private, link-local, metadata
//! services and their IPv6 forms) unless told otherwise, connects to exactly what it resolved, follows a bounded
//! number of redirects and checks each again, limits time and size (after decompression), and tries again where a
//! server asks for it or falters. Credentials in an address are used but never shown.
//!
//! It has [`Manners`]: it says who it is and whom to turn to, leaves a host time between requests and the pauses that it
//! asks for, asks only for what changed where it is told by what ([`Validators`]), and keeps to what the `robots.txt` of
//! a host says when it visits web pages.
//!
//! It never decides what to fetch, never stores anything, and never reads a proxy from the environment: a proxy
//! would connect to something that was not checked.

mod address;
mod body;
mod client;
mod error;
mod explain;
mod hosts;
mod manners;
mod response;
mod retry;
mod robots;
mod shown;
mod timing;
mod validators;

pub use address::{AddressPolicy, is_public};
pub use client::Outbound;
pub use error::OutboundError;
pub use manners::{Contact, Manners, PRODUCT, UnknownContact};
pub use response::{Fetched, Response};
pub use shown::shown;
pub use timing::{SystemTiming, Timing};
pub use validators::Validators;

use std::time::{Duration, SystemTime};

/// How much a request may cost.
#[derive(Clone, Debug)]
pub struct Limits {
    /// The longest wait for a connection.
    pub connect_timeout: Duration,
    /// The longest time for one attempt, body included.
    pub total_timeout: Duration,
    /// The longest body in bytes that is held in memory, after decompression.
    pub max_body: u64,
    /// The longest body in bytes that is fetched into a file, after decompression.
    pub max_file: u64,
    /// The longest time for one attempt at such a body.
    pub file_timeout: Duration,
    /// How many redirects to follow.
    pub max_redirects: usize,
    /// How many times to try again after a failure that may pass: a timeout, a lost connection, 429 or a 5xx.
    pub retries: u32,
    /// The wait before the first repeat, of which chance takes up to a half away; it doubles with each.
    pub backoff: Duration,
    /// The longest wait before a repeat. A server that asks for a longer one is not asked again.
    pub longest_wait: Duration,
    /// When all requests together must be done: what is asked after it, or lasts until then, did not answer in time.
    pub deadline: Option<SystemTime>,
}

impl Limits {
    /// The limits of what is fetched into a file.
    pub fn of_files(&self) -> Self {
        Self { max_body: self.max_file, total_timeout: self.file_timeout, ..self.clone() }
    }

    /// How long the next request may take; none where the deadline is over.
    pub(crate) fn time_left(&self, timing: &dyn Timing) -> Option<Duration> {
        let left = self.deadline.map(|deadline| deadline.duration_since(timing.now()).unwrap_or_default());
        let left = left.unwrap_or(Duration::MAX).min(self.total_timeout);
        (!left.is_zero()).then_some(left)
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            total_timeout: Duration::from_secs(60),
            max_body: 256 * 1024 * 1024,
            max_file: 2 * 1024 * 1024 * 1024,
            file_timeout: Duration::from_secs(60 * 60),
            max_redirects: 5,
            retries: 3,
            backoff: Duration::from_millis(500),
            longest_wait: Duration::from_secs(120),
            deadline: None,
        }
    }
}
