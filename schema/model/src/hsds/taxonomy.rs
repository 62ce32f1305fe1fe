use super::Metadata;
use super::dictionary::{
    Absent, Field, FieldKind, HsdsNoun, NounType, field_kind, field_type, is_required, nouns, plain_name,
};

nouns! {
    /// A classification: a list or tree of terms.
    Taxonomy "taxonomy" {
        /// Its name.
        name: text required,
        /// What it classifies.
        description: text required,
        /// Its web identifier.
        uri: uri,
        /// Its edition.
        version: text,
        /// Its terms: the UK profile's addition to the standard.
        taxonomy_terms: list[TaxonomyTerm],
        /// The log of changes to this object.
        metadata: list[Metadata],
    }

    /// One term of a classification.
    TaxonomyTerm "taxonomy_term" {
        /// Its code in the classification.
        code: text,
        /// Its name.
        name: text required,
        /// What it means.
        description: text required,
        /// The broader term.
        parent_id: id,
        /// The name of the classification.
        taxonomy: text,
        /// The classification, nested.
        taxonomy_detail: one[Taxonomy],
        /// The language of its name.
        language: text,
        /// The classification.
        taxonomy_id: id,
        /// Its web identifier.
        term_uri: uri,
        /// The log of changes to this object.
        metadata: list[Metadata],
    }
}
