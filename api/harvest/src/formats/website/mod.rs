//! A whole website: its pages, what each of them tells of, and which of its addresses lead nowhere.

use super::{Adapter, Draft};
use crate::{
    fetch::{Fetch, Refused},
    issues::Issues,
};

/// The adapter for websites.
pub(super) struct Website;

impl Adapter for Website {
    fn fetch(&self, _fetch: &mut Fetch<'_>) -> Result<(), Refused> {
        let action = "read its marked-up pages by format = \"pages\" until then";
        Err(Refused::new("unsupported", "whole websites cannot be read yet", action))
    }

    fn read(&self, _id: &str, _body: &[u8], _issues: &mut Issues) -> Option<Draft> {
        None
    }
}
