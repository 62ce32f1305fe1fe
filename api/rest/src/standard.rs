//! The lists of the standards: Open Referral UK, and HSDS, which tells of each thing who said it as well.

use std::future::{Ready, ready};

use actix_web::{FromRequest, HttpRequest, HttpResponse, dev::Payload};
use catalog::{ListKind, Query, Snapshot};

use crate::{
    asked::{Brevity, Classified, Depth, Filter, FullService, Paging, TermFilter, read},
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
    query: &str,
    standard: Standard,
) -> Result<HttpResponse, Problem> {
    let (filter, depth, brevity): (Filter, Depth, Brevity) = (read(query)?, read(query)?, read(query)?);
    let encode =
        if brevity.minimal.0 { |_: &Snapshot, entry: &_| stamp(entry) } else { standard.depth(depth.full.0) };
    let conditions = filter.query(ListKind::Service, reader)?;
    List::new(conditions, read(query)?, encode).on_one_page(brevity.minimal.0).answer(reader).await
}

/// The id of a service and when it changed: enough to find out what to fetch again.
fn stamp(service: &catalog::Entry) -> String {
    serde_json::json!({ "id": service.id, "modified_date": service.modified }).to_string()
}

/// Organizations, by what stands after `?`.
pub(crate) async fn organizations(
    reader: &Reader,
    query: &str,
    standard: Standard,
) -> Result<HttpResponse, Problem> {
    let (services, depth): (FullService, Depth) = (read(query)?, read(query)?);
    let encode = if services.full_service.0 { standard.full_service() } else { standard.depth(depth.full.0) };
    let conditions = match standard {
        Standard::Oruk => Query::new(ListKind::Organization),
        Standard::Hsds => read::<Classified>(query)?.query(reader),
    };
    List::new(conditions, read(query)?, encode).answer(reader).await
}

/// Services at locations, by what stands after `?`.
pub(crate) async fn service_at_locations(
    reader: &Reader,
    query: &str,
    standard: Standard,
) -> Result<HttpResponse, Problem> {
    let (filter, depth): (Filter, Depth) = (read(query)?, read(query)?);
    let conditions = filter.query(ListKind::ServiceAtLocation, reader)?;
    List::new(conditions, read(query)?, standard.depth(depth.full.0)).answer(reader).await
}

/// Taxonomies, by what stands after `?`.
pub(crate) async fn taxonomies(reader: &Reader, query: &str) -> Result<HttpResponse, Problem> {
    let paging: Paging = read(query)?;
    List::new(Query::new(ListKind::Taxonomy), paging, Snapshot::item).answer(reader).await
}

/// Terms of taxonomies, by what stands after `?`.
pub(crate) async fn taxonomy_terms(reader: &Reader, query: &str) -> Result<HttpResponse, Problem> {
    let filter: TermFilter = read(query)?;
    List::new(filter.query(reader), read(query)?, Snapshot::item).answer(reader).await
}
