//! Running text: markup and entities resolved, white space collapsed, and keys made of words.

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
/// Line breaks stay, at most one empty line in a row; block elements make them. Use [`line()`] for a single line.
pub fn plain(text: &str) -> String {
    let mut now = tidy(text);
    for _ in 0..MOST_LAYERS {
        let next = tidy(&unwrap_markup(&now));
        if next == now {
            return now;
        }
        now = next;
    }
    tidy(&now.replace(['<', '&'], " "))
}

/// [`plain()`] on one line: every run of white space is one space.
pub fn line(text: &str) -> String {
    words_of(&plain(text))
}

/// A key made of words: transliterated to ASCII, lower case, the alphanumeric words joined by `-`.
///
/// Two texts that differ only in case, accents, punctuation or spacing have the same key. Empty where there are no
/// words.
pub fn key(text: &str) -> String {
    words(text).join("-")
}

/// The words of a text: transliterated to ASCII, lower case, split at everything that is not a letter or digit.
/// Apostrophes bind (`mary's` is `marys`), initials are one word (`Y.M.C.A.` is `ymca`) and `&` is the word `and`.
pub fn words(text: &str) -> Vec<String> {
    let ascii = deunicode::deunicode_with_tofu(&text.nfkc().collect::<String>(), " ").to_ascii_lowercase();
    let bound = ascii.replace('\'', "").replace('&', " and ");
    bound.split_whitespace().flat_map(split_words).collect()
}

/// The words of a text without spaces. Initials with dots are one word (`c.i.c.` is `cic`).
fn split_words(chunk: &str) -> Vec<String> {
    let bare = chunk.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    let initials = bare.contains('.') && bare.split('.').all(|part| part.len() == 1 && part.is_ascii());
    if initials && bare.chars().all(|c| c == '.' || c.is_ascii_alphabetic()) {
        return vec![bare.replace('.', "")];
    }
    let words = bare.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

fn words_of(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
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
    let seen: String = text.chars().filter(|&c| is_visible(c)).nfc().collect();
    let mut out = String::with_capacity(seen.len());
    let mut empty = 0;
    for row in seen.split(['\n', '\r', '\u{2028}', '\u{2029}', '\u{85}', '\u{b}', '\u{c}']) {
        let row = words_of(row);
        if row.is_empty() {
            empty += 1;
            continue;
        }
        if !out.is_empty() {
            out.push_str(if empty > 0 { "\n\n" } else { "\n" });
        }
        out.push_str(&row);
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
        assert_eq!(plain("ages <5 and under <ten"), "ages <5 and under <ten");
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
