//! What is published, for people: pages to read and to print, fragments that websites put into their own pages, and the
//! same facts as linked data in the words of schema.org.
//!
//! Everything is made from one snapshot of the catalog and a moment, and comes out as text: [`show`] for the page of an
//! entity, [`fragment`] and [`fragments`] for websites, [`Brief`] for templates, [`Cells`] for tables, [`linked_data`] for programs. This crate
//! knows no HTTP and no database; `rest` answers with what it makes. There is no script in anything: what runs in a
//! page is nobody's. Whatever a source said is escaped, also within linked data.
//!
//! Contracts that others build on:
//!
//! - The canonical address of an entity is `{base}/services/{id}`, `…/organizations/{id}` or `…/locations/{id}`; it is
//!   also its `@id`.
//! - Whatever shows an entity stands in an element with `data-entity="{id}"`. The directory's own crawler knows by it
//!   what came from here.
//! - Names of classes begin with `directory-`, and stay.
//! - Times are those of the United Kingdom.

mod about;
mod alignment;
mod brief;
mod cards;
mod cells;
mod contact;
mod facts;
mod fragment;
mod hours;
mod keys;
pub mod layout;
mod linked_data;
mod markup;
mod notice;
mod page;
mod place;
mod report_form;
mod site;
mod words;

pub use alignment::{AlignmentFilter, AlignmentPage, alignment, decided};
pub use brief::Brief;
pub use cells::Cells;
pub use fragment::{Fragments, fragment, fragments};
pub use keys::{LISTS, keys};
pub use linked_data::linked_data;
pub use markup::Level;
pub use page::{Refusal, moved, refused, show};
pub use report_form::{ReportForm, problem_with_report, report_received};
pub use site::Site;
