//! The base paths of the directory, each with a document of its own.

use std::sync::LazyLock;

use utoipa::openapi::{ContactBuilder, InfoBuilder, LicenseBuilder, OpenApi, tag::TagBuilder};
use utoipa_actix_web::service_config::ServiceConfig;

use super::{assemble, prune};
use crate::operations;

/// A base path of the directory and what is described in its document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interface {
    /// Our own: everything that no standard names.
    Own,
    /// Open Referral UK 3.0.
    Oruk,
    /// HSDS 3.1.
    Hsds,
}

/// The documents, made once: each is the same for every reader but for the address that it is served at.
static DOCUMENTS: LazyLock<Vec<OpenApi>> =
    LazyLock::new(|| Interface::ALL.iter().map(|interface| interface.assemble()).collect());

impl Interface {
    /// Every one, our own first.
    pub const ALL: &'static [Self] = &[Self::Own, Self::Oruk, Self::Hsds];

    /// Its document, with addresses relative to wherever it is read. It is complete in itself.
    pub fn document(self) -> OpenApi {
        let at = Self::ALL.iter().position(|interface| *interface == self);
        at.and_then(|at| DOCUMENTS.get(at)).cloned().unwrap_or_else(|| self.assemble())
    }

    /// The name of the file that its document is committed as.
    pub fn file(self) -> &'static str {
        match self {
            Self::Own => "v1.json",
            Self::Oruk => "oruk.json",
            Self::Hsds => "hsds.json",
        }
    }

    /// The path that its document is served at.
    pub fn path(self) -> &'static str {
        match self {
            Self::Own => "/v1/openapi.json",
            Self::Oruk => "/oruk/v3/openapi.json",
            Self::Hsds => "/hsds/v3/openapi.json",
        }
    }

    /// What it is called.
    pub fn title(self) -> &'static str {
        match self {
            Self::Own => "Plymouth directory of services",
            Self::Oruk => "Plymouth directory of services: Open Referral UK 3.0",
            Self::Hsds => "Plymouth directory of services: HSDS 3.1",
        }
    }

    fn mount(self) -> fn(&mut ServiceConfig<'_>) {
        match self {
            Self::Own => operations::mount_own,
            Self::Oruk => operations::mount_oruk,
            Self::Hsds => operations::mount_hsds,
        }
    }

    fn assemble(self) -> OpenApi {
        let contact = ContactBuilder::new()
            .name(Some("The directory's operators"))
            .url(Some("https://www.plymouth.gov.uk"))
            .email(Some("directory@example.org"));
        let licence = LicenseBuilder::new()
            .name("MIT OR Apache-2.0")
            .url(Some("https://www.apache.org/licenses/LICENSE-2.0"));
        let info = InfoBuilder::new()
            .title(self.title())
            .version(env!("CARGO_PKG_VERSION"))
            .description(Some(format!("{}\n\n{MANNERS}", self.description())))
            .contact(Some(contact.build()))
            .license(Some(licence.build()));
        let mut document = assemble(self.mount());
        document.info = info.build();
        prune::unused(&mut document);
        document
    }

    fn description(self) -> &'static str {
        match self {
            Self::Own => {
                "One open directory of the services, organizations and places that help people in Plymouth, reconciled \
                 from the feeds of many partners. This is its own interface: what no standard has. The same directory \
                 is published by Open Referral UK 3.0 at `/oruk/v3` and by HSDS 3.1 at `/hsds/v3`.\n\n\
                 Everything that is public may be read without a key. What is not, and everything that writes, needs a \
                 token: the steward token, or one that a client gets from `/oauth/token`."
            }
            Self::Oruk => {
                "One open directory of the services, organizations and places that help people in Plymouth, reconciled \
                 from the feeds of many partners and published by the standard Open Referral UK 3.0. No key is needed. \
                 What the standard does not have is described in `/v1/openapi.json`.\n\n\
                 Lists come in pages; `Link` headers lead from page to page."
            }
            Self::Hsds => {
                "One open directory of the services, organizations and places that help people in Plymouth, reconciled \
                 from the feeds of many partners and published by the international Human Services Data Specification \
                 3.1. No key is needed. What the standard does not have is described in `/v1/openapi.json`.\n\n\
                 Lists come in pages; `Link` headers lead from page to page. Each list can be asked for by POST as well, \
                 so that what is looked for stands in no address: with the parameters in the address as the standard has \
                 it, or in a form or a JSON object. Such answers are kept by no cache.\n\n\
                 In full, each thing has `metadata` told from its provenance: one entry for each field that is published. \
                 `updated_by` is the source whose word it is, `last_action_date` the day on which it was last seen, \
                 `last_action_type` is `import`, `normalize` (cleaned; `previous_value` is then what the source wrote, and \
                 otherwise empty), `derive` or `correct` (by a steward)."
            }
        }
    }
}

/// What holds on every path.
const MANNERS: &str = "Every answer with data names the licences and attributions of what it contains, in a member \
    `licences` and in `Link` headers. Ids are permanent: one that was merged into another redirects to it, one that was \
    withdrawn answers 410. Errors are problem documents (RFC 9457) whose `type` is a path that explains them. Send the \
    `ETag` of what you hold in `If-None-Match` to be answered 304 while it is current.";

/// What the operations are grouped by, in every document that has any of them.
pub(super) const TAGS: &[(&str, &str)] = &[
    ("about", "What the directory is and which standards it speaks"),
    ("access", "Who may do more than read: clients and their tokens"),
    ("alignment", "Websites held against the directory: what is told twice, differently or on one side only"),
    ("areas", "Wards and other areas, what is known of them, and where provision is thin"),
    ("entities", "One thing, whatever its kind: who said what of it, what it was, and what changed"),
    ("locations", "Where help is given"),
    ("matches", "Why records are taken for one thing"),
    ("needs", "What people need, in their words, and what answers it"),
    ("operation", "For whoever runs the directory"),
    ("organizations", "Who offers it"),
    ("records", "For partners who write their records one by one"),
    ("search", "Everything at once"),
    ("service_at_locations", "Where it is offered: one service at one location"),
    ("services", "What organizations offer to people"),
    ("sources", "Who publishes what, and what became of it"),
    ("stewards", "For the people who decide the doubtful ones"),
    ("taxonomies", "Classifications and their terms"),
    ("websites", "Pages for people, and fragments for websites"),
];

/// The groups as the document has them.
pub(super) fn tags() -> Vec<utoipa::openapi::Tag> {
    let tag = |(name, doc): &(&str, &str)| TagBuilder::new().name(*name).description(Some(*doc)).build();
    TAGS.iter().map(tag).collect()
}
