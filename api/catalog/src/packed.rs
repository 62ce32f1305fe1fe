//! Text that is seldom asked for, kept small.

/// A text, compressed. Who said what takes more room than what is said, and few ask for it.
#[derive(Debug)]
pub(crate) struct Packed(Box<[u8]>);

impl Packed {
    pub(crate) fn of(text: &str) -> Self {
        Self(lz4_flex::compress_prepend_size(text.as_bytes()).into())
    }

    /// The text as it was given.
    pub(crate) fn text(&self) -> String {
        // It was compressed by this very type.
        let bytes = lz4_flex::decompress_size_prepended(&self.0).unwrap_or_default();
        String::from_utf8(bytes).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_was_packed_comes_out_again(text in "\\PC{0,300}") {
            prop_assert_eq!(Packed::of(&text).text(), text);
        }
    }
}
