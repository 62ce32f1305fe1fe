//! Running text: markup and entities resolved, white space collapsed, and keys made of words.

use std::borrow::Cow;

use html5gum::{Token, Tokenizer};
use unicode_normalization::UnicodeNormalization;

/// How often text may be wrapped in markup or entities and still be unwrapped. Feeds that pass through several
/// systems escape twice; more than this is an accident or an attack.
const MOST_LAYERS: usize = 4;

/// Elements of HTML that begin and end a line of their own.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "br",
    "dd",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "td",
    "th",
    "tr",
    "ul",
];

/// Elements of HTML whose content is not for readers.
const UNREAD: &[&str] = &["script", "style", "template", "title"];

/// The text a reader would see: tags stripped, entities decoded (also where they were escaped several times),
/// control and invisible characters dropped, composed (NFC), runs of white space collapsed.
///
/// A `<` that is text never stands before a letter: `under <ten` becomes `under < ten`, so that a page that forgets to
/// escape it shows it still, and runs nothing.
///
/// Line breaks stay, at most one empty line in a row; block elements make them. Use [`line()`] for a single line.
pub fn plain(text: &str) -> String {
    if is_plain_ascii(text) {
        return tidy_rows(text);
    }
    let mut now = tidy(text);
    for _ in 0..MOST_LAYERS {
        let next = tidy(&unwrap_markup(&now));
        if next == now {
            return parted(&now);
        }
        now = next;
    }
    tidy(&now.replace(['<', '&'], " "))
}

/// [`plain()`] on one line: every run of white space is one space.
pub fn line(text: &str) -> String {
    if is_plain_ascii(text) { words_of(text) } else { words_of(&plain(text)) }
}

/// A key made of words: transliterated to ASCII, lower case, the alphanumeric words joined by `-`.
///
/// Two texts that differ only in case, accents, punctuation or spacing have the same key. Empty where there are no
/// words.
pub fn key(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_words(&ascii(text), '-', &mut out);
    out
}

/// The words of a text: transliterated to ASCII, lower case, split at everything that is not a letter or digit.
/// Apostrophes bind (`mary's` is `marys`), initials are one word (`Y.M.C.A.` is `ymca`) and `&` is the word `and`.
pub fn words(text: &str) -> Vec<String> {
    let phrase = phrase(text);
    phrase.split_ascii_whitespace().map(str::to_owned).collect()
}

/// The [`words`] of a text, joined by one space.
pub fn phrase(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    push_words(&ascii(text), ' ', &mut out);
    out
}

/// The text in ASCII, deletes dropped; only one that needs it takes the long way.
pub(crate) fn ascii(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| byte < 0x7f) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(deunicode::deunicode_with_tofu(&text.nfkc().collect::<String>(), " "))
}

/// Appends the words of an ASCII text in lower case, parted by `gap`.
fn push_words(ascii: &str, gap: char, out: &mut String) {
    for chunk in ascii.split_whitespace() {
        let mut parts = chunk.split('&');
        push_chunk(parts.next().unwrap_or_default(), gap, out);
        for part in parts {
            push_word("and", gap, out);
            push_chunk(part, gap, out);
        }
    }
}

/// Appends the words of a text without spaces. Initials with dots are one word (`c.i.c.` is `cic`).
fn push_chunk(chunk: &str, gap: char, out: &mut String) {
    if is_initials(chunk) {
        return push_word(chunk, gap, out);
    }
    for word in chunk.split(|c: char| !c.is_ascii_alphanumeric() && c != '\'') {
        push_word(word, gap, out);
    }
}

/// Appends the letters and digits of a word, if it has any.
fn push_word(word: &str, gap: char, out: &mut String) {
    let before = out.len();
    if before > 0 {
        out.push(gap);
    }
    let start = out.len();
    out.extend(word.bytes().filter(u8::is_ascii_alphanumeric).map(|byte| byte.to_ascii_lowercase() as char));
    if out.len() == start {
        out.truncate(before);
    }
}

/// Single letters with dots between them, whatever stands before and after.
pub(crate) fn is_initials(chunk: &str) -> bool {
    let bare = chunk.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    let letters = |(at, byte): (usize, u8)| match at % 2 {
        0 => byte.is_ascii_alphabetic(),
        _ => byte == b'.',
    };
    bare.len() >= 3 && bare.bytes().filter(|byte| *byte != b'\'').enumerate().all(letters)
}

/// Whether a text is ASCII without control characters other than white space, without tags and without entities:
/// nothing in it needs decoding.
pub(crate) fn is_plain_ascii(text: &str) -> bool {
    let is_plain = |&byte: &u8| matches!(byte, b' '..=b'~' | b'\t'..=b'\r') && byte != b'<';
    let bytes = text.as_bytes();
    bytes.iter().all(is_plain)
        && !bytes.windows(2).any(|pair| matches!(pair, [b'&', b'#' | b'a'..=b'z' | b'A'..=b'Z']))
}

fn words_of(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_row(text, &mut out);
    out
}

/// Appends a text with every run of white space as one space.
fn push_row(row: &str, out: &mut String) {
    let mut words = row.split_whitespace();
    out.extend(words.next());
    for word in words {
        out.push(' ');
        out.push_str(word);
    }
}

/// Resolves one layer of markup.
fn unwrap_markup(text: &str) -> String {
    if !text.contains(['<', '&']) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut unread = 0usize;
    for Ok(token) in Tokenizer::new(&closed(text)) {
        match token {
            Token::String(words) if unread == 0 => out.push_str(&String::from_utf8_lossy(&words)),
            Token::StartTag(tag) => {
                unread += usize::from(!tag.self_closing && is_in(UNREAD, &tag.name));
                break_line(&mut out, &tag.name);
            }
            Token::EndTag(tag) => {
                unread = unread.saturating_sub(usize::from(is_in(UNREAD, &tag.name)));
                break_line(&mut out, &tag.name);
            }
            _ => {}
        }
    }
    out
}

/// Parts each `<` from what would make it the beginning of a tag, a comment or a declaration.
fn parted(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let (before, after) = rest.split_at(at + 1);
        out.push_str(before);
        if after.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')) {
            out.push(' ');
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Escapes a `<` that no `>` follows: it opens no tag, and an HTML reader would drop all that comes after it.
fn closed(text: &str) -> String {
    let end = text.rfind('>').map_or(0, |at| at + 1);
    let (tagged, tail) = text.split_at(end);
    format!("{tagged}{}", tail.replace('<', "&lt;"))
}

fn is_in(names: &[&str], name: &[u8]) -> bool {
    names.iter().any(|known| known.as_bytes() == name)
}

fn break_line(out: &mut String, name: &[u8]) {
    if is_in(BLOCKS, name) {
        out.push('\n');
    }
}

/// Drops what cannot be seen, composes, and collapses white space within lines and empty lines between them.
fn tidy(text: &str) -> String {
    tidy_rows(&text.chars().filter(|&c| is_visible(c)).nfc().collect::<String>())
}

fn tidy_rows(seen: &str) -> String {
    let mut out = String::with_capacity(seen.len());
    let mut empty = 0;
    for row in seen.split(['\n', '\r', '\u{2028}', '\u{2029}', '\u{85}', '\u{b}', '\u{c}']) {
        if row.trim().is_empty() {
            empty += 1;
            continue;
        }
        if !out.is_empty() {
            out.push_str(if empty > 0 { "\n\n" } else { "\n" });
        }
        push_row(row, &mut out);
        empty = 0;
    }
    out
}

/// Whether a character shows or spaces. Zero-width marks and direction overrides do neither; joiners within emoji
/// and scripts that need them stay.
fn is_visible(c: char) -> bool {
    let invisible = matches!(
        c,
        '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'
            | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'
    );
    c.is_whitespace() || !(c.is_control() || invisible)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_goes_and_its_lines_stay() {
        let html =
            "<div><p>Tea &amp; talk</p><ul><li>Mondays</li><li>Fridays</li></ul></div><script>x()</script>";
        assert_eq!(plain(html), "Tea & talk\n\nMondays\n\nFridays");
        assert_eq!(line(html), "Tea & talk Mondays Fridays");
    }

    #[test]
    fn entities_escaped_twice_are_decoded_twice() {
        assert_eq!(plain("Fish &amp;amp; chips&nbsp;&#163;5"), "Fish & chips £5");
        assert_eq!(plain("&lt;b&gt;Bold&lt;/b&gt;"), "Bold");
    }

    #[test]
    fn a_lone_angle_bracket_is_text() {
        assert_eq!(plain("ages <5 and under <ten"), "ages <5 and under < ten");
        assert_eq!(plain("<img src=x onerror=alert(1) //"), "< img src=x onerror=alert(1) //");
        assert_eq!(plain("I <3 tea"), "I <3 tea");
    }

    #[test]
    fn invisible_and_control_characters_go() {
        assert_eq!(plain("a\u{0}b\u{200b}c\u{feff} \u{a0}\t d"), "abc d");
    }

    #[test]
    fn keys_forget_case_accents_and_punctuation() {
        assert_eq!(key("  St. Mary's Café & Hall "), "st-marys-cafe-and-hall");
        assert_eq!(key("—"), "");
    }
}
