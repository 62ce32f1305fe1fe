//! The read model: everything that the directory publishes, held in memory and answered from there.
//!
//! A [`Catalog`] loads the published entities from the store once and then follows the log of changes, whoever
//! wrote it. What readers get is a [`Snapshot`]: immutable, complete in itself, and swapped as a whole, so that
//! one answer never mixes two states. In a snapshot each entity is encoded once, as segments of HSDS JSON (the
//! superset that both HSDS 3.1 and Open Referral UK 3.0 validate), from which lists and details are put together
//! by copying; beside the encodings lie the orders, the links, the places and the text index that [`Query`] needs.
//!
//! The catalog never writes to the store, never reads it to answer a reader, and never decides who may see
//! something: what the store has not published is not here.

mod across;
mod ahead;
mod became;
mod bodies;
mod body;
mod catalog;
mod checkpoint;
mod clock;
mod column;
mod columns;
mod compose;
mod conditions;
mod coverage;
mod edits;
mod encode;
mod entries;
mod entry;
mod error;
mod facet;
mod facts;
mod fields;
mod filter;
mod follow;
mod geography;
mod guide;
mod identifiers;
mod lexicon;
mod licensing;
mod links;
mod list;
mod needs;
mod occurrences;
mod opening;
mod order;
mod packed;
mod places;
mod points;
mod positions;
mod query;
mod reading;
mod region;
mod regions;
mod relevance;
mod repeated;
mod reshelve;
mod search;
mod sharded;
mod shelve;
mod shown;
mod snapshot;
mod span;
mod suggest;
mod term;
mod text;
mod topic;
mod values;
mod wall_time;
mod words;
mod writer;

pub use became::Became;
pub use catalog::Catalog;
pub use checkpoint::{Checkpoint, Keeper};
pub use clock::{moment_of, wall_clock};
pub use entry::{Entry, ListKind, Lookup};
pub use error::{CatalogError, QueryError};
pub use facet::{Facet, FacetCounts, FacetValue};
pub use follow::Follower;
pub use geography::{FoundBy, Geography, Located, Measure, PlacePrecision, Provision, Ward, WardProvision};
pub use guide::Guide;
pub use lexicon::Lexicon;
pub use needs::{Fit, GuideError, Need, NeedTopic, Needs, Reason, Understood};
pub use occurrences::{
    Attendance, LONGEST_WINDOW, MOST_WALKED, OccurrenceCursor, OccurrenceQuery, OccurrenceSort, Occurrences,
    Precision, Session,
};
pub use order::{Cursor, Sort};
pub use query::{Hit, Hits, Nearest, Query, whole_metres};
pub use region::{Bounds, Near, Outline};
pub use snapshot::{Counts, Publisher, Snapshot};
pub use wall_time::{WallTime, is_written_like};
