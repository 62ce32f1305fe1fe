//! What can be told of a document before it is parsed: how deep its brackets nest, and how many tokens it has. Parsing
//! the one would exhaust the stack, the other the memory.

use crate::{cost::Refusal, limits};

/// Refuses a text that nests brackets too deep or has too many tokens.
pub(crate) fn check(text: &str) -> Result<(), Refusal> {
    let (mut rest, mut depth, mut deepest, mut tokens) = (text, 0_usize, 0_usize, 0_usize);
    while let Some(first) = rest.chars().next() {
        rest = after_token(rest, first);
        match first {
            '{' | '(' | '[' => depth += 1,
            '}' | ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
        tokens += usize::from(!is_ignored(first));
        if tokens > limits::TOKENS {
            return Err(Refusal::Tokens);
        }
    }
    if deepest > limits::BRACKETS { Err(Refusal::Brackets(deepest)) } else { Ok(()) }
}

/// Whether what begins with this character is no token.
fn is_ignored(first: char) -> bool {
    first == '#' || first == ',' || first == '\u{feff}' || first.is_ascii_whitespace()
}

/// What follows the token, the comment or the blank that the text begins with.
fn after_token(text: &str, first: char) -> &str {
    match first {
        '"' => after_string(text),
        '#' => text.find(['\n', '\r']).map_or("", |end| &text[end..]),
        _ if is_of_word(first) => text.find(|next| !is_of_word(next)).map_or("", |end| &text[end..]),
        _ => &text[first.len_utf8()..],
    }
}

/// Whether a character belongs to a name or a number.
fn is_of_word(character: char) -> bool {
    character.is_ascii_alphanumeric() || character == '_'
}

/// What follows the string or block string that the text begins with.
fn after_string(text: &str) -> &str {
    let (quote, body) = match text.strip_prefix(r#"""""#) {
        Some(body) => (r#"""""#, body),
        None => ("\"", text.get(1..).unwrap_or_default()),
    };
    let mut rest = body;
    while let Some(end) = rest.find(quote) {
        let (before, after) = (&rest[..end], &rest[end + quote.len()..]);
        let escapes = before.len() - before.trim_end_matches('\\').len();
        // In a block string only `\"""` is an escape and a backslash itself never is; elsewhere backslashes pair up.
        if escapes == 0 || (quote.len() == 1 && escapes % 2 == 0) {
            return after;
        }
        rest = after;
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_and_tokens_are_counted_outside_of_strings_and_comments() {
        let hidden = "[".repeat(limits::BRACKETS * 2);
        assert_eq!(check(&format!("# {hidden}\n{{ a(b: \"{hidden} \\\" {hidden}\") }}")), Ok(()));
        assert_eq!(check(&format!("{{ a(b: \"\"\"{hidden} \\\"\"\" {hidden}\"\"\") }}")), Ok(()));
        assert_eq!(check(&hidden), Err(Refusal::Brackets(limits::BRACKETS * 2)));
        assert_eq!(check(&"a ".repeat(limits::TOKENS)), Ok(()));
        assert_eq!(check(&"@a".repeat(limits::TOKENS)), Err(Refusal::Tokens));
    }
}
