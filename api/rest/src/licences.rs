//! The terms under which an answer may be used: named in its body and in `Link` headers.

use std::collections::BTreeSet;

use actix_web::{HttpResponseBuilder, http::header};
use catalog::{Facet, Query, Snapshot};
use model::{Area, Dataset};
use serde::Serialize;
use utoipa::ToSchema;

/// The terms under which a source's statements may be used.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
pub(crate) struct Licence {
    /// A short name: an SPDX identifier where there is one.
    #[schema(example = "OGL-UK-3.0")]
    id: String,
    /// The licence's page.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = Uri, nullable = false, example = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/")]
    url: Option<String>,
    /// The attribution that must be repeated wherever the data is used.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "Contains information from the library service.")]
    attribution: Option<String>,
}

impl Licence {
    /// The attribution that must be repeated.
    pub(crate) fn attribution(&self) -> Option<&str> {
        self.attribution.as_deref()
    }
}

impl From<&model::Licence> for Licence {
    fn from(licence: &model::Licence) -> Self {
        Self { id: licence.id.clone(), url: licence.url.clone(), attribution: licence.attribution.clone() }
    }
}

/// The licences of an answer.
#[derive(Clone, Debug, Default)]
pub(crate) struct Licences(BTreeSet<Licence>);

impl Licences {
    /// As a JSON array.
    pub(crate) fn json(&self) -> String {
        // Text in plain structs always serialises.
        serde_json::to_string(&self.0).unwrap_or_default()
    }

    /// Each of them, in order.
    pub(crate) fn into_list(self) -> Vec<Licence> {
        self.0.into_iter().collect()
    }

    /// Names the pages of the licences in `Link` headers (RFC 8288, relation `license`).
    pub(crate) fn put(&self, answer: &mut HttpResponseBuilder) {
        let pages: BTreeSet<_> = self.0.iter().filter_map(|licence| licence.url.as_deref()).collect();
        for page in pages.iter().filter(|page| !page.contains(['<', '>', '\r', '\n'])) {
            answer.append_header((header::LINK, format!("<{page}>; rel=\"license\"")));
        }
    }
}

/// The terms under which the areas may be used that an answer is chosen or counted by, where it is.
pub(crate) fn of_areas<'s>(snapshot: &'s Snapshot, query: &Query) -> Option<&'s model::Licence> {
    let by_ward = !query.areas.is_empty() || query.facets.contains(&Facet::Ward);
    by_ward.then(|| of_wards(snapshot)).flatten()
}

/// The terms under which the wards may be used; none where no wards were imported.
pub(crate) fn of_wards(snapshot: &Snapshot) -> Option<&model::Licence> {
    snapshot.geography().dataset(&Dataset::areas(Area::WARD)).map(|dataset| &dataset.licence)
}

impl<'l> Extend<&'l model::Licence> for Licences {
    fn extend<I: IntoIterator<Item = &'l model::Licence>>(&mut self, licences: I) {
        self.0.extend(licences.into_iter().map(Licence::from));
    }
}

impl<'l> FromIterator<&'l model::Licence> for Licences {
    fn from_iter<I: IntoIterator<Item = &'l model::Licence>>(licences: I) -> Self {
        let mut all = Self::default();
        all.extend(licences);
        all
    }
}
