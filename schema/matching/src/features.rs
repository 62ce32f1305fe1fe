//! All of a record that is compared, normalized once.

use model::RecordKey;
use normalize::{email, identifier, phone, text, url};
use uuid::Uuid;

use crate::column::Value;
use crate::frequency::{Frequencies, Hashed, Sort};
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
    pub(crate) places: Box<[Place]>,
    /// Degrees north and east.
    pub(crate) position: Option<(f64, f64)>,
    reach: Reach,
    /// What few records have; `None` where it would be empty.
    more: Option<Box<More>>,
}

/// By what a record is reached: telephone numbers, e-mail addresses, their domains that are not a mail provider's, and
/// web sites; each sorted, one after the other in one piece of memory.
#[derive(Clone, Debug, Default)]
struct Reach {
    values: Box<[Hashed]>,
    /// Where the numbers, the addresses and the domains end.
    ends: [u32; 3],
}

/// What is compared of the records of some subjects only.
#[derive(Clone, Debug, Default)]
pub(crate) struct More {
    pub(crate) uri: Option<Hashed>,
    pub(crate) numbers: Vec<RegisteredAs>,
    pub(crate) description: Vec<Hashed>,
    pub(crate) organization: Option<Uuid>,
    pub(crate) locations: Vec<Uuid>,
    pub(crate) columns: Vec<Option<Value>>,
}

/// Nothing more.
static NOTHING: More = More {
    uri: None,
    numbers: Vec::new(),
    description: Vec::new(),
    organization: None,
    locations: Vec::new(),
    columns: Vec::new(),
};

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
        let places: Box<[Place]> =
            statement.addresses.iter().map(Place::of).filter(|place| !place.is_empty()).collect();
        names.forget_address(&places);
        names.forget_places(&statement.places);
        names.shrink();
        Self {
            key: statement.key.clone(),
            subject: statement.subject,
            names,
            places,
            position: statement.position.filter(is_on_earth),
            reach: Reach::of(statement),
            more: More::of(statement, weights),
        }
    }

    /// Weighs its words anew: the same as [`Features::of`] what it was made of, where only the frequencies changed.
    pub(crate) fn weigh(&mut self, frequencies: &Frequencies) {
        self.names.weigh(frequencies);
        let columns = self.more.iter_mut().flat_map(|more| more.columns.iter_mut());
        columns.flatten().for_each(|value| value.weigh(frequencies));
    }

    /// Its telephone numbers.
    pub(crate) fn phones(&self) -> &[Hashed] {
        self.reach.part(None, Some(0))
    }

    /// Its e-mail addresses.
    pub(crate) fn emails(&self) -> &[Hashed] {
        self.reach.part(Some(0), Some(1))
    }

    /// The domains of its e-mail addresses that are not a mail provider's.
    pub(crate) fn domains(&self) -> &[Hashed] {
        self.reach.part(Some(1), Some(2))
    }

    /// Its web sites.
    pub(crate) fn sites(&self) -> &[Hashed] {
        self.reach.part(Some(2), None)
    }

    /// Whether it has what few records have.
    pub(crate) fn has_more(&self) -> bool {
        self.more.is_some()
    }

    /// What few records have.
    pub(crate) fn more(&self) -> &More {
        self.more.as_deref().unwrap_or(&NOTHING)
    }

    /// The postcodes of its addresses.
    pub(crate) fn postcodes(&self) -> impl Iterator<Item = &crate::word::Word> + Clone {
        self.places.iter().filter_map(|place| place.postcode.as_ref())
    }
}

impl Reach {
    fn of(statement: &Statement) -> Self {
        let emails: Vec<String> =
            statement.emails.iter().filter_map(|address| email::normalize(address)).collect();
        let mut reach = Collected::default();
        reach.take(phones(statement));
        reach.take(emails.iter().map(|address| Hashed::of(Sort::Email, address.as_bytes())));
        reach.take(own_domains(&emails));
        reach.take(statement.urls.iter().filter_map(|address| site(address)));
        let [phones, emails, domains, _] = reach.ends;
        Self { values: reach.values.into_boxed_slice(), ends: [phones, emails, domains] }
    }

    /// What stands between two of the ends.
    fn part(&self, from: Option<usize>, to: Option<usize>) -> &[Hashed] {
        let end = |at: usize| self.ends.get(at).map_or(0, |end| *end as usize);
        let (from, to) = (from.map_or(0, end), to.map_or(self.values.len(), end));
        self.values.get(from..to).unwrap_or_default()
    }
}

/// Values by which a record is reached, and where those of each sort end.
#[derive(Default)]
struct Collected {
    values: Vec<Hashed>,
    ends: [u32; 4],
    sorts: usize,
}

impl Collected {
    /// Takes the values of the next sort, sorted, each once.
    fn take(&mut self, values: impl Iterator<Item = Hashed>) {
        self.values.extend(sorted(values));
        if let Some(end) = self.ends.get_mut(self.sorts) {
            *end = u32::try_from(self.values.len()).unwrap_or(u32::MAX);
        }
        self.sorts += 1;
    }
}

impl More {
    fn of(statement: &Statement, weights: &Weights) -> Option<Box<Self>> {
        let columns = weights.columns.iter().zip(&statement.columns);
        let columns: Vec<Option<Value>> = columns
            .map(|(column, value)| Value::of(column.measure, value.as_deref()?, &weights.frequencies))
            .collect();
        let more = Self {
            uri: statement.uri.as_deref().and_then(uri),
            numbers: sorted(statement.identifiers.iter().filter_map(registered_as)),
            description: statement.description.as_deref().map(described).unwrap_or_default(),
            organization: statement.organization,
            locations: sorted(statement.locations.iter().copied()),
            columns,
        };
        (!more.is_empty()).then(|| Box::new(more))
    }

    fn is_empty(&self) -> bool {
        self.uri.is_none()
            && self.numbers.is_empty()
            && self.description.is_empty()
            && self.organization.is_none()
            && self.locations.is_empty()
            && self.columns.is_empty()
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
    hashes.shrink_to_fit();
    if hashes.len() >= FEWEST { hashes } else { Vec::new() }
}
