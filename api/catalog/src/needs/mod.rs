//! Signposting: from what people need, in their words, to topics of the directory and the services that suit them.

mod explain;
mod fit;
mod read;
mod understand;

pub(crate) use fit::Wish;
pub use fit::{Fit, Reason};
pub use read::GuideError;
pub use understand::Understood;

/// What people need, and what their circumstances are, in the order in which they are listed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Needs {
    needs: Vec<Need>,
    circumstances: Vec<Need>,
}

/// Something that people need, or a circumstance in which they are, with the topics that answer it.
#[derive(Clone, Debug, PartialEq)]
pub struct Need {
    /// What interfaces call it, such as `digital-skills`.
    pub code: String,
    /// What people call it.
    pub name: String,
    /// What it means.
    pub description: String,
    /// What people say who have it.
    pub phrases: Vec<String>,
    /// The topics that answer it, the best first.
    pub topics: Vec<NeedTopic>,
    /// The indicator that tells how many people in an area have it.
    pub indicator: Option<String>,
    /// Of each phrase the stems that tell it.
    stems: Vec<Vec<String>>,
}

/// A topic that answers a need.
#[derive(Clone, Debug, PartialEq)]
pub struct NeedTopic {
    /// The code of a term, such as one of the directory's own categories.
    pub topic: String,
    /// How well it answers, above 0 and at most 1.
    pub weight: f64,
    /// Why, as a sentence for people.
    pub because: String,
}

impl Needs {
    /// Every need.
    pub fn needs(&self) -> &[Need] {
        &self.needs
    }

    /// Every circumstance.
    pub fn circumstances(&self) -> &[Need] {
        &self.circumstances
    }

    /// The need of a code.
    pub fn need(&self, code: &str) -> Option<&Need> {
        self.needs.iter().find(|need| need.code.eq_ignore_ascii_case(code.trim()))
    }

    /// The circumstance of a code.
    pub fn circumstance(&self, code: &str) -> Option<&Need> {
        self.circumstances.iter().find(|one| one.code.eq_ignore_ascii_case(code.trim()))
    }
}
