use std::{fmt, str::FromStr};

use model::SourceId;
use serde::{Deserialize, Serialize};

/// How far a source has come on its way in, and out again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// Someone wants it to join. It is neither harvested nor written.
    Proposed,
    /// It is harvested and matched, so that everybody can see what would become of it; nothing it says is published.
    Trial,
    /// It is harvested and published.
    #[default]
    Live,
    /// It is not harvested; what it said last stays published.
    Paused,
    /// It has left: nothing of it is published any more.
    Retired,
}

impl Standing {
    /// Every standing, in the order of the way.
    pub const ALL: [Self; 5] = [Self::Proposed, Self::Trial, Self::Live, Self::Paused, Self::Retired];

    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Trial => "trial",
            Self::Live => "live",
            Self::Paused => "paused",
            Self::Retired => "retired",
        }
    }

    /// What may come next.
    pub(crate) const fn next(self) -> &'static [Self] {
        match self {
            Self::Proposed => &[Self::Trial, Self::Live, Self::Retired],
            Self::Trial | Self::Paused => &[Self::Trial, Self::Live, Self::Paused, Self::Retired],
            Self::Live => &[Self::Trial, Self::Paused, Self::Retired],
            Self::Retired => &[Self::Trial],
        }
    }

    /// How a source that is not read comes to be, to be put behind what says that it is not.
    pub(crate) fn way_on(self, id: &SourceId) -> String {
        let live = match self.next().contains(&Self::Live) {
            true => ", or with `{ \"state\": \"live\" }` to publish it too",
            false => "",
        };
        format!(": a steward opens it by `PATCH /v1/sources/{id}` with `{{ \"state\": \"trial\" }}`{live}")
    }

    /// Whether what the source says is taken.
    pub const fn is_read(self) -> bool {
        matches!(self, Self::Trial | Self::Live)
    }

    /// Whether what the source says is published.
    pub const fn is_published(self) -> bool {
        matches!(self, Self::Live | Self::Paused)
    }

    pub(crate) const fn is_live(&self) -> bool {
        matches!(self, Self::Live)
    }
}

impl fmt::Display for Standing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A word that names no standing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no state of a source; use one of {all}", all = Standing::ALL.map(Standing::as_str).join(", "))]
pub struct UnknownStanding(pub String);

impl FromStr for Standing {
    type Err = UnknownStanding;

    fn from_str(word: &str) -> Result<Self, UnknownStanding> {
        let named = |standing: &Self| standing.as_str() == word;
        Self::ALL.into_iter().find(named).ok_or_else(|| UnknownStanding(word.to_owned()))
    }
}
