//! The directory's own taxonomy, carried inside the binary.

use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "taxonomy/"]
#[include = "*.csv"]
struct Files;

/// The two tables of the directory's own taxonomy: its categories, and what they are aligned with.
pub fn categories() -> (String, String) {
    (text("categories.csv"), text("alignments.csv"))
}

fn text(name: &str) -> String {
    Files::get(name).map(|file| String::from_utf8_lossy(&file.data).into_owned()).unwrap_or_default()
}
