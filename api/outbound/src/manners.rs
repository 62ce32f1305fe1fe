use std::{fmt, str::FromStr, sync::Arc, time::Duration};

use url::{Host, Url};

use crate::{SystemTiming, Timing, hosts::Hosts};

/// The word by which a `robots.txt` may name us.
pub const PRODUCT: &str = "directory";

/// How other people's servers are treated. Clients made of clones of one of these take turns with each other.
#[derive(Clone, Debug)]
pub struct Manners {
    /// Where whoever runs a server that we ask finds whoever runs this one. Told with every request.
    pub contacts: Vec<Contact>,
    /// The shortest time between the beginnings of two requests to one host.
    pub interval: Duration,
    /// How many requests to one host may be under way.
    pub at_once: usize,
    /// Whether this machine itself is asked as sparingly as any other host, where it may be asked at all. Unless so, nothing
    /// waits between two requests to it but for what its `robots.txt` asks for, and up to eight are under way.
    pub paces_loopback: bool,
    /// The longest time between two requests that the `robots.txt` of a host can ask for.
    pub longest_delay: Duration,
    /// Time and chance.
    pub timing: Arc<dyn Timing>,
    pub(crate) hosts: Arc<Hosts>,
}

impl Default for Manners {
    fn default() -> Self {
        Self {
            contacts: Vec::new(),
            interval: Duration::from_millis(250),
            at_once: 2,
            paces_loopback: false,
            longest_delay: Duration::from_secs(10),
            timing: Arc::new(SystemTiming),
            hosts: Arc::default(),
        }
    }
}

/// How many requests to this machine itself may be under way.
const AT_ONCE_HERE: usize = 8;

/// How one host is asked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pace {
    /// The shortest time between the beginnings of two requests.
    pub(crate) interval: Duration,
    /// How many requests may be under way.
    pub(crate) at_once: usize,
}

impl Manners {
    /// How the host of an address is asked.
    pub(crate) fn pace(&self, url: &Url) -> Pace {
        match is_loopback(url) && !self.paces_loopback {
            true => Pace { interval: Duration::ZERO, at_once: self.at_once.max(AT_ONCE_HERE) },
            false => Pace { interval: self.interval, at_once: self.at_once.max(1) },
        }
    }

    /// What is told of us with every request, such as `directory/0.1.0 (+https://example.org/; mailto:ann@example.org)`.
    pub fn user_agent(&self) -> String {
        let product = format!("{PRODUCT}/{}", env!("CARGO_PKG_VERSION"));
        let contacts: Vec<_> = self.contacts.iter().map(ToString::to_string).collect();
        if contacts.is_empty() { product } else { format!("{product} ({})", contacts.join("; ")) }
    }
}

/// Whether an address names this machine itself. Where that may not be reached, it is refused before anything waits for it.
fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
        None => false,
    }
}

/// A web or e-mail address under which someone can be reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact(Url);

/// A text that is no contact.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no contact; write a web address such as https://example.org, or an e-mail address")]
pub struct UnknownContact(pub String);

impl FromStr for Contact {
    type Err = UnknownContact;

    fn from_str(text: &str) -> Result<Self, UnknownContact> {
        let trimmed = text.trim();
        let address = if trimmed.contains(':') { trimmed.to_owned() } else { format!("mailto:{trimmed}") };
        let is_contact = |url: &Url| match url.scheme() {
            "http" | "https" => true,
            "mailto" => url.path().contains('@') && !url.path().contains(char::is_whitespace),
            _ => false,
        };
        let url = Url::parse(&address).ok().filter(is_contact);
        url.map(Self).ok_or_else(|| UnknownContact(text.to_owned()))
    }
}

impl fmt::Display for Contact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Brackets and semicolons would end what a header's comment says; an address stays the same without them.
        let address = self.0.as_str().replace('(', "%28").replace(')', "%29").replace(';', "%3B");
        if self.0.scheme() == "mailto" { f.write_str(&address) } else { write!(f, "+{address}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_request_tells_whom_to_turn_to() {
        let mut manners = Manners::default();
        let product = format!("directory/{}", env!("CARGO_PKG_VERSION"));
        assert_eq!(manners.user_agent(), product);
        manners.contacts = ["https://example.org/a(b)", "ann@example.org", "mailto:bob@example.org"]
            .map(|contact| contact.parse().unwrap())
            .to_vec();
        assert_eq!(
            manners.user_agent(),
            format!(
                "{product} (+https://example.org/a%28b%29; mailto:ann@example.org; mailto:bob@example.org)"
            )
        );
    }

    #[test]
    fn what_is_no_address_is_no_contact() {
        for text in ["", "ann", "ftp://example.org", "ann at example.org", "mailto:ann", "a\r\nb: c@d"] {
            assert!(text.parse::<Contact>().is_err(), "{text}");
        }
    }
}
