//! What a record says of a thing, as text that a person could read.

use model::RecordKey;
use uuid::Uuid;

use crate::Subject;

/// What a record says, property by property, before anything is normalized: the one form in which records come in,
/// whether they were HSDS nouns or rows of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// The record.
    pub key: RecordKey,
    /// What it tells of.
    pub subject: Subject,
    /// What it calls the thing.
    pub name: Option<String>,
    /// Other names in use.
    pub alternate_names: Vec<String>,
    /// What it says about the thing.
    pub description: Option<String>,
    /// Where the thing is.
    pub addresses: Vec<AddressLines>,
    /// Degrees north and east.
    pub position: Option<(f64, f64)>,
    /// Telephone numbers, as written.
    pub phones: Vec<String>,
    /// E-mail addresses, as written.
    pub emails: Vec<String>,
    /// Web addresses, as written.
    pub urls: Vec<String>,
    /// Numbers in registers.
    pub identifiers: Vec<RegisterNumber>,
    /// The web identifier of a taxonomy.
    pub uri: Option<String>,
    /// The country whose dialling rules hold, two letters.
    pub country: String,
    /// The canonical organization of a service or location.
    pub organization: Option<Uuid>,
    /// The canonical locations of a service.
    pub locations: Vec<Uuid>,
    /// The names that its own source gives to those locations.
    pub places: Vec<String>,
    /// The values of the columns that the match model compares besides, in the model's order.
    pub columns: Vec<Option<String>>,
}

/// An address as it was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AddressLines {
    /// Its lines, down to the region.
    pub lines: Vec<String>,
    /// Its postcode, where it stands apart.
    pub postcode: Option<String>,
}

/// A number in a register as it was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RegisterNumber {
    /// The register, by its code.
    pub scheme: Option<String>,
    /// The register, in words.
    pub kind: Option<String>,
    /// The number.
    pub value: String,
}

/// The country whose dialling rules hold where no address says otherwise.
pub(crate) const COUNTRY: &str = "GB";

impl Statement {
    /// A record that says nothing yet.
    pub fn new(key: RecordKey, subject: Subject) -> Self {
        Self {
            key,
            subject,
            name: None,
            alternate_names: Vec::new(),
            description: None,
            addresses: Vec::new(),
            position: None,
            phones: Vec::new(),
            emails: Vec::new(),
            urls: Vec::new(),
            identifiers: Vec::new(),
            uri: None,
            country: COUNTRY.to_owned(),
            organization: None,
            locations: Vec::new(),
            places: Vec::new(),
            columns: Vec::new(),
        }
    }
}
