//! All of a record that is compared, normalized once.

use model::RecordKey;
use normalize::{email, identifier, phone, text, url};
use uuid::Uuid;

use crate::column::Value;
use crate::frequency::{Hashed, Sort};
use crate::match_model::Weights;
use crate::name::Names;
use crate::place::Place;
use crate::statement::Statement;
use crate::{Subject, words};

/// All of a record that is compared, normalized once under one match model. Of values that are only told apart, a
/// hash is kept; [`Statement`] has the text.
#[derive(Clone, Debug)]
pub struct Features {
    /// The record.
    pub key: RecordKey,
    /// What it tells of.
    pub subject: Subject,
    pub(crate) names: Names,
    pub(crate) uri: Option<Hashed>,
    pub(crate) numbers: Vec<RegisteredAs>,
    pub(crate) places: Vec<Place>,
    /// Degrees north and east.
    pub(crate) position: Option<(f64, f64)>,
    pub(crate) phones: Vec<Hashed>,
    pub(crate) emails: Vec<Hashed>,
    /// The domains of its e-mail addresses that are not a mail provider's.
    pub(crate) domains: Vec<Hashed>,
    pub(crate) sites: Vec<Hashed>,
    pub(crate) description: Vec<Hashed>,
    pub(crate) organization: Option<Uuid>,
    pub(crate) locations: Vec<Uuid>,
    pub(crate) columns: Vec<Option<Value>>,
}

/// A number in a register.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct RegisteredAs {
    pub(crate) scheme: Hashed,
    pub(crate) value: Hashed,
    /// Whether the register gives one number to one thing.
    pub(crate) is_exclusive: bool,
}

impl Features {
    /// Takes from a record what is compared, as the subject's weights say.
    pub fn of(statement: &Statement, weights: &Weights) -> Self {
        let frequencies = &weights.frequencies;
        let mut names = Names::default();
        names.add(statement.name.as_deref(), frequencies);
        statement.alternate_names.iter().for_each(|name| names.add_other(name, frequencies));
        let places: Vec<Place> =
            statement.addresses.iter().map(Place::of).filter(|place| !place.is_empty()).collect();
        names.forget_address(&places);
        names.forget_places(&statement.places);
        let emails: Vec<String> =
            statement.emails.iter().filter_map(|address| email::normalize(address)).collect();
        let columns = weights.columns.iter().zip(&statement.columns);
        Self {
            key: statement.key.clone(),
            subject: statement.subject,
            names,
            uri: statement.uri.as_deref().and_then(uri),
            numbers: sorted(statement.identifiers.iter().filter_map(registered_as)),
            places,
            position: statement.position.filter(is_on_earth),
            phones: sorted(phones(statement)),
            domains: sorted(own_domains(&emails)),
            emails: sorted(emails.iter().map(|address| Hashed::of(Sort::Email, address.as_bytes()))),
            sites: sorted(statement.urls.iter().filter_map(|address| site(address))),
            description: statement.description.as_deref().map(described).unwrap_or_default(),
            organization: statement.organization,
            locations: sorted(statement.locations.iter().copied()),
            columns: columns
                .map(|(column, value)| Value::of(column.measure, value.as_deref()?, frequencies))
                .collect(),
        }
    }

    /// The postcodes of its addresses.
    pub(crate) fn postcodes(&self) -> impl Iterator<Item = &crate::word::Word> {
        self.places.iter().filter_map(|place| place.postcode.as_ref())
    }
}

fn sorted<T: Ord>(values: impl Iterator<Item = T>) -> Vec<T> {
    let mut values: Vec<T> = values.collect();
    values.sort_unstable();
    values.dedup();
    values.shrink_to_fit();
    values
}

fn uri(text: &str) -> Option<Hashed> {
    let uri = text.trim().trim_end_matches('/').to_lowercase();
    (!uri.is_empty()).then(|| Hashed::of(Sort::Uri, uri.as_bytes()))
}

fn registered_as(number: &crate::statement::RegisterNumber) -> Option<RegisteredAs> {
    let known = identifier::normalize(number.scheme.as_deref(), number.kind.as_deref(), &number.value)?;
    Some(RegisteredAs {
        scheme: Hashed::of(Sort::Scheme, known.scheme.as_bytes()),
        value: Hashed::of(Sort::Identifier, known.value.as_bytes()),
        is_exclusive: identifier::is_exclusive(&known.scheme),
    })
}

/// Whether these are coordinates of a place; zero for both is how spreadsheets write "unknown".
fn is_on_earth(position: &(f64, f64)) -> bool {
    let &(latitude, longitude) = position;
    let is_null_island = latitude == 0.0 && longitude == 0.0;
    latitude.abs() <= 90.0 && longitude.abs() <= 180.0 && !is_null_island
}

fn phones(statement: &Statement) -> impl Iterator<Item = Hashed> {
    let numbers = statement.phones.iter().filter_map(|number| phone::normalize(number, &statement.country));
    numbers.map(|number| Hashed::of(Sort::Phone, number.as_bytes()))
}

fn own_domains(emails: &[String]) -> impl Iterator<Item = Hashed> {
    let domains = emails.iter().map(|address| email::domain(address));
    let own = domains.filter(|domain| !words::is_mailbox_domain(domain));
    own.map(|domain| Hashed::of(Sort::Domain, domain.as_bytes()))
}

fn site(address: &str) -> Option<Hashed> {
    url::site(address).map(|site| Hashed::of(Sort::Site, site.as_bytes()))
}

/// The longer words of a description, hashed: as many as tell one text from another, the least by their hash, so that
/// two texts with much in common keep many of the same.
fn described(description: &str) -> Vec<Hashed> {
    const SHORTEST: usize = 5;
    const FEWEST: usize = 6;
    const MOST: usize = 24;
    let words = text::words(description);
    let long = words.iter().filter(|word| word.len() >= SHORTEST);
    let mut hashes = sorted(long.map(|word| Hashed::of(Sort::Description, word.as_bytes())));
    hashes.truncate(MOST);
    if hashes.len() >= FEWEST { hashes } else { Vec::new() }
}
