//! The directory's own categories, and which of them the terms of a source stand for.
//!
//! [`Categories`] is the taxonomy; [`CategoryMap`] what people decided of a source's terms, in a file that they edit.
//! At import every record is given its categories beside the terms that its source gave ([`Assigner`]).

mod assign;
mod map;
mod proposal;
mod scheme;
mod taxonomy;
mod unmapped;

pub(crate) use assign::Assigner;
pub use map::{CategoryMap, CategoryMapError, MapRow, MapStatus};
pub use taxonomy::{Categories, CategoriesError, Category};
pub use unmapped::{UnmappedTerm, unmapped};

/// By what words are told apart: their letters and digits, or all of it where there are none.
fn key(text: &str) -> String {
    let key = normalize::text::key(text);
    if key.is_empty() { text.trim().to_owned() } else { key }
}

/// A term that a source uses, or only a word.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Term<'t> {
    /// The name of its taxonomy, or the id where it has no name; empty for a mere word.
    pub(crate) taxonomy: &'t str,
    pub(crate) name: &'t str,
    pub(crate) code: Option<&'t str>,
    pub(crate) uri: Option<&'t str>,
}

impl<'t> Term<'t> {
    /// The term that an attribute gives. `None` where it gives none, or one of the directory's own.
    pub(crate) fn of(attribute: &'t model::hsds::Attribute) -> Option<Self> {
        let Some(term) = &attribute.taxonomy_term else {
            let name = attribute.label.as_deref().or(attribute.value.as_deref())?;
            return Some(Self { name, ..Self::default() });
        };
        if term.taxonomy_id.as_deref() == Some(model::CATEGORIES) {
            return None;
        }
        let taxonomy = term.taxonomy.as_deref().or(term.taxonomy_id.as_deref()).unwrap_or_default();
        let name = term.name.as_deref().or(term.code.as_deref())?;
        Some(Self { taxonomy, name, code: term.code.as_deref(), uri: term.term_uri.as_deref() })
    }
}
