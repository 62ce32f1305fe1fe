use model::hsds::ServiceArea;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{places::Whereabouts, region::crosses_odd};

/// The area from which people may use a service, as far as it can be tested.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Area {
    /// The texts that name it, as keys: words joined and surrounded by `-`.
    names: Box<[Box<str>]>,
    /// The rings of its boundary, each point degrees north and east.
    rings: Box<[Ring]>,
}

type Ring = Box<[(f64, f64)]>;

impl Area {
    pub(crate) fn of(area: &ServiceArea) -> Self {
        let geometry = area.extent.as_deref().filter(|extent| extent.trim_start().starts_with('{'));
        let words = area.extent.as_ref().filter(|_| geometry.is_none());
        let texts = [area.name.as_ref(), area.description.as_ref(), words];
        let names =
            texts.into_iter().flatten().map(|text| format!("-{}-", normalize::text::key(text)).into());
        let mut rings = Vec::new();
        if let Some(value) = geometry.and_then(|extent| serde_json::from_str::<Value>(extent).ok()) {
            collect_rings(&value, &mut rings);
        }
        Self { names: names.collect(), rings: rings.into() }
    }

    /// Whether it names the postcode, its district or a place that the postcode lies in, or encloses its centre.
    pub(crate) fn covers(&self, spot: &Whereabouts) -> bool {
        let named = |name: &str| spot.names.iter().any(|known| name.contains(known.as_str()));
        let encloses = |point: (f64, f64)| {
            // Even-odd over all rings: a hole turns its inside out again.
            self.rings.iter().filter(|ring| crosses_odd(ring, point)).count() % 2 == 1
        };
        self.names.iter().any(|name| named(name)) || spot.centre.is_some_and(encloses)
    }
}

/// The rings of every polygon in a GeoJSON object, wherever it nests them.
fn collect_rings(value: &Value, rings: &mut Vec<Ring>) {
    match value {
        Value::Object(object) => {
            let within = ["geometry", "geometries", "features", "coordinates"];
            within.iter().filter_map(|name| object.get(*name)).for_each(|value| collect_rings(value, rings));
        }
        Value::Array(items) => match items.iter().map(point).collect::<Option<Vec<_>>>() {
            Some(ring) if ring.len() > 2 => rings.push(ring.into()),
            _ => items.iter().for_each(|item| collect_rings(item, rings)),
        },
        _ => {}
    }
}

/// GeoJSON writes degrees east first.
fn point(value: &Value) -> Option<(f64, f64)> {
    let pair = value.as_array()?;
    Some((pair.get(1)?.as_f64()?, pair.first()?.as_f64()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area(name: Option<&str>, extent: Option<&str>) -> Area {
        let owned = |text: Option<&str>| text.map(str::to_owned);
        Area::of(&ServiceArea { name: owned(name), extent: owned(extent), ..ServiceArea::default() })
    }

    fn spot(names: &[&str], centre: Option<(f64, f64)>) -> Whereabouts {
        Whereabouts { names: names.iter().map(|name| format!("-{name}-")).collect(), centre }
    }

    #[test]
    fn an_area_covers_the_places_that_its_words_name_and_not_parts_of_words() {
        let plymouth = area(Some("City of Plymouth"), None);
        assert!(plymouth.covers(&spot(&["pl1-1ab", "pl1", "plymouth"], None)));
        assert!(!area(Some("New Plymouthshire"), None).covers(&spot(&["plymouth"], None)));
        assert!(area(None, Some("PL1, PL2 and PL3")).covers(&spot(&["pl2-3aa", "pl2"], None)));
        assert!(!area(None, Some("PL11")).covers(&spot(&["pl1-1ab", "pl1"], None)));
    }

    #[test]
    fn a_boundary_covers_what_it_encloses_but_not_its_holes() {
        let extent = r#"{"type":"Polygon","coordinates":[
            [[-5,50],[-4,50],[-4,51],[-5,51],[-5,50]],
            [[-4.6,50.4],[-4.4,50.4],[-4.4,50.6],[-4.6,50.6],[-4.6,50.4]]]}"#;
        let ring = area(None, Some(extent));
        assert!(ring.covers(&spot(&[], Some((50.2, -4.8)))));
        assert!(!ring.covers(&spot(&[], Some((50.5, -4.5)))));
        assert!(!ring.covers(&spot(&[], Some((52.0, -4.5)))));
        assert!(!ring.covers(&spot(&[], None)));
    }

    #[test]
    fn a_broken_boundary_covers_nothing() {
        for extent in ["{", "{}", r#"{"coordinates":[[[1]]]}"#, r#"{"coordinates":[[1,2],[3,4]]}"#] {
            assert!(!area(None, Some(extent)).covers(&spot(&["pl1"], Some((50.0, -4.0)))), "{extent}");
        }
    }
}
