use std::collections::BTreeSet;

use model::{Kind, Noun, Record, RecordKey};
use normalize::address::Address;
use normalize::identifier::Identifier;
use uuid::Uuid;

use crate::name::Names;
use crate::{block, nouns};

/// Where a record's references point, after the kinds before its own were resolved. Empty where it has none, or where
/// they point nowhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Context {
    /// The canonical organization of a service or location.
    pub organization: Option<Uuid>,
    /// The canonical locations of a service.
    pub locations: Vec<Uuid>,
    /// The names that the service's own source gives to those locations.
    pub places: Vec<String>,
}

/// All of a record that is compared, normalized once.
#[derive(Clone, Debug)]
pub struct Features {
    /// The record.
    pub key: RecordKey,
    /// What kind of thing it says something of.
    pub kind: Kind,
    pub(crate) names: Names,
    pub(crate) uri: Option<String>,
    pub(crate) identifiers: BTreeSet<Identifier>,
    pub(crate) addresses: Vec<Address>,
    /// Degrees north and east.
    pub(crate) position: Option<(f64, f64)>,
    pub(crate) phones: BTreeSet<String>,
    pub(crate) emails: BTreeSet<String>,
    pub(crate) sites: BTreeSet<String>,
    pub(crate) organization: Option<Uuid>,
    pub(crate) locations: BTreeSet<Uuid>,
    pub(crate) blocks: BTreeSet<String>,
}

impl Features {
    /// Takes from a record what is compared. `context` says what its references mean.
    pub fn of(record: &Record, context: &Context) -> Self {
        let mut features = Self::empty(record.key.clone(), record.noun.kind());
        features.organization = context.organization;
        features.locations = context.locations.iter().copied().collect();
        match &record.noun {
            Noun::Taxonomy(noun) => nouns::taxonomy(&mut features, noun),
            Noun::Organization(noun) => nouns::organization(&mut features, noun),
            Noun::Location(noun) => nouns::location(&mut features, noun),
            Noun::Service(noun) => nouns::service(&mut features, noun),
        }
        features.names.forget_address(&features.addresses);
        features.names.forget_places(&context.places);
        features.blocks = block::keys(&features);
        features
    }

    fn empty(key: RecordKey, kind: Kind) -> Self {
        Self {
            key,
            kind,
            names: Names::default(),
            uri: None,
            identifiers: BTreeSet::new(),
            addresses: Vec::new(),
            position: None,
            phones: BTreeSet::new(),
            emails: BTreeSet::new(),
            sites: BTreeSet::new(),
            organization: None,
            locations: BTreeSet::new(),
            blocks: BTreeSet::new(),
        }
    }

    /// The postcodes of its addresses.
    pub(crate) fn postcodes(&self) -> impl Iterator<Item = &str> {
        self.addresses.iter().filter_map(|address| address.postcode.as_deref())
    }
}
