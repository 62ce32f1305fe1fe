//! Text that is seldom asked for, kept small.

use std::fmt;

use lz4_flex::block::{compress_prepend_size_with_dict, decompress_size_prepended_with_dict};
use serde::{Deserialize, Serialize};

/// A text, compressed beside another that says much of the same. Who said what takes more room than what is said, repeats
/// it, and few ask for it.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Packed(#[serde(with = "serde_bytes")] Box<[u8]>);

impl Packed {
    pub(crate) fn of(text: &str, beside: &str) -> Self {
        Self(compress_prepend_size_with_dict(text.as_bytes(), beside.as_bytes()).into())
    }

    /// The text as it was given, beside the same text.
    pub(crate) fn text(&self, beside: &str) -> String {
        let bytes = decompress_size_prepended_with_dict(&self.0, beside.as_bytes());
        let bytes = bytes.map_err(|error| error.to_string());
        let text = bytes.and_then(|bytes| String::from_utf8(bytes).map_err(|error| error.to_string()));
        own("a packed text", text)
    }
}

/// What was read of a text that this very program wrote. That it cannot be read is a fault of the program: it stops where
/// the program is tried, and is logged where it serves, without what could not be read.
pub(crate) fn own<T: Default, E: fmt::Display>(what: &'static str, read: Result<T, E>) -> T {
    debug_assert!(read.is_ok(), "{what} cannot be read that was written here");
    read.unwrap_or_else(|error| {
        tracing::error!(%error, what, "a text cannot be read that was written here; it is left out");
        T::default()
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_was_packed_comes_out_again(text in "\\PC{0,300}", beside in "\\PC{0,300}") {
            prop_assert_eq!(Packed::of(&text, &beside).text(&beside), text.clone());
            prop_assert_eq!(Packed::of(&text, &text).text(&text), text);
        }
    }

    #[test]
    fn what_repeats_the_other_text_takes_little_room() {
        let said = r#""name":"Lunch club","description":"A meal and company for older people, every week.""#;
        let claims = format!("{{{said},{said}}}");
        assert!(Packed::of(&claims, said).0.len() < 40);
        assert!(Packed::of(&claims, "").0.len() > 90);
    }
}
