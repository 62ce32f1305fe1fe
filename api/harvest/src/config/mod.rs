//! What a `source.toml` says.

mod checks;
mod credentials;
mod defaults;
mod error;
mod every;
mod pages;
mod precedence;
mod review;
mod standing;
mod timetable;
mod website;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use model::{Licence, PrecedenceRule, Source, SourceId, Visibility};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use self::defaults::{daily, fifth, half_year, is_false, is_two_hours, middle, ten, two_hours, year};

pub use credentials::Credentials;
pub use error::ConfigError;
pub use every::{Every, UnknownSpan};
pub use pages::Pages;
pub use review::ReviewAfter;
pub use standing::{Standing, UnknownStanding};
pub use timetable::{Timetable, UnknownTimetable};

use crate::{CategoryMap, Format, Mapping};

/// One source as its `source.toml` describes it. The keys are the fields; an unknown key is an error.
///
/// ```toml
/// name = "Plymouth libraries"              # for people
/// publisher = "Plymouth City Council"      # the name, unless told
/// format = "csv"                           # or another of `Format`
/// location = "libraries.csv"               # a path from this folder, or a URL
/// precedence = 700                         # whose word counts, 0 to 1000; 500 unless told
/// precedence_for = [{ fields = ["phones"], precedence = 300 }]   # where it counts otherwise: see `PrecedenceRule`
/// duplicate_free = true                    # no two of its records of a kind are the same thing
/// every = "1d"                             # when to harvest: a span, or a line of cron
/// review = "52w"                           # after how long each service must be confirmed anew; or "never"
/// grace = "26w"                            # how long after that it is no longer published
/// confidential = ["service:42"]            # records that only stewards may see
///
/// [licence]
/// id = "OGL-UK-3.0"
/// attribution = "Contains public sector information of Plymouth City Council"
///
/// [fields]
/// contacts = "private"                     # fields that fewer may see
///
/// [map.service]                            # for rows: see `Mapping`
/// name = "Library"
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(expecting = "an object", deny_unknown_fields)]
pub struct SourceConfig {
    /// The short name in record names; the name of the folder unless told.
    pub id: SourceId,
    /// The name for people.
    pub name: String,
    /// Who publishes it; the name unless told.
    #[serde(default)]
    pub publisher: Option<String>,
    /// The terms of use.
    pub licence: Licence,
    /// Who may see what it says.
    #[serde(default)]
    pub visibility: Visibility,
    /// Whose word counts where sources disagree: the greater wins. 0 to 1000.
    #[serde(default = "middle")]
    pub precedence: i32,
    /// Where its word counts more or less than that: the last rule that fits a field of a thing decides.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub precedence_for: Vec<PrecedenceRule>,
    /// Whether the publisher vouches that no two of its records of a kind are the same thing.
    #[serde(default)]
    pub duplicate_free: bool,
    /// The form of the feed.
    pub format: Format,
    /// How far it has come on its way in.
    #[serde(default, skip_serializing_if = "Standing::is_live")]
    pub state: Standing,
    /// Where the feed is: an http(s) URL, or a path. A relative path starts from the folder. An absolute one, and one
    /// that leaves the folder by `..`, is allowed: whoever may write a `source.toml` runs the directory, and feeds
    /// often lie on a shared disk. What a feed itself says never becomes a path.
    /// Empty for a source that is written by push, or whose file is uploaded.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub location: String,
    /// For openactive: the feeds of the source, as addresses that start from the location; the location alone, or those
    /// of the data set that it describes, unless told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub feeds: Vec<String>,
    /// For workbooks: the name of the sheet; the first visible one with a header unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// For json: the path to the array of rows, such as `data.items`; the only array of objects unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rows: Option<String>,
    /// For csv and tsv: the characters it is written in, such as `windows-1252`; found out unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charset: Option<String>,
    /// When to harvest it; only when told to, without.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub every: Option<Timetable>,
    /// For APIs and feeds of pages: how often to read everything, so that deletions are noticed.
    #[serde(default = "daily")]
    pub full_every: Every,
    /// How long a run may take, from its first request to where it is committed.
    #[serde(default = "two_hours", skip_serializing_if = "is_two_hours")]
    pub time_limit: Every,
    /// The brake on deletions: the greatest share that one run may delete, of the items of a kind and of all together.
    #[serde(default = "fifth")]
    pub deletion_share: f64,
    /// The brake on deletions: fewer than this many never hold a run up.
    #[serde(default = "ten")]
    pub deletion_floor: u64,
    /// After how long a service of it must have been changed or confirmed: it is overdue then, marked and found last.
    #[serde(default = "year")]
    pub review: ReviewAfter,
    /// How long after that it is no longer published.
    #[serde(default = "half_year")]
    pub grace: ReviewAfter,
    /// Fields that fewer may see than may see the record, by the field's name or `kind.field`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, Visibility>,
    /// Its records that only stewards may see, as `kind:id`, such as refuges; the places of those services with them.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub confidential: BTreeSet<String>,
    /// Whether its location may be in a private network.
    #[serde(default)]
    pub allow_private_networks: bool,
    /// What a protected feed wants to be shown, by where it is kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credentials: Option<Credentials>,
    /// How rows become records; for formats of rows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub map: Option<Mapping>,
    /// Which pages are read, and what is picked out of them; for web pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pages: Option<Pages>,
    /// For websites: the sitemap.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sitemap: Option<String>,
    /// For websites: further addresses, each a page, sitemap, feed or plain list of pages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub urls: Vec<String>,
    /// For websites: every host that is this site, as `name` or `name:port`, the one that pages are named by first; those
    /// of its addresses unless told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hosts: Vec<String>,
    /// For websites: the most pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_pages: Option<u64>,
    /// For websites: whether pages that pages lead to are read too; where the only address is that of a page, unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follow: Option<bool>,
    /// For websites: how many links away from a listed page a page may be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_depth: Option<u64>,
    /// For websites: the most pages whose paths begin with one part, and the most of one path with the same parameters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section_limit: Option<u64>,
    /// For websites: whether what its pages say counts for what is published; it is used for matching only unless told.
    #[serde(default, skip_serializing_if = "is_false")]
    pub claims: bool,
    /// For websites: the Open Referral interface of the site, such as `https://…/openreferral/v1`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub openreferral: Option<String>,
    /// For websites: a collection of pages by JSON:API, such as `https://…/jsonapi/node/localgov_directories_venue`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jsonapi: Option<String>,
    /// The folder that a relative location starts from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub folder: Option<PathBuf>,
    /// What was decided of its terms, in a file beside the description.
    #[serde(skip)]
    pub categories: CategoryMap,
}

impl SourceConfig {
    /// Reads a `source.toml`. The folder gives the id, unless told, and the start of a relative location.
    pub fn read(text: &str, folder: &Path) -> Result<Self, ConfigError> {
        let mut table: toml::Table =
            toml::from_str(text).map_err(|error| ConfigError::Read(error.to_string()))?;
        if !table.contains_key("id") {
            let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            table.insert("id".to_owned(), toml::Value::String(name));
        }
        let config: Self =
            table.try_into().map_err(|error: toml::de::Error| ConfigError::Read(error.to_string()))?;
        config.in_folder(folder).checked()
    }

    /// A source with nothing but a feed: public, of middle precedence, its licence unstated.
    pub fn of_feed(
        id: SourceId,
        format: Format,
        location: &str,
        map: Option<Mapping>,
    ) -> Result<Self, ConfigError> {
        let config = Self {
            name: id.to_string(),
            id,
            publisher: None,
            licence: Licence { id: "unstated".to_owned(), url: None, attribution: None, republish: true },
            visibility: Visibility::Public,
            precedence: middle(),
            precedence_for: Vec::new(),
            duplicate_free: false,
            format,
            state: Standing::Live,
            location: location.to_owned(),
            feeds: Vec::new(),
            sheet: None,
            rows: None,
            charset: None,
            every: None,
            full_every: daily(),
            time_limit: two_hours(),
            deletion_share: fifth(),
            deletion_floor: ten(),
            review: year(),
            grace: half_year(),
            fields: BTreeMap::new(),
            confidential: BTreeSet::new(),
            allow_private_networks: false,
            credentials: None,
            map,
            pages: None,
            sitemap: None,
            urls: Vec::new(),
            hosts: Vec::new(),
            max_pages: None,
            follow: None,
            max_depth: None,
            section_limit: None,
            claims: false,
            openreferral: None,
            jsonapi: None,
            folder: None,
            categories: CategoryMap::default(),
        };
        config.checked()
    }

    /// A source that is written record by record: public, of middle precedence, its licence unstated.
    pub fn pushed(id: SourceId) -> Result<Self, ConfigError> {
        Self::of_feed(id, Format::Push, "", None)
    }

    /// Reads what [`SourceConfig::to_json`] wrote.
    pub fn from_json(value: Value) -> Result<Self, ConfigError> {
        let config: Self =
            serde_json::from_value(value).map_err(|error| ConfigError::Read(error.to_string()))?;
        config.checked()
    }

    /// The whole description, for the store.
    pub fn to_json(&self) -> Value {
        // Text, numbers and lists with text keys always serialise.
        serde_json::to_value(self).unwrap_or_default()
    }

    /// What the directory knows of the source.
    pub fn source(&self) -> Source {
        Source {
            id: self.id.clone(),
            name: self.name.clone(),
            publisher: self.publisher.clone().unwrap_or_else(|| self.name.clone()),
            licence: Licence {
                republish: self.licence.republish && self.state.is_published() && self.counts(),
                ..self.licence.clone()
            },
            visibility: self.visibility,
            precedence: self.precedence,
            precedence_for: self.precedence_for.clone(),
            duplicate_free: self.duplicate_free,
            review: self.review.period(self.grace),
            supplements: self.format == Format::Website,
        }
    }

    /// The path of a feed that is not remote.
    pub fn path(&self) -> PathBuf {
        self.folder.as_deref().unwrap_or(Path::new("")).join(&self.location)
    }

    fn in_folder(mut self, folder: &Path) -> Self {
        self.folder = Some(std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned()));
        self
    }
}
