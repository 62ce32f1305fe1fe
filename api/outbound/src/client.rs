use std::{
    fs::File,
    io::{self, Read, Write},
    net::IpAddr,
    path::Path,
    time::{Duration, Instant},
};

use reqwest::{
    blocking::{Client, Response as Answer},
    header::{HeaderMap, LOCATION, RETRY_AFTER},
    redirect,
};
use url::{Host, Url};

use crate::{
    AddressPolicy, Limits, OutboundError,
    address::GuardedResolver,
    error::Refused,
    retry::{Failure, with_retries},
    shown,
};

/// The guarded client. Make one for each policy and keep it: it holds open connections.
#[derive(Debug)]
pub struct Outbound {
    client: Client,
    policy: AddressPolicy,
    limits: Limits,
}

/// What came back beside the body.
#[derive(Clone, Debug)]
pub struct Fetched {
    /// The HTTP status: 2xx or 304.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
}

impl Fetched {
    /// A header as text, if it is there and is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

/// An answer with its body.
#[derive(Clone, Debug)]
pub struct Response {
    /// What came back beside the body.
    pub head: Fetched,
    /// The body, decompressed, within the limit.
    pub body: Vec<u8>,
}

impl Outbound {
    /// Sets up a client. Fails only where the TLS library cannot be set up.
    pub fn new(policy: AddressPolicy, limits: Limits) -> Result<Self, OutboundError> {
        let client = Client::builder()
            .connect_timeout(limits.connect_timeout)
            .timeout(limits.total_timeout)
            .redirect(redirect::Policy::none())
            .dns_resolver(GuardedResolver::shared(policy))
            .no_proxy()
            .user_agent(concat!("plymouth-directory/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|error| OutboundError::Setup(error.to_string()))?;
        Ok(Self { client, policy, limits })
    }

    /// Fetches an address with its body in memory. Anything but 2xx and 304 is an error.
    pub fn get(&self, url: &str, headers: &[(&str, &str)]) -> Result<Response, OutboundError> {
        with_retries(&self.limits, || {
            let mut body = Vec::new();
            let head = self.attempt(url, headers, &mut body)?;
            Ok(Response { head, body })
        })
    }

    /// Fetches an address into a file, which is made or emptied first.
    pub fn get_to_file(
        &self,
        url: &str,
        headers: &[(&str, &str)],
        path: &Path,
    ) -> Result<Fetched, OutboundError> {
        with_retries(&self.limits, || {
            let written =
                |error: io::Error| OutboundError::Write { url: shown(url), reason: error.to_string() };
            let mut file = File::create(path).map_err(written)?;
            let head = self.attempt(url, headers, &mut file)?;
            file.flush().map_err(written)?;
            Ok(head)
        })
    }

    fn attempt(&self, url: &str, headers: &[(&str, &str)], sink: &mut dyn Write) -> Result<Fetched, Failure> {
        let (answer, final_url) = self.follow(parse(url)?, headers)?;
        let status = answer.status();
        if !(status.is_success() || status.as_u16() == 304) {
            let error = OutboundError::Status { url: shown(final_url.as_str()), status: status.as_u16() };
            return Err(Failure { error, wait: retry_after(&answer) });
        }
        let head = Fetched { status: status.as_u16(), headers: answer.headers().clone() };
        self.copy(url, answer, sink)?;
        Ok(head)
    }

    /// Sends the request and follows redirects, each of which is checked like the first address.
    fn follow(&self, mut url: Url, headers: &[(&str, &str)]) -> Result<(Answer, Url), OutboundError> {
        let first = url.clone();
        for _ in 0..=self.limits.max_redirects {
            // What was meant for one server is not shown to another.
            let headers = if same_origin(&first, &url) { headers } else { &[] };
            let answer = self.send(&url, headers)?;
            if !answer.status().is_redirection() || answer.status().as_u16() == 304 {
                return Ok((answer, url));
            }
            let target = answer.headers().get(LOCATION).and_then(|target| target.to_str().ok());
            let Some(next) = target.and_then(|target| url.join(target).ok()) else { break };
            url = parse(next.as_str())?;
        }
        Err(OutboundError::Redirects { url: shown(first.as_str()) })
    }

    fn send(&self, url: &Url, headers: &[(&str, &str)]) -> Result<Answer, OutboundError> {
        self.check_literal(url)?;
        let mut request = self.client.get(url.clone());
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.send().map_err(|error| explain(url.as_str(), error))
    }

    /// An address written in figures never reaches the resolver, so it is checked here.
    fn check_literal(&self, url: &Url) -> Result<(), OutboundError> {
        let address = match url.host() {
            Some(Host::Ipv4(address)) => IpAddr::V4(address),
            Some(Host::Ipv6(address)) => IpAddr::V6(address),
            _ => return Ok(()),
        };
        if self.policy.allows(address) {
            return Ok(());
        }
        Err(OutboundError::Private { host: address.to_string(), address })
    }

    fn copy(&self, url: &str, mut answer: Answer, sink: &mut dyn Write) -> Result<(), OutboundError> {
        let deadline = Instant::now() + self.limits.total_timeout;
        let mut buffer = [0_u8; 16 * 1024];
        let mut total = 0_u64;
        loop {
            let read = answer.read(&mut buffer).map_err(|error| broken_body(url, &error))?;
            let Some(part) = buffer.get(..read).filter(|part| !part.is_empty()) else { return Ok(()) };
            total += part.len() as u64;
            if total > self.limits.max_body {
                return Err(OutboundError::TooLarge { url: shown(url), limit: self.limits.max_body });
            }
            if Instant::now() > deadline {
                return Err(OutboundError::Timeout { url: shown(url) });
            }
            sink.write_all(part)
                .map_err(|error| OutboundError::Write { url: shown(url), reason: error.to_string() })?;
        }
    }
}

fn parse(url: &str) -> Result<Url, OutboundError> {
    let refused = |reason: String| OutboundError::Address { url: shown(url), reason };
    let parsed = Url::parse(url).map_err(|error| refused(error.to_string()))?;
    match parsed.scheme() {
        "http" | "https" => Ok(parsed),
        other => Err(refused(format!("its scheme is `{other}`"))),
    }
}

fn same_origin(one: &Url, other: &Url) -> bool {
    one.origin() == other.origin()
}

fn retry_after(answer: &Answer) -> Option<Duration> {
    answer.headers().get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok().map(Duration::from_secs)
}

fn explain(url: &str, error: reqwest::Error) -> OutboundError {
    if let Some(refused) = Refused::within(&error) {
        return OutboundError::Private { host: refused.host.clone(), address: refused.address };
    }
    if error.is_timeout() {
        return OutboundError::Timeout { url: shown(url) };
    }
    OutboundError::Broken { url: shown(url), reason: innermost(&error.without_url()) }
}

fn broken_body(url: &str, error: &io::Error) -> OutboundError {
    let timed_out = error.kind() == io::ErrorKind::TimedOut
        || error
            .get_ref()
            .and_then(|inner| inner.downcast_ref::<reqwest::Error>())
            .is_some_and(reqwest::Error::is_timeout);
    if timed_out {
        OutboundError::Timeout { url: shown(url) }
    } else {
        OutboundError::Broken { url: shown(url), reason: innermost(error) }
    }
}

/// The last cause of an error: what the reader can act on.
fn innermost(error: &dyn std::error::Error) -> String {
    let mut error = error;
    while let Some(cause) = error.source() {
        error = cause;
    }
    error.to_string()
}
