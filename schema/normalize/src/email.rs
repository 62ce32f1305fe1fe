//! E-mail addresses. Rule: what the HTML standard takes as a valid e-mail address, with a domain of two labels.

/// The address in lower case, without `mailto:` and angle brackets. `None` where it is not exactly one address.
pub fn normalize(text: &str) -> Option<String> {
    let lower = text.trim().to_lowercase();
    let bare = lower.strip_prefix("mailto:").unwrap_or(&lower).trim();
    let bare = bare.strip_prefix('<').and_then(|inner| inner.strip_suffix('>')).unwrap_or(bare).trim();
    let (local, domain) = bare.split_once('@')?;
    (is_local(local) && is_domain(domain)).then(|| bare.to_owned())
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
        for text in ["Info@Example.ORG", "mailto:info@example.org", " <info@example.org> "] {
            assert_eq!(normalize(text).as_deref(), Some("info@example.org"), "{text}");
        }
        assert_eq!(domain("info@example.org"), "example.org");
    }

    #[test]
    fn what_is_not_one_address_is_none() {
        for text in ["", "info", "info@example", "a@b.org c@d.org", "a@b@c.org", "a@-b.org", "via website"] {
            assert_eq!(normalize(text), None, "{text}");
        }
    }
}
