//! What is known of places, and what people need, before an operator says otherwise: carried inside the binary.

use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "areas/"]
#[include = "*.csv"]
struct AreaFiles;

#[derive(RustEmbed)]
#[folder = "needs/"]
#[include = "*.csv"]
struct NeedFiles;

/// The tables of areas and of what is known of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AreaTables {
    /// `code`, `name`, `kind` and the centroid.
    pub wards: String,
    /// `area`, `indicator`, `value` and `period`.
    pub indicators: String,
    /// `part`, `name`, `description` and `attribution`.
    pub datasets: String,
}

/// The wards of Plymouth with what is known of them.
pub fn areas() -> AreaTables {
    let text = |name| text(AreaFiles::get(name));
    AreaTables {
        wards: text("wards.csv"),
        indicators: text("indicators.csv"),
        datasets: text("datasets.csv"),
    }
}

/// The two tables of needs: what they are, and the topics that answer them.
pub fn needs() -> (String, String) {
    (text(NeedFiles::get("needs.csv")), text(NeedFiles::get("topics.csv")))
}

fn text(file: Option<rust_embed::EmbeddedFile>) -> String {
    file.map(|file| String::from_utf8_lossy(&file.data).into_owned()).unwrap_or_default()
}
