//! The lists of the standards: Open Referral UK, and HSDS, which tells of each thing who said it as well.

use std::future::{Ready, ready};

use actix_web::{FromRequest, HttpRequest, HttpResponse, dev::Payload};
use catalog::{ListKind, Query, Snapshot};

use crate::{
    asked::{Brevity, Classified, Depth, Filter, FullService, Paging, Parameters, TermFilter},
    list::List,
    metadata,
    problem::{Problem, ProblemType},
    reader::{Encode, Reader},
};

/// Which of the standards is spoken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standard {
    /// Open Referral UK 3.0.
    Oruk,
    /// HSDS 3.1.
    Hsds,
}

impl FromRequest for Standard {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    /// The standard of the base path below which the operation is mounted.
    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let missing = || Problem::new(&ProblemType::INTERNAL, "The operation is mounted below no standard");
        ready(request.app_data::<Self>().copied().ok_or_else(missing))
    }
}

impl Standard {
    /// How a thing is written in full.
    pub(crate) fn full(self) -> Encode {
        match self {
            Self::Oruk => Snapshot::full,
            Self::Hsds => metadata::full,
        }
    }

    /// How an organization is written with all of its services.
    pub(crate) fn full_service(self) -> Encode {
        match self {
            Self::Oruk => |snapshot, entry| snapshot.organization_full(entry, true),
            Self::Hsds => {
                |snapshot, entry| metadata::with_metadata(entry, snapshot.organization_full(entry, true))
            }
        }
    }

    fn depth(self, full: bool) -> Encode {
        if full { self.full() } else { Snapshot::item }
    }
}

/// Services, by what stands after `?`.
pub(crate) async fn services(
    reader: &Reader,
    query: impl Into<Parameters<'_>>,
    standard: Standard,
) -> Result<HttpResponse, Problem> {
    let query = query.into();
    let (filter, depth, brevity): (Filter, Depth, Brevity) = (query.read()?, query.read()?, query.read()?);
    let encode =
        if brevity.minimal.0 { |_: &Snapshot, entry: &_| stamp(entry) } else { standard.depth(depth.full.0) };
    let conditions = filter.query(ListKind::Service, reader)?;
    List::new(conditions, query.read()?, encode).on_one_page(brevity.minimal.0).answer(reader).await
}

/// The id of a service and when it changed: enough to find out what to fetch again.
fn stamp(service: &catalog::Entry) -> String {
    serde_json::json!({ "id": service.id, "modified_date": service.modified }).to_string()
}

/// Organizations, by what stands after `?`.
pub(crate) async fn organizations(
    reader: &Reader,
    query: impl Into<Parameters<'_>>,
    standard: Standard,
) -> Result<HttpResponse, Problem> {
    let query = query.into();
    let (services, depth): (FullService, Depth) = (query.read()?, query.read()?);
    let encode = if services.full_service.0 { standard.full_service() } else { standard.depth(depth.full.0) };
    let conditions = match standard {
        Standard::Oruk => Query::new(ListKind::Organization),
        Standard::Hsds => query.read::<Classified>()?.query(reader),
    };
    List::new(conditions, query.read()?, encode).answer(reader).await
}

/// Services at locations, by what stands after `?`.
pub(crate) async fn service_at_locations(
    reader: &Reader,
    query: impl Into<Parameters<'_>>,
    standard: Standard,
) -> Result<HttpResponse, Problem> {
    let query = query.into();
    let (filter, depth): (Filter, Depth) = (query.read()?, query.read()?);
    let conditions = filter.query(ListKind::ServiceAtLocation, reader)?;
    List::new(conditions, query.read()?, standard.depth(depth.full.0)).answer(reader).await
}

/// Taxonomies, by what stands after `?`.
pub(crate) async fn taxonomies(
    reader: &Reader,
    query: impl Into<Parameters<'_>>,
) -> Result<HttpResponse, Problem> {
    let query = query.into();
    let paging: Paging = query.read()?;
    List::new(Query::new(ListKind::Taxonomy), paging, Snapshot::item).answer(reader).await
}

/// Terms of taxonomies, by what stands after `?`.
pub(crate) async fn taxonomy_terms(
    reader: &Reader,
    query: impl Into<Parameters<'_>>,
) -> Result<HttpResponse, Problem> {
    let query = query.into();
    let filter: TermFilter = query.read()?;
    List::new(filter.query(reader), query.read()?, Snapshot::item).answer(reader).await
}
