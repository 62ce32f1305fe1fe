use std::{
    fs::File,
    io::{self, Write},
    net::IpAddr,
    path::Path,
};

use reqwest::{
    Method,
    blocking::{Client, Response as Answer},
    header::{ACCEPT_ENCODING, CONTENT_ENCODING, HeaderMap, HeaderName, HeaderValue, LOCATION, RETRY_AFTER},
    redirect,
};
use url::{Host, Origin, Url};

use crate::{
    AddressPolicy, Fetched, Limits, Manners, OutboundError, Response,
    address::GuardedResolver,
    body::{self, Copying},
    explain::{broken_body, explain},
    hosts::Turn,
    retry::{Failure, with_retries},
    robots::Learned,
    shown,
    validators::is_partial,
};

/// The guarded client. Make one for each policy and keep it: it holds open connections.
#[derive(Debug)]
pub struct Outbound {
    client: Client,
    policy: AddressPolicy,
    limits: Limits,
    pub(crate) manners: Manners,
    pub(crate) learned: Learned,
    credentials: Option<Credentials>,
}

/// A header that one origin is shown, and no other.
#[derive(Debug)]
struct Credentials {
    origin: Origin,
    header: HeaderName,
    /// Marked as sensitive, so that it is never printed.
    value: HeaderValue,
}

impl Outbound {
    /// Sets up a client. Fails only where the TLS library cannot be set up.
    pub fn new(policy: AddressPolicy, limits: Limits, manners: Manners) -> Result<Self, OutboundError> {
        let unpacking = HeaderMap::from_iter([(ACCEPT_ENCODING, HeaderValue::from_static(body::PACKINGS))]);
        let client = Client::builder()
            .connect_timeout(limits.connect_timeout)
            .timeout(limits.total_timeout)
            .redirect(redirect::Policy::none())
            .dns_resolver(GuardedResolver::shared(policy))
            .no_proxy()
            .user_agent(manners.user_agent())
            .default_headers(unpacking)
            .build()
            .map_err(|error| OutboundError::Setup(error.to_string()))?;
        Ok(Self { client, policy, limits, manners, learned: Learned::default(), credentials: None })
    }

    /// Shows the origin of an address this header with every request, and no other origin.
    pub fn with_credentials(mut self, url: &str, header: &str, value: &str) -> Result<Self, OutboundError> {
        let unfit =
            |what: &str| OutboundError::Setup(format!("{what} of the credentials is none that HTTP allows"));
        let header = HeaderName::try_from(header).map_err(|_| unfit("the header"))?;
        let mut value = HeaderValue::try_from(value).map_err(|_| unfit("the value"))?;
        value.set_sensitive(true);
        self.credentials = Some(Credentials { origin: parse(url)?.origin(), header, value });
        Ok(self)
    }

    /// Fetches an address with its body in memory. Anything but 2xx and 304 is an error.
    pub fn get(&self, url: &str, headers: &[(&str, &str)]) -> Result<Response, OutboundError> {
        let (head, body) = self.get_into(url, headers, Vec::new)?;
        Ok(Response { head, body })
    }

    /// Fetches a web page with its body in memory, as [`Outbound::get`] does, if the `robots.txt` of its host allows
    /// it. Redirects are followed within the site only, and only to what may be fetched as well.
    pub fn visit(&self, url: &str, headers: &[(&str, &str)]) -> Result<Response, OutboundError> {
        let first = parse(url)?;
        self.visit_within(url, headers, &|next| same_site(&first, next))
    }

    /// Fetches a web page as [`Outbound::visit`] does, where the site is whatever `is_of_site` takes for it.
    pub fn visit_within(
        &self,
        url: &str,
        headers: &[(&str, &str)],
        is_of_site: &dyn Fn(&Url) -> bool,
    ) -> Result<Response, OutboundError> {
        let may_go = |next: &Url| match is_of_site(next) {
            true => self.check_robots(next),
            false => Err(OutboundError::OffSite { url: shown(url), to: shown(next.as_str()) }),
        };
        with_retries(&self.limits, &*self.manners.timing, || {
            let mut body = Vec::new();
            let head = self.attempt(url, headers, &mut body, &may_go)?;
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
        with_retries(&self.limits, &*self.manners.timing, || {
            let written =
                |error: io::Error| OutboundError::Write { url: shown(url), reason: error.to_string() };
            let mut file = File::create(path).map_err(written)?;
            let head = self.attempt(url, headers, &mut file, &anywhere)?;
            file.flush().map_err(written)?;
            Ok(head)
        })
    }

    /// Whether an address answers, without its body: the status of the answer, whichever it is. Servers that do not take
    /// HEAD are asked by GET. Nothing is tried twice.
    pub fn reach(&self, url: &str) -> Result<u16, OutboundError> {
        let ask = |method| Ok(self.follow(method, parse(url)?, &[], &anywhere)?.answer.status().as_u16());
        match ask(Method::HEAD) {
            Ok(status) if (200..300).contains(&status) => Ok(status),
            // What only HEAD makes falter may still answer.
            Ok(_) | Err(OutboundError::Broken { .. }) => ask(Method::GET),
            Err(error) => Err(error),
        }
    }

    /// Fetches an address into a sink, which is made anew for every attempt.
    pub(crate) fn get_into<W: Write>(
        &self,
        url: &str,
        headers: &[(&str, &str)],
        sink: impl Fn() -> W,
    ) -> Result<(Fetched, W), OutboundError> {
        with_retries(&self.limits, &*self.manners.timing, || {
            let mut sink = sink();
            let head = self.attempt(url, headers, &mut sink, &anywhere)?;
            Ok((head, sink))
        })
    }

    fn attempt(
        &self,
        url: &str,
        headers: &[(&str, &str)],
        sink: &mut dyn Write,
        may_go: MayGo<'_>,
    ) -> Result<Fetched, Failure> {
        let Arrived { answer, url: last, turn } = self.follow(Method::GET, parse(url)?, headers, may_go)?;
        let status = answer.status();
        let is_unchanged = status.as_u16() == 304;
        if !(status.is_success() || is_unchanged) {
            return Err(self.failure(&answer, &last));
        }
        if is_partial(status.as_u16(), headers) {
            return Err(OutboundError::Partial { url: shown(last.as_str()), status: status.as_u16() }.into());
        }
        let head =
            Fetched { status: status.as_u16(), headers: answer.headers().clone(), url: last.to_string() };
        if !is_unchanged {
            let timing = &*self.manners.timing;
            let copying = Copying { url, limits: &self.limits, timing, explain: broken_body };
            let packing = answer.headers().get(CONTENT_ENCODING).and_then(|name| name.to_str().ok());
            let packing = packing.map(str::to_owned);
            copying.copy(answer, packing.as_deref(), sink)?;
        }
        drop(turn);
        Ok(head)
    }

    /// What an answer of failure means. A server that asks for a pause is left alone for it by everyone; one that asks
    /// for a longer one than is ever waited is not asked again.
    fn failure(&self, answer: &Answer, url: &Url) -> Failure {
        let timing = &*self.manners.timing;
        let asked = answer.headers().get(RETRY_AFTER).and_then(|asked| asked.to_str().ok());
        let asked = asked.and_then(|asked| body::retry_after(asked, timing));
        let (status, shown) = (answer.status().as_u16(), shown(url.as_str()));
        match asked.filter(|_| OutboundError::may_pass_later(status)) {
            Some(asked) if asked > self.limits.longest_wait => {
                let error = OutboundError::Later { url: shown, status, seconds: asked.as_secs() };
                Failure { error, asked: None }
            }
            Some(asked) => {
                self.manners.hosts.hold(url, timing.now() + asked);
                Failure { error: OutboundError::Status { url: shown, status }, asked: Some(asked) }
            }
            None => OutboundError::Status { url: shown, status }.into(),
        }
    }

    /// Sends the request and follows redirects, each of which is checked like the first address.
    fn follow(
        &self,
        method: Method,
        mut url: Url,
        headers: &[(&str, &str)],
        may_go: MayGo<'_>,
    ) -> Result<Arrived<'_>, OutboundError> {
        let first = url.clone();
        for _ in 0..=self.limits.max_redirects {
            may_go(&url)?;
            let turn = self.manners.hosts.turn(&url, &self.manners, self.limits.deadline);
            let turn = turn.ok_or_else(|| OutboundError::Timeout { url: shown(url.as_str()) })?;
            // What was meant for one server is not shown to another, but for what tells nothing.
            let may_see = |name: &str| same_origin(&first, &url) || HARMLESS.contains(&name);
            let answer = self.send(&method, &url, headers.iter().filter(|(name, _)| may_see(name)))?;
            if !answer.status().is_redirection() || answer.status().as_u16() == 304 {
                return Ok(Arrived { answer, url, turn });
            }
            let target = answer.headers().get(LOCATION).and_then(|target| target.to_str().ok());
            let Some(next) = target.and_then(|target| url.join(target).ok()) else {
                return Err(OutboundError::Nowhere { url: shown(url.as_str()) });
            };
            url = parse(next.as_str())?;
        }
        Err(OutboundError::Redirects { url: shown(first.as_str()), limit: self.limits.max_redirects })
    }

    fn send<'h>(
        &self,
        method: &Method,
        url: &Url,
        headers: impl Iterator<Item = &'h (&'h str, &'h str)>,
    ) -> Result<Answer, OutboundError> {
        self.check_literal(url)?;
        let left = self.limits.time_left(&*self.manners.timing);
        let left = left.ok_or_else(|| OutboundError::Timeout { url: shown(url.as_str()) })?;
        let mut request = self.client.request(method.clone(), url.clone()).timeout(left);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(shown) = self.credentials.as_ref().filter(|shown| shown.origin == url.origin()) {
            request = request.header(&shown.header, &shown.value);
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
}

/// Headers that every server may see: a tag is that of whichever server sent it.
const HARMLESS: [&str; 3] = ["accept", "if-none-match", "if-modified-since"];

/// Whether an address may be gone to, or why not.
type MayGo<'a> = &'a dyn Fn(&Url) -> Result<(), OutboundError>;

fn anywhere(_url: &Url) -> Result<(), OutboundError> {
    Ok(())
}

/// What was found at the end of all redirects. The turn is held until the body is read.
struct Arrived<'c> {
    answer: Answer,
    url: Url,
    turn: Turn<'c>,
}

pub(crate) fn parse(url: &str) -> Result<Url, OutboundError> {
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

/// Whether two addresses are of one site: of one host, with or without `www.`.
fn same_site(one: &Url, other: &Url) -> bool {
    let site = |url: &Url| {
        let host = url.host_str().unwrap_or_default();
        (host.strip_prefix("www.").unwrap_or(host).to_owned(), url.port())
    };
    site(one) == site(other)
}

#[cfg(test)]
mod tests {
    use std::{
        io::{Read as _, Write as _},
        net::TcpListener,
        thread,
    };

    use super::*;

    #[test]
    fn a_redirect_from_a_public_address_to_an_inner_one_is_refused() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        thread::spawn(move || {
            for (number, stream) in listener.incoming().enumerate() {
                let mut stream = stream.unwrap();
                let _ = stream.read(&mut [0; 4096]);
                let inside = ["127.0.0.2", "[::1]", "169.254.169.254", "0x7f000002"][number % 4];
                let head =
                    "HTTP/1.1 302 Found\r\ncontent-length: 0\r\nconnection: close\r\nlocation: http://";
                let _ = stream.write_all(format!("{head}{inside}/latest/\r\n\r\n").as_bytes());
            }
        });
        let policy = AddressPolicy::Only([127, 0, 0, 1].into());
        let limits = Limits { retries: 0, ..Limits::default() };
        let client = Outbound::new(policy, limits, Manners::default()).unwrap();
        for _ in 0..4 {
            let error = client.get(&base, &[]).unwrap_err();
            assert!(matches!(error, OutboundError::Private { .. }), "{error}");
        }
    }
}
