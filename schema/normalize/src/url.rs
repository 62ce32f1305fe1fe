//! Web addresses, and the site they stand on.

use std::sync::LazyLock;

use ::url::Url;

use crate::table::Table;

/// Hosts where many publish.
static SHARED: LazyLock<Table> = LazyLock::new(|| Table::of(include_str!("../data/shared_hosts.txt")));

/// Domains under which one body publishes the pages of many.
static DIVIDED: LazyLock<Table> = LazyLock::new(|| Table::of(include_str!("../data/divided_domains.txt")));

/// Path segments before the one that names somebody.
static GROUPING: LazyLock<Table> = LazyLock::new(|| Table::of(include_str!("../data/grouping_segments.txt")));

/// Subdomains of shared hosts that are nobody's own.
static FRONT_DOORS: LazyLock<Table> = LazyLock::new(|| Table::of(include_str!("../data/front_doors.txt")));

/// Longest address taken, in bytes: the de-facto limit of browsers.
const LONGEST: usize = 2_083;

/// The address as an absolute `http(s)` URL; `https://` is added to one that only begins with a host (`www.x.org`).
/// Credentials are dropped. `None` where it is not exactly one web address.
pub fn normalize(text: &str) -> Option<String> {
    read(text).map(String::from)
}

/// Reads exactly one web address.
fn read(text: &str) -> Option<Url> {
    let text = text.trim();
    if text.is_empty() || text.len() > LONGEST || text.contains(char::is_whitespace) {
        return None;
    }
    let mut url = if has_scheme(text) { Url::parse(text).ok()? } else { without_scheme(text)? };
    if !matches!(url.scheme(), "http" | "https") || !url.host_str().is_some_and(is_public_host) {
        return None;
    }
    // Both are refused only for URLs that cannot have a host; this one has.
    url.set_username("").ok()?;
    url.set_password(None).ok()?;
    (url.as_str().len() <= LONGEST).then_some(url)
}

/// Whose site an address is on: the registrable domain; on a host shared by many, the domain and the path segment
/// that names one of them (`facebook.com/postofficeinn`). `None` where a shared host names nobody.
pub fn site(url: &str) -> Option<String> {
    let url = read(url)?;
    let host = url.host_str()?.trim_start_matches("www.").trim_end_matches('.');
    if !matches!(url.host(), Some(::url::Host::Domain(_))) {
        return Some(host.to_owned());
    }
    let domain = psl::domain_str(host).unwrap_or(host);
    let named = || named_segment(&url).map(|segment| format!("{domain}/{segment}"));
    if SHARED.has(domain) {
        return if is_front_door(host, domain) { named() } else { Some(host.to_owned()) };
    }
    Some(if is_divided(domain) { named() } else { None }.unwrap_or_else(|| domain.to_owned()))
}

/// Whether a host on a shared domain is everybody's: the domain itself or its mobile form. Other subdomains are
/// given to one publisher each.
fn is_front_door(host: &str, domain: &str) -> bool {
    let subdomain = host.strip_suffix(domain).unwrap_or_default().trim_end_matches('.');
    subdomain.is_empty() || FRONT_DOORS.has(subdomain)
}

fn has_scheme(text: &str) -> bool {
    text.split_once(':').is_some_and(|(scheme, rest)| {
        rest.starts_with("//") && scheme.chars().all(|c| c.is_ascii_alphanumeric())
    })
}

/// Reads an address without scheme, where the host ends in a suffix that the Public Suffix List knows.
fn without_scheme(text: &str) -> Option<Url> {
    let bare = text.trim_start_matches('/');
    let host = bare.split(['/', '?', '#']).next()?;
    let is_host = !host.contains(['@', ':'])
        && psl::suffix(host.to_ascii_lowercase().as_bytes()).is_some_and(|s| s.is_known());
    if is_host { Url::parse(&format!("https://{bare}")).ok() } else { None }
}

fn is_public_host(host: &str) -> bool {
    host.trim_end_matches('.').contains('.') || host.starts_with('[')
}

/// Whether a domain or one above it is divided among many.
fn is_divided(domain: &str) -> bool {
    let above = domain.match_indices('.').filter_map(|(at, _)| domain.get(at + 1..));
    std::iter::once(domain).chain(above).any(|domain| DIVIDED.has(domain))
}

/// The first path segment that names somebody, or the `id` of a profile.
fn named_segment(url: &Url) -> Option<String> {
    let segment = url.path_segments()?.find(|part| !part.is_empty() && !GROUPING.has(part))?;
    if segment == "profile.php" {
        let (_, id) = url.query_pairs().find(|(key, _)| key == "id")?;
        return Some(id.into_owned());
    }
    Some(segment.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bare_host_becomes_an_address() {
        assert_eq!(normalize("www.Example.org").as_deref(), Some("https://www.example.org/"));
        assert_eq!(normalize("example.org/tea?x=1").as_deref(), Some("https://example.org/tea?x=1"));
        assert_eq!(normalize("http://me:secret@example.org").as_deref(), Some("http://example.org/"));
    }

    #[test]
    fn what_is_not_one_web_address_is_none() {
        for text in [
            "",
            "n/a",
            "ftp://example.org",
            "javascript:alert(1)",
            "a.org b.org",
            "file:///etc/passwd",
            "tea.room1",
        ] {
            assert_eq!(normalize(text), None, "{text}");
        }
    }

    #[test]
    fn the_site_is_the_registrable_domain() {
        assert_eq!(site("https://www.thebox.co.uk/a/b").as_deref(), Some("thebox.co.uk"));
        assert_eq!(site("http://me.wordpress.com/x").as_deref(), Some("me.wordpress.com"));
    }

    #[test]
    fn a_shared_host_is_nobodys_own() {
        assert_eq!(
            site("https://m.facebook.com/PostOfficeInn/").as_deref(),
            Some("facebook.com/postofficeinn")
        );
        assert_eq!(site("www.facebook.com/profile.php?id=615").as_deref(), Some("facebook.com/615"));
        assert_eq!(
            site("https://www.achurchnearyou.com/church/9178/").as_deref(),
            Some("achurchnearyou.com/9178")
        );
        assert_eq!(site("https://facebook.com/"), None);
        assert_eq!(
            site("https://www.plymouth.gov.uk/libraries").as_deref(),
            Some("plymouth.gov.uk/libraries")
        );
    }
}
