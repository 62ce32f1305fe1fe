use std::collections::BTreeSet;

use model::SourceId;

use crate::{Refusal, Scope, Scopes};

/// Someone who showed who they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The name that what they do is signed with.
    pub name: String,
    /// The client that they came with; none for who holds the steward token.
    pub client: Option<String>,
    pub(crate) scopes: Scopes,
    pub(crate) reach: Reach,
}

/// Which sources someone may write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// Every source: the operator's own.
    All,
    /// These.
    Only(BTreeSet<SourceId>),
}

impl Caller {
    /// Whoever sits at the machine, who may do everything anyway.
    pub fn operator(name: &str) -> Self {
        Self { name: name.to_owned(), client: None, scopes: Scopes::all(), reach: Reach::All }
    }

    /// Somebody who did not say who they are, for the log of writes. They may do what anyone may.
    pub fn anonymous() -> Self {
        let reach = Reach::Only(BTreeSet::new());
        Self { name: "anonymous".to_owned(), client: None, scopes: Scopes::default(), reach }
    }

    /// Whether they may do this at all.
    pub fn may(&self, scope: Scope) -> bool {
        self.scopes.contains(scope)
    }

    /// Refuses them unless they may do this.
    pub fn needs(&self, scope: Scope) -> Result<(), Refusal> {
        if self.may(scope) { Ok(()) } else { Err(Refusal::Scope(scope)) }
    }

    /// Refuses them unless they may write this source.
    pub fn needs_source(&self, source: &SourceId) -> Result<(), Refusal> {
        self.needs(Scope::RecordsWrite)?;
        if self.owns(source) { Ok(()) } else { Err(Refusal::Source(source.clone())) }
    }

    /// Whether a source is one of theirs.
    pub fn owns(&self, source: &SourceId) -> bool {
        match &self.reach {
            Reach::All => true,
            Reach::Only(sources) => sources.contains(source),
        }
    }

    /// Refuses them unless they may give these scopes to a client: letting partners write their own sources is what
    /// making clients is for, and of the rest nobody gives away what they do not have.
    pub fn may_grant(&self, scopes: &Scopes) -> Result<(), Refusal> {
        let excess = scopes.iter().find(|scope| *scope != Scope::RecordsWrite && !self.may(*scope));
        excess.map_or(Ok(()), |scope| Err(Refusal::Scope(scope)))
    }

    /// Under what the limits count them: by client, or by name.
    pub fn key(&self) -> &str {
        self.client.as_deref().unwrap_or(&self.name)
    }
}
