//! Which addresses are the same page of a website.

use std::collections::BTreeSet;

use ::url::Url;

/// Parameters that say where a reader came from, not what they read.
const NOISE: [&str; 13] = [
    "_ga",
    "_gl",
    "fbclid",
    "gclid",
    "jsessionid",
    "mc_cid",
    "mc_eid",
    "msclkid",
    "phpsessid",
    "ref",
    "sessionid",
    "sid",
    "yclid",
];

/// Files that stand for the folder they are in.
const INDEX: [&str; 6] =
    ["index.html", "index.htm", "index.php", "index.aspx", "default.aspx", "default.asp"];

/// The hosts of a website, and the ports at which it answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Website {
    /// The first is the one that pages are named by.
    hosts: Vec<String>,
    ports: BTreeSet<u16>,
}

impl Website {
    /// A website of these hosts, each `name` or `name:port`, that is also where these addresses are. A host with `www.` and
    /// the one without are the same; a port counts if it is the scheme's own, is told, or stands in one of the addresses.
    /// Without a host, those of the addresses are taken.
    pub fn new<'a>(
        hosts: impl IntoIterator<Item = &'a str>,
        addresses: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        let mut site = Self { hosts: Vec::new(), ports: BTreeSet::from([80, 443]) };
        for host in hosts {
            let (name, port): (&str, Option<u16>) = match host.rsplit_once(':') {
                Some((name, port)) if port.parse::<u16>().is_ok() => (name, port.parse().ok()),
                _ => (host, None),
            };
            site.ports.extend(port);
            site.add(bare(name));
        }
        let is_told = !site.hosts.is_empty();
        for url in addresses.into_iter().filter_map(|address| Url::parse(address).ok()) {
            site.ports.extend(url.port());
            if let Some(host) = url.host_str().filter(|_| !is_told) {
                site.add(bare(host));
            }
        }
        site
    }

    fn add(&mut self, name: String) {
        if !self.hosts.contains(&name) {
            self.hosts.push(name);
        }
    }

    /// The hosts, without `www.`, the one that pages are named by first.
    pub fn hosts(&self) -> impl Iterator<Item = &str> {
        self.hosts.iter().map(String::as_str)
    }

    /// Names the page that an address leads to, whatever its scheme, host, port, final slash and noise: its host and path,
    /// and what is left of its query in order. `None` for an address that is not of this site.
    ///
    /// ```
    /// use normalize::website::Website;
    /// let site = Website::new(["www.example.org", "beta.example.org"], []);
    /// let key = site.key("http://beta.example.org/libraries//?utm_source=x#top");
    /// assert_eq!(key.as_deref(), Some("example.org/libraries"));
    /// assert_eq!(site.key("https://example.com/libraries"), None);
    /// ```
    pub fn key(&self, address: &str) -> Option<String> {
        let url = Url::parse(address.trim()).ok()?;
        let is_web = matches!(url.scheme(), "http" | "https");
        let host = bare(url.host_str()?);
        let is_here = self.hosts.contains(&host)
            && url.port_or_known_default().is_some_and(|port| self.ports.contains(&port));
        let first = self.hosts.first().filter(|_| is_web && is_here)?;
        Some(format!("{first}{}{}", path(&url), query(&url)))
    }
}

fn bare(host: &str) -> String {
    let host = host.trim().trim_end_matches('.').to_lowercase();
    host.strip_prefix("www.").map(str::to_owned).unwrap_or(host)
}

fn path(url: &Url) -> String {
    let mut segments: Vec<&str> =
        url.path_segments().into_iter().flatten().filter(|segment| !segment.is_empty()).collect();
    if segments.last().is_some_and(|last| INDEX.iter().any(|index| last.eq_ignore_ascii_case(index))) {
        segments.pop();
    }
    segments
        .iter()
        .map(|segment| format!("/{}", segment.split(";jsessionid").next().unwrap_or_default()))
        .collect()
}

fn query(url: &Url) -> String {
    let is_noise = |name: &str| {
        let name = name.to_lowercase();
        name.starts_with("utm_") || NOISE.contains(&name.as_str())
    };
    let mut pairs: Vec<(String, String)> = url
        .query_pairs()
        .filter(|(name, value)| !(is_noise(name) || name.is_empty() && value.is_empty()))
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    pairs.sort();
    if pairs.is_empty() {
        return String::new();
    }
    let mut written = ::url::form_urlencoded::Serializer::new(String::new());
    format!("?{}", written.extend_pairs(pairs).finish())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn site() -> Website {
        Website::new(["www.council.example", "beta.council.example"], ["http://127.0.0.1:8080/sitemap.xml"])
    }

    #[test]
    fn variants_of_an_address_are_one_page() {
        let plain = site().key("https://www.council.example/libraries/central").unwrap();
        for same in [
            "http://council.example/libraries/central",
            "https://COUNCIL.example:443/libraries/central/",
            "https://beta.council.example//libraries/central/index.html",
            "https://www.council.example/libraries/central?utm_source=a&fbclid=b&PHPSESSID=c#map",
            " https://council.example./libraries/central ",
            "https://user:secret@council.example/libraries/central",
        ] {
            assert_eq!(site().key(same).as_deref(), Some(plain.as_str()), "{same}");
        }
    }

    #[test]
    fn what_tells_pages_apart_is_kept() {
        let key = |address: &str| site().key(address);
        assert_ne!(key("https://council.example/a?page=1"), key("https://council.example/a?page=2"));
        assert_eq!(key("https://council.example/a?b=1&a=2"), key("https://council.example/a?a=2&b=1"));
        assert_ne!(key("https://council.example/A"), key("https://council.example/a"));
        assert_eq!(key("https://council.example/"), Some("council.example".to_owned()));
    }

    #[test]
    fn other_hosts_and_ports_are_not_of_the_site() {
        for other in [
            "https://other.example/a",
            "https://council.example:9000/a",
            "ftp://council.example/a",
            "/a",
            "mailto:a@council.example",
        ] {
            assert_eq!(site().key(other), None, "{other}");
        }
        let here = Website::new([], ["http://127.0.0.1:8080/sitemap.xml"]);
        assert_eq!(here.key("http://127.0.0.1:8080/a").as_deref(), Some("127.0.0.1/a"));
        assert_eq!(here.key("http://127.0.0.1:9090/a"), None);
    }

    proptest! {
        #[test]
        fn a_key_is_a_page_of_its_own_name(text in ".{0,80}", path in "[a-z/?&=;.%]{0,40}") {
            let _ = site().key(&text);
            let address = format!("https://council.example/{path}");
            if let Some(key) = site().key(&address) {
                prop_assert_eq!(site().key(&format!("https://{key}")), Some(key));
            }
        }
    }
}
