//! What a `source.toml` says of a website.

use normalize::website;
use url::{Host, Url};

use super::{ConfigError, SourceConfig};
use crate::Format;

/// The most pages of a website, unless told.
const MOST_PAGES: u64 = 20_000;
/// How many links away from a listed page a page may be, unless told.
const DEEPEST: u64 = 5;
/// The most pages of one section that links lead to, unless told.
const SECTION: u64 = 500;

impl SourceConfig {
    /// The website that the source is: which addresses are its pages. `None` for a source of another format.
    ///
    /// ```
    /// use harvest::SourceConfig;
    /// let toml = r#"
    ///     name = "Council website"
    ///     format = "website"
    ///     sitemap = "https://www.council.example/sitemap.xml"
    ///     licence = { id = "OGL-UK-3.0" }
    /// "#;
    /// let config = SourceConfig::read(toml, "/sources/council-web".as_ref())?;
    /// let site = config.website().unwrap();
    /// assert_eq!(site.key("http://council.example/libraries/"), Some("council.example/libraries".to_owned()));
    /// # Ok::<(), harvest::ConfigError>(())
    /// ```
    pub fn website(&self) -> Option<website::Website> {
        let told = self.sitemap.iter().chain(&self.urls);
        let addresses: Vec<&str> = match self.sitemap.is_none() && self.urls.is_empty() {
            true => self.openreferral.iter().chain(&self.jsonapi).map(String::as_str).collect(),
            false => told.map(String::as_str).collect(),
        };
        let hosts = self.hosts.iter().map(String::as_str);
        (self.format == Format::Website).then(|| website::Website::new(hosts, addresses))
    }

    /// Whether there is a feed to be fetched.
    pub fn has_feed(&self) -> bool {
        !self.location.is_empty() || self.addresses().next().is_some()
    }

    /// Whether the feed comes over the network.
    pub fn is_remote(&self) -> bool {
        self.format == Format::Website || is_web(&self.location)
    }

    /// Where the first request of a harvest goes: the location, or the first address of a website.
    pub fn first_address(&self) -> &str {
        if self.location.is_empty() { self.addresses().next().unwrap_or_default() } else { &self.location }
    }

    /// The addresses that a website is read from.
    fn addresses(&self) -> impl Iterator<Item = &str> {
        let told = self.sitemap.iter().chain(&self.urls).chain(&self.openreferral).chain(&self.jsonapi);
        told.map(String::as_str)
    }

    /// Whether what the source says may count for what is published, as far as this is up to its format.
    pub(super) fn counts(&self) -> bool {
        self.format != Format::Website || self.claims
    }

    /// The most pages of a website.
    pub(crate) fn most_pages(&self) -> usize {
        size(self.max_pages.unwrap_or(MOST_PAGES))
    }

    /// How far links are followed.
    pub(crate) fn deepest(&self) -> usize {
        size(self.max_depth.unwrap_or(DEEPEST))
    }

    /// The most pages of one section: of those that are listed, and of those that links lead to.
    pub(crate) fn most_of_section(&self) -> (usize, usize) {
        let told = self.section_limit.map(size);
        (told.unwrap_or(usize::MAX), told.unwrap_or(size(SECTION)))
    }

    /// Whether the one address of a website, if it is a page, is where links are followed from.
    pub(crate) fn has_one_address(&self) -> bool {
        self.addresses().count() == 1 && self.urls.len() == 1
    }

    /// Whether pages are read: where there is nothing but an Open Referral interface, none are.
    pub(crate) fn has_pages(&self) -> bool {
        self.sitemap.is_some() || self.jsonapi.is_some() || !self.urls.is_empty()
    }

    /// The location of a website is one more of its addresses.
    pub(super) fn take_location(&mut self) {
        if self.format == Format::Website && !self.location.is_empty() {
            self.urls.insert(0, std::mem::take(&mut self.location));
        }
    }

    pub(super) fn check_website(&self) -> Result<(), ConfigError> {
        if self.format != Format::Website {
            return self.check_not_of_website();
        }
        if self.addresses().next().is_none() {
            let allowed =
                "say where the pages are: sitemap = \"https://…/sitemap.xml\", or urls = [\"https://…\"]";
            return Err(ConfigError::value("sitemap", "missing", allowed));
        }
        let single =
            [("sitemap", &self.sitemap), ("openreferral", &self.openreferral), ("jsonapi", &self.jsonapi)];
        let single = single.into_iter().filter_map(|(key, address)| Some((key, address.as_ref()?)));
        for (key, address) in single.chain(self.urls.iter().map(|address| ("urls", address))) {
            if !is_web(address) || Url::parse(address).is_err() {
                return Err(ConfigError::value(
                    key,
                    address,
                    "use an address, such as https://www.council.example/",
                ));
            }
        }
        if let Some(host) = self.hosts.iter().find(|host| !is_host(host)) {
            let allowed =
                "use the name of a host, such as www.council.example, or with a port, such as localhost:8080";
            return Err(ConfigError::value("hosts", host, allowed));
        }
        let numbers = [("max_pages", self.max_pages), ("section_limit", self.section_limit)];
        if let Some((key, _)) = numbers.into_iter().find(|(_, number)| *number == Some(0)) {
            return Err(ConfigError::value(key, 0, "use 1 or more, or leave it out"));
        }
        self.check_following()
    }

    fn check_following(&self) -> Result<(), ConfigError> {
        let Some(depth) = self.max_depth else { return Ok(()) };
        if depth == 0 {
            return Err(ConfigError::value("max_depth", depth, "use 1 or more, or follow = false"));
        }
        if self.follow.unwrap_or_else(|| self.has_one_address()) {
            return Ok(());
        }
        let allowed = "links are followed with follow = true alone; add that, or leave it out";
        Err(ConfigError::value("max_depth", depth, allowed))
    }

    /// Other formats have no key of a website.
    fn check_not_of_website(&self) -> Result<(), ConfigError> {
        let told = [
            ("sitemap", self.sitemap.is_some()),
            ("urls", !self.urls.is_empty()),
            ("hosts", !self.hosts.is_empty()),
            ("max_pages", self.max_pages.is_some()),
            ("follow", self.follow.is_some()),
            ("max_depth", self.max_depth.is_some()),
            ("section_limit", self.section_limit.is_some()),
            ("claims", self.claims),
            ("openreferral", self.openreferral.is_some()),
            ("jsonapi", self.jsonapi.is_some()),
        ];
        match told.into_iter().find(|(_, is_told)| *is_told) {
            Some((key, _)) => {
                let allowed =
                    "only format = \"website\" has it; leave it out, or say where the feed is by `location`";
                Err(ConfigError::value(key, "given", allowed))
            }
            None => Ok(()),
        }
    }
}

fn size(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

fn is_web(address: &str) -> bool {
    let address = address.to_ascii_lowercase();
    address.starts_with("http://") || address.starts_with("https://")
}

/// Whether a text is the name of a host, perhaps with a port.
fn is_host(text: &str) -> bool {
    let name = match text.rsplit_once(':') {
        Some((name, port)) if port.parse::<u16>().is_ok() => name,
        _ => text,
    };
    !name.is_empty() && !name.contains(['/', '@', '?', '#', ' ']) && Host::parse(name).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(toml: &str) -> Result<SourceConfig, ConfigError> {
        let text = format!("name = \"Site\"\nlicence = {{ id = \"OGL-UK-3.0\" }}\n{toml}");
        SourceConfig::read(&text, "/sources/site".as_ref())
    }

    #[test]
    fn a_website_has_an_address_at_which_to_begin() {
        let config = read("format = \"website\"\nsitemap = \"https://a.example/sitemap.xml\"").unwrap();
        assert!(config.has_feed() && config.is_remote());
        assert_eq!(config.first_address(), "https://a.example/sitemap.xml");
        assert_eq!(SourceConfig::from_json(config.to_json()).unwrap(), config);
        let config = read("format = \"website\"\nlocation = \"https://a.example/\"").unwrap();
        assert_eq!((config.urls.len(), config.location.as_str()), (1, ""));
        assert!(config.website().unwrap().key("https://www.a.example/x").is_some());
    }

    #[test]
    fn what_its_pages_say_is_published_only_if_it_claims_to() {
        let toml = "format = \"website\"\nurls = [\"https://a.example/\"]";
        assert!(!read(toml).unwrap().source().licence.republish);
        assert!(read(&format!("{toml}\nclaims = true")).unwrap().source().licence.republish);
        assert!(
            !read(&format!("{toml}\nclaims = true\nstate = \"trial\"")).unwrap().source().licence.republish
        );
    }

    #[test]
    fn keys_that_contradict_each_other_are_refused_by_name() {
        for (toml, named) in [
            ("format = \"website\"", "sitemap"),
            ("format = \"website\"\nurls = [\"libraries.html\"]", "urls"),
            ("format = \"website\"\nsitemap = \"ftp://a.example/\"", "sitemap"),
            (
                "format = \"website\"\nurls = [\"https://a.example\"]\nhosts = [\"https://a.example\"]",
                "hosts",
            ),
            ("format = \"website\"\nurls = [\"https://a.example\"]\nmax_pages = 0", "max_pages"),
            ("format = \"website\"\nsitemap = \"https://a.example/s.xml\"\nmax_depth = 2", "follow = true"),
            ("format = \"website\"\nurls = [\"https://a.example\"]\n[pages]\nlimit = 3", "max_pages"),
            (
                "format = \"pages\"\nlocation = \"https://a.example\"\nsitemap = \"https://a.example\"",
                "website",
            ),
            ("format = \"csv\"\nlocation = \"a.csv\"\nclaims = true", "claims"),
        ] {
            let error = read(toml).unwrap_err().to_string();
            assert!(error.contains(named), "{toml}: {error}");
        }
    }
}
