//! What the text index holds of each entry.

use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STRING, Schema, TextFieldIndexing, TextOptions,
};

/// The analyzer's name in the schema.
pub(crate) const ENGLISH: &str = "english";

/// The parts of an entry's words, by how much they say of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fields {
    pub(crate) id: Field,
    /// The halves of the id, to read it back by.
    pub(crate) high: Field,
    pub(crate) low: Field,
    pub(crate) kind: Field,
    pub(crate) name: Field,
    pub(crate) terms: Field,
    pub(crate) organization: Field,
    pub(crate) place: Field,
    pub(crate) description: Field,
}

/// The names of the fast columns that hold the halves of the id.
pub(crate) const HIGH: &str = "high";
pub(crate) const LOW: &str = "low";

impl Fields {
    pub(crate) fn schema() -> (Self, Schema) {
        let mut schema = Schema::builder();
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(ENGLISH)
            .set_index_option(IndexRecordOption::WithFreqsAndPositions)
            .set_fieldnorms(true);
        let words = TextOptions::default().set_indexing_options(indexing);
        let fields = Self {
            id: schema.add_bytes_field("id", INDEXED),
            high: schema.add_u64_field(HIGH, FAST),
            low: schema.add_u64_field(LOW, FAST),
            kind: schema.add_text_field("kind", STRING),
            name: schema.add_text_field("name", words.clone()),
            terms: schema.add_text_field("terms", words.clone()),
            organization: schema.add_text_field("organization", words.clone()),
            place: schema.add_text_field("place", words.clone()),
            description: schema.add_text_field("description", words),
        };
        (fields, schema.build())
    }

    /// The fields with their weights: a name tells most, a description least.
    pub(crate) const fn weighted(&self) -> [(Field, f32); 5] {
        [
            (self.name, 8.0),
            (self.terms, 4.0),
            (self.organization, 3.0),
            (self.place, 3.0),
            (self.description, 1.0),
        ]
    }
}
