use model::{Area, Dataset, Indicator};

use crate::{Lexicon, Needs};

/// What leads readers to what they look for and can be edited without a release.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Guide {
    /// What is known of words.
    pub lexicon: Lexicon,
    /// What people need, and what their circumstances are.
    pub needs: Needs,
    /// Areas; those of a kind that was imported are taken from the store instead.
    pub areas: Vec<Area>,
    /// Figures of areas; those of an indicator that was imported are taken from the store instead.
    pub indicators: Vec<Indicator>,
    /// What these are and whose.
    pub datasets: Vec<Dataset>,
}
