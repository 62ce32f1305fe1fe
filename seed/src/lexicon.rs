//! What search knows of words, carried inside the binary.

use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "search/"]
#[include = "*.txt"]
struct Files;

/// The names of the two files.
pub const LEXICON: [&str; 2] = ["stop_words.txt", "synonyms.txt"];

/// The text of one of the two files of `search/`: words that tell nothing, a line each; and groups of words and phrases
/// that stand for each other, a line each, with commas between. `None` for any other name.
pub fn lexicon(file: &str) -> Option<String> {
    Files::get(file).map(|file| String::from_utf8_lossy(&file.data).into_owned())
}
