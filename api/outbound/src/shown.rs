use url::Url;

/// An address as it may be shown and logged: without user, password and query, which may hold keys.
pub fn shown(url: &str) -> String {
    let Ok(mut url) = Url::parse(url) else { return "an address that cannot be read".to_owned() };
    // Setting these fails only for addresses that cannot have them.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.set_query(None);
    url.set_fragment(None);
    url.to_string()
}

#[cfg(test)]
mod tests {
    #[test]
    fn credentials_and_keys_are_not_shown() {
        assert_eq!(super::shown("https://me:secret@x.org/feed?key=1#a"), "https://x.org/feed");
    }
}
