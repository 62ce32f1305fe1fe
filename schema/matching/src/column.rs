//! Columns that no property stands for: what is compared of them, and what that weighs.

mod value;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::frequency::thousandths;
use crate::match_model::Level;

pub(crate) use value::Value;

/// How the values of a column are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Measure {
    /// The same or not, but for case, white space and punctuation.
    Exact,
    /// A day, as ISO 8601, `20/11/2026` or `20261120`.
    Date,
    /// A year.
    Year,
    /// An amount.
    Number,
    /// Words with slips of the keyboard.
    Text,
    /// A name, as organizations and places have them.
    Name,
    /// Several names, parted by `,`, `;`, `|`, `&` or `and`, in any order.
    Set,
}

/// A column that is compared besides the properties, with the share of matching and of other pairs at each level.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// The column.
    pub column: String,
    /// How its values are compared.
    #[serde(rename = "as")]
    pub measure: Measure,
    /// At each level: the share of pairs that are one thing (m), and of pairs that are not (u).
    #[serde(default)]
    pub shares: BTreeMap<Level, Shares>,
}

/// The shares of pairs at one level.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Shares {
    /// Of pairs that are one thing.
    pub m: f64,
    /// Of pairs that are not.
    pub u: f64,
}

impl Column {
    /// A column whose shares are yet to be estimated: those of pairs that are one thing as people's slips make them.
    pub fn new(column: String, measure: Measure) -> Self {
        let shares = measure.expected().iter().map(|&(level, m)| (level, Shares { m, u: 0.5 })).collect();
        Self { column, measure, shares }
    }

    /// What a level weighs on average, whatever the value: the log2 ratio of the shares, in thousandths.
    pub(crate) fn average(&self, level: Level) -> i32 {
        self.shares.get(&level).map_or(0, |shares| thousandths((shares.m / shares.u).log2()))
    }

    /// Makes a level weigh so many bits more.
    pub(crate) fn raise(&mut self, level: Level, bits: f64) {
        self.shares.entry(level).and_modify(|shares| shares.m *= bits.exp2());
    }

    /// The log2 ratio of the shares, in thousandths. Of the same value, half of what its own frequency says.
    pub(crate) fn weight(&self, level: Level, held: u32, records: u32) -> i32 {
        const MOST: f64 = 6.0;
        let Some(shares) = self.shares.get(&level) else { return 0 };
        let average = (shares.m / shares.u).log2();
        if level != Level::Same || records == 0 {
            return thousandths(average);
        }
        let own = f64::from(held.max(1)) / f64::from(records);
        thousandths(average + (0.5 * (shares.u / own).log2()).clamp(-MOST, MOST))
    }
}

impl Measure {
    /// The levels it tells apart, the most alike first, with the share of pairs of one thing that are expected there.
    pub(crate) const fn expected(self) -> &'static [(Level, f64)] {
        use Level::{Different, Near, Partial, Same, Weak};
        match self {
            Self::Exact => &[(Same, 0.9), (Different, 0.1)],
            Self::Date => &[(Same, 0.82), (Near, 0.10), (Partial, 0.04), (Different, 0.04)],
            Self::Year => &[(Same, 0.9), (Near, 0.06), (Different, 0.04)],
            Self::Number => &[(Same, 0.85), (Near, 0.07), (Partial, 0.03), (Different, 0.05)],
            Self::Text | Self::Name | Self::Set => {
                &[(Same, 0.72), (Near, 0.14), (Partial, 0.07), (Weak, 0.04), (Different, 0.03)]
            }
        }
    }
}
