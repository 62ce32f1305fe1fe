use crate::Lexicon;

/// What leads readers to what they look for and can be edited without a release.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Guide {
    /// What is known of words.
    pub lexicon: Lexicon,
}
