//! What is known of places beside what partners say: areas with their figures, the register of postcodes, and in which
//! ward each location lies.

mod locate;
mod provision;
mod register;
mod wards;

use std::collections::{BTreeMap, BTreeSet};

use model::{Area, Dataset, Indicator, Licence, Postcode};
use store::Store;

use crate::{CatalogError, Guide};

pub use locate::{Located, PlacePrecision};
pub use provision::{Measure, Provision, WardProvision};
pub(crate) use register::Register;
pub(crate) use wards::Wards;
pub use wards::{FoundBy, Ward};

/// Areas, their figures and the postcodes, as of the last import. Where nothing was imported, what the guide gives.
#[derive(Debug, Default)]
pub struct Geography {
    number: i64,
    /// By kind and code.
    areas: BTreeMap<String, BTreeMap<String, Area>>,
    /// The codes of the wards of each name, by the key of the name.
    wards: BTreeMap<String, Vec<String>>,
    /// Indicator to area to figure.
    indicators: BTreeMap<String, BTreeMap<String, Indicator>>,
    datasets: BTreeMap<String, Dataset>,
    pub(crate) register: Register,
}

impl Geography {
    /// Reads what was imported. A kind of areas or an indicator that was not is taken from the guide.
    pub(crate) fn read(store: &Store, guide: &Guide) -> Result<Self, CatalogError> {
        let mut geography = Self { number: store.geography_number()?, ..Self::default() };
        geography.add(guide.areas.iter().cloned(), guide.indicators.iter().cloned());
        let datasets = guide.datasets.iter().cloned().chain(store.datasets()?);
        geography.datasets = datasets.map(|dataset| (dataset.part.clone(), dataset)).collect();
        let (areas, indicators) = (store.areas()?, store.indicators()?);
        areas.iter().for_each(|area| drop(geography.areas.remove(&area.kind)));
        indicators.iter().for_each(|row| drop(geography.indicators.remove(&row.code)));
        geography.add(areas.into_iter(), indicators.into_iter());
        let mut register = Register::default();
        store.for_each_postcode(|postcode: Postcode| register.push(&postcode))?;
        geography.register = register.finished();
        geography.wards = by_name(geography.areas(Area::WARD));
        Ok(geography)
    }

    fn add(&mut self, areas: impl Iterator<Item = Area>, indicators: impl Iterator<Item = Indicator>) {
        for area in areas {
            self.areas.entry(area.kind.clone()).or_default().insert(area.code.clone(), area);
        }
        for row in indicators {
            self.indicators.entry(row.code.clone()).or_default().insert(row.area.clone(), row);
        }
    }

    /// How many imports are in it.
    pub fn number(&self) -> i64 {
        self.number
    }

    /// The areas of a kind, by code.
    pub fn areas(&self, kind: &str) -> impl Iterator<Item = &Area> {
        self.areas.get(kind).into_iter().flat_map(BTreeMap::values)
    }

    /// The kinds of areas that there are.
    pub fn kinds(&self) -> impl Iterator<Item = &str> {
        self.areas.keys().map(String::as_str)
    }

    /// The area of a code, of whatever kind.
    pub fn area(&self, code: &str) -> Option<&Area> {
        self.areas.values().find_map(|areas| areas.get(code))
    }

    /// The wards of that code or name.
    pub fn wards_called(&self, text: &str) -> Vec<&Area> {
        let (code, key) = (text.trim().to_ascii_uppercase(), normalize::text::key(text));
        let named = self.wards.get(&key).into_iter().flatten();
        let codes: BTreeSet<&String> = named.chain([&code]).collect();
        let wards = self.areas.get(Area::WARD);
        codes.into_iter().filter_map(|code| wards?.get(code)).collect()
    }

    /// One figure of an area.
    pub fn indicator(&self, code: &str, area: &str) -> Option<&Indicator> {
        self.indicators.get(code)?.get(area)
    }

    /// All figures of an area, by indicator.
    pub fn indicators_of<'a>(&'a self, area: &'a str) -> impl Iterator<Item = &'a Indicator> {
        self.indicators.values().filter_map(move |figures| figures.get(area))
    }

    /// The indicators that there are.
    pub fn indicators(&self) -> impl Iterator<Item = &str> {
        self.indicators.keys().map(String::as_str)
    }

    /// What a part of the geography is and whose: see [`Dataset::areas`], [`Dataset::indicator`] and
    /// [`Dataset::POSTCODES`].
    pub fn dataset(&self, part: &str) -> Option<&Dataset> {
        self.datasets.get(part)
    }

    /// Everything that the geography was made of, by part.
    pub fn datasets(&self) -> impl Iterator<Item = &Dataset> {
        self.datasets.values()
    }

    /// The licences of areas of a kind and of indicators.
    pub fn licences<'a>(
        &self,
        kind: Option<&str>,
        indicators: impl Iterator<Item = &'a str>,
    ) -> BTreeSet<&Licence> {
        let parts = indicators.map(Dataset::indicator).chain(kind.map(Dataset::areas));
        parts.filter_map(|part| self.dataset(&part)).map(|dataset| &dataset.licence).collect()
    }

    /// How many postcodes the register has.
    pub fn postcodes(&self) -> usize {
        self.register.len()
    }
}

/// The codes of the areas of each name, by the key of the name.
fn by_name<'a>(areas: impl Iterator<Item = &'a Area>) -> BTreeMap<String, Vec<String>> {
    let mut codes: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for area in areas {
        codes.entry(normalize::text::key(&area.name)).or_default().push(area.code.clone());
    }
    codes
}
