//! The HSDS tabular data package, 1.1 to 3.x: a folder or zip of CSV tables, one for each noun.
//!
//! A row of the organizations, services or locations is an item together with the rows of other tables that belong to
//! it, each verbatim under the name of its table: `{"table", "row", "parts": […]}`. Reading nests them by the
//! standard's newer names. A key that leads nowhere is an issue, and its row is left out.

mod files;
mod load;
mod nest;
mod tables;

use model::Kind;

use super::{Adapter, Draft, hsds, split_id};
use crate::{
    SourceConfig,
    fetch::{Fetch, Refused},
    issues::Issues,
};

/// The adapter for tabular packages.
pub(super) struct Tabular;

impl Adapter for Tabular {
    fn fetch(&self, fetch: &mut Fetch<'_>) -> Result<(), Refused> {
        let temporary = tempfile::tempdir()?;
        let tables = files::tables(fetch, temporary.path())?;
        load::load(&tables, fetch)
    }

    fn is_one_file(&self, _config: &SourceConfig) -> bool {
        true
    }

    fn read(&self, id: &str, body: &[u8], issues: &mut Issues) -> Option<Draft> {
        let (kind, own) = split_id(id);
        let kind: Kind = kind.parse().ok()?;
        if kind == Kind::Taxonomy {
            return hsds::Hsds.read(id, body, issues);
        }
        match serde_json::from_slice::<nest::Node>(body) {
            Ok(node) => Some(hsds::draft(kind, own, nest::nest(kind.as_str(), node), issues)),
            Err(error) => {
                let action = "harvest again; until then its last good version stays";
                issues.kept_out("unreadable", &format!("{kind}:{own}"), &error.to_string(), action);
                None
            }
        }
    }
}
