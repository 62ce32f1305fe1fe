use chrono::{DateTime, NaiveDate, Utc};
use model::SourceId;
use uuid::Uuid;

use crate::{
    Cursor, Entry, Facet, FacetCounts, ListKind, Sort,
    region::{Bounds, Near, Outline},
};

/// What to list. Every condition that is given must hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    /// The list to search.
    pub kind: ListKind,
    /// Words that all must occur: in the name, the description, the terms, the organization's name, or the names,
    /// addresses and postcodes of the locations. Compared by English stem, without accents or case; what stands in
    /// quotation marks must stand so. Synonyms of the catalog's [`crate::Lexicon`] count too, and a word that the
    /// directory does not have stands for those written much like it (of one text, the first four such words). Blank text is no condition. Services at locations
    /// are found by the words of their service.
    pub text: Option<String>,
    /// Terms that all must be attached.
    pub taxonomy_term_ids: Vec<Uuid>,
    /// Taxonomies of which a term must be attached, or of which the term must be one.
    pub taxonomy_ids: Vec<Uuid>,
    /// The organization that gives the service or runs the location.
    pub organization_id: Option<Uuid>,
    /// The location where the service is given.
    pub location_id: Option<Uuid>,
    /// Only these; anything where none is named.
    pub ids: Vec<Uuid>,
    /// The moment at or after which something shown with it changed.
    pub modified_after: Option<DateTime<Utc>>,
    /// The least that the service's minimum age may be, in years. A service without a minimum does not match.
    pub minimum_age: Option<f64>,
    /// The most that the service's maximum age may be, in years. A service without a maximum does not match.
    pub maximum_age: Option<f64>,
    /// Days of the week, `MO` to `SU`: one schedule must hold on one of them, within the times below.
    pub days: Vec<String>,
    /// The time, `HH:MM`, at or after which the schedule must open.
    pub start_time: Option<String>,
    /// The time, `HH:MM`, at or before which the schedule must close.
    pub end_time: Option<String>,
    /// The moments at each of which it must surely be open: what is doubted, or has no times, is not.
    pub open_at: Vec<DateTime<Utc>>,
    /// The circle in which a location must lie.
    pub near: Option<Near>,
    /// The postcode that a service area must cover or that a location must have.
    pub covers: Option<String>,
    /// The broader term of a term; the parent of an organization.
    pub parent_id: Option<Uuid>,
    /// Only terms without a broader term, only organizations without a parent.
    pub top_only: bool,
    /// Topics that all must be attached, each by itself or by a narrower one: the id or the code of a term. A code that
    /// several taxonomies give stands for any of their terms.
    pub topics: Vec<String>,
    /// Wards, by code or name, in one of which a location must lie.
    pub areas: Vec<String>,
    /// The code of a need that must be answered; by relevance, what answers it best comes first.
    pub need: Option<String>,
    /// Codes of circumstances: what is for them comes before what answers the need as well.
    pub circumstances: Vec<String>,
    /// The source that says at least one of the published fields.
    pub source: Option<SourceId>,
    /// The service's status, such as `active`.
    pub status: Option<String>,
    /// The age in years of somebody whom the service must take; where it names no limit, it takes everyone.
    pub age: Option<f64>,
    /// Only what is known to cost nothing.
    pub free: bool,
    /// Languages, by ISO 639 code or English name, of which the service must be given in one.
    pub languages: Vec<String>,
    /// What disabled visitors must find, all at one location: codes of [`normalize::accessibility`], such as `lift`.
    pub accessibility: Vec<String>,
    /// The day on or after which somebody confirmed the facts.
    pub assured_since: Option<NaiveDate>,
    /// The box in which a location must lie.
    pub bounds: Option<Bounds>,
    /// The outline in which a location must lie.
    pub outline: Option<Outline>,
    /// The order: by relevance where words are asked for, and otherwise by name, unless told.
    pub sort: Option<Sort>,
    /// What to count over everything that matches.
    pub facets: Vec<Facet>,
    /// How many to pass over.
    pub offset: usize,
    /// How many to return at most.
    pub limit: usize,
    /// The entry after which to begin; the offset counts from there.
    pub after: Option<Uuid>,
    /// The place after which to begin, whether or not what stood there still does; the offset counts from there.
    pub cursor: Option<Cursor>,
}

impl Query {
    /// The longest text that is searched for, in characters.
    pub const LONGEST_TEXT: usize = 200;

    /// The first 50 of a whole list.
    pub fn new(kind: ListKind) -> Self {
        Self {
            kind,
            text: None,
            taxonomy_term_ids: Vec::new(),
            taxonomy_ids: Vec::new(),
            organization_id: None,
            location_id: None,
            ids: Vec::new(),
            modified_after: None,
            minimum_age: None,
            maximum_age: None,
            days: Vec::new(),
            start_time: None,
            end_time: None,
            open_at: Vec::new(),
            near: None,
            covers: None,
            parent_id: None,
            top_only: false,
            topics: Vec::new(),
            areas: Vec::new(),
            need: None,
            circumstances: Vec::new(),
            source: None,
            status: None,
            age: None,
            free: false,
            languages: Vec::new(),
            accessibility: Vec::new(),
            assured_since: None,
            bounds: None,
            outline: None,
            sort: None,
            facets: Vec::new(),
            offset: 0,
            limit: 50,
            after: None,
            cursor: None,
        }
    }
}

/// A part of a list.
#[derive(Clone, Debug, Default)]
pub struct Hits<'a> {
    /// How many match in all.
    pub total: usize,
    /// How many of them come before the first item here.
    pub start: usize,
    /// Those asked for, in the order asked for.
    pub items: Vec<Hit<'a>>,
    /// The counts asked for, in the order of the query.
    pub facets: Vec<FacetCounts>,
}

/// One thing found.
#[derive(Clone, Copy, Debug)]
pub struct Hit<'a> {
    /// The thing.
    pub entry: &'a Entry,
    /// How well it fits the words, in thousandths; comparable within one answer only. None without words.
    pub score: Option<u32>,
    /// How far its nearest location is from the centre of [`Query::near`], and which that is. None where nothing was
    /// asked for nearby.
    pub nearest: Option<Nearest>,
    pub(crate) sort: Sort,
    pub(crate) rank: i64,
}

impl Hit<'_> {
    /// Its place in the order, to go on after.
    pub fn cursor(&self) -> Cursor {
        Cursor::of(self.sort, self.rank, self.entry)
    }
}

/// The location of a hit that is nearest to where it was asked from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Nearest {
    /// The location.
    pub location: Uuid,
    /// Metres from the centre, as the crow flies.
    pub metres: f64,
}

/// A distance in whole metres.
pub fn whole_metres(metres: f64) -> u64 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it lies on the earth")]
    let whole = metres.round() as u64;
    whole
}
