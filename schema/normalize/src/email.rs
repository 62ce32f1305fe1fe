//! E-mail addresses. Rule: what the HTML standard takes as a valid e-mail address, with a domain of two labels.

/// The address in lower case, without `mailto:`, angle brackets, and the name that mail programs put before these. `None`
/// where it is not exactly one address.
pub fn normalize(text: &str) -> Option<String> {
    let lower = text.trim().to_lowercase();
    let bare = lower.strip_prefix("mailto:").unwrap_or(&lower).trim();
    let bare = in_brackets(bare).unwrap_or(bare).trim();
    let (local, domain) = bare.split_once('@')?;
    (is_local(local) && is_domain(domain)).then(|| bare.to_owned())
}

/// What stands in angle brackets at the end of a text that holds no address before them.
fn in_brackets(text: &str) -> Option<&str> {
    let (name, address) = text.strip_suffix('>')?.split_once('<')?;
    (!name.contains('@')).then_some(address)
}

/// The part after the `@`.
pub fn domain(email: &str) -> &str {
    email.rsplit('@').next().unwrap_or_default()
}

fn is_local(text: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || ".!#$%&'*+/=?^_`{|}~-".contains(c);
    !text.is_empty() && text.chars().all(allowed) && !text.starts_with('.') && !text.ends_with('.')
}

fn is_domain(text: &str) -> bool {
    text.contains('.') && text.len() <= 253 && text.split('.').all(is_label)
}

fn is_label(text: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || c == '-';
    (1..=63).contains(&text.len())
        && text.chars().all(allowed)
        && !text.starts_with('-')
        && !text.ends_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_wrapping_make_no_difference() {
        let texts = [
            "Info@Example.ORG",
            "mailto:info@example.org",
            " <info@example.org> ",
            "Efford Library <info@example.org>",
        ];
        for text in texts {
            assert_eq!(normalize(text).as_deref(), Some("info@example.org"), "{text}");
        }
        assert_eq!(domain("info@example.org"), "example.org");
    }

    #[test]
    fn what_is_not_one_address_is_none() {
        for text in [
            "",
            "info",
            "info@example",
            "a@b.org c@d.org",
            "a@b@c.org",
            "a@-b.org",
            "via website",
            "a@b.org <c@d.org>",
        ] {
            assert_eq!(normalize(text), None, "{text}");
        }
    }
}
