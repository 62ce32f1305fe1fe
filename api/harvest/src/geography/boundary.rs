use model::Boundary;
use serde::Deserialize;

/// The outline of an area, as GeoJSON has it.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", content = "coordinates")]
pub(super) enum Geometry {
    Polygon(Vec<Vec<Vec<f64>>>),
    MultiPolygon(Vec<Vec<Vec<Vec<f64>>>>),
}

impl Geometry {
    /// The boundary to a tenth of a metre. None where a point is not in degrees or nothing is enclosed.
    pub(super) fn boundary(self) -> Option<Boundary> {
        let polygons = match self {
            Self::Polygon(polygon) => vec![polygon],
            Self::MultiPolygon(polygons) => polygons,
        };
        let ring = |ring: Vec<Vec<f64>>| ring.iter().map(|point| degrees(point)).collect::<Option<Vec<_>>>();
        let polygon = |rings: Vec<Vec<Vec<f64>>>| rings.into_iter().map(ring).collect::<Option<Vec<_>>>();
        let boundary: Boundary = polygons.into_iter().map(polygon).collect::<Option<_>>()?;
        let encloses = boundary.iter().any(|polygon| polygon.first().is_some_and(|ring| ring.len() > 3));
        encloses.then_some(boundary)
    }
}

fn degrees(point: &[f64]) -> Option<[f64; 2]> {
    let (east, north) = (*point.first()?, *point.get(1)?);
    super::table::is_on_earth(north, east).then(|| [round(east), round(north)])
}

/// To six places after the point: a tenth of a metre.
pub(super) fn round(degrees: f64) -> f64 {
    (degrees * 1e6).round() / 1e6
}

/// Degrees north and east of the centroid of what is enclosed, holes taken off. At the size of a city the earth is flat.
pub(super) fn centroid(boundary: &Boundary) -> Option<(f64, f64)> {
    let (mut area, mut east, mut north) = (0.0, 0.0, 0.0);
    let origin = *boundary.first()?.first()?.first()?;
    for polygon in boundary {
        for (position, ring) in polygon.iter().enumerate() {
            let part = moments(ring, origin);
            // Whichever way round it is written: outlines count, holes count against.
            let sign = if (part.0 >= 0.0) == (position == 0) { 1.0 } else { -1.0 };
            area += sign * part.0;
            east += sign * part.1;
            north += sign * part.2;
        }
    }
    let centre = (origin[1] + north / (3.0 * area), origin[0] + east / (3.0 * area));
    (centre.0.is_finite() && centre.1.is_finite()).then(|| (round(centre.0), round(centre.1)))
}

/// Twice the signed area of a ring and its first moments, about a point of it.
fn moments(ring: &[[f64; 2]], origin: [f64; 2]) -> (f64, f64, f64) {
    let from_origin = |[east, north]: [f64; 2]| (east - origin[0], north - origin[1]);
    let ends = ring.iter().cycle().skip(1);
    ring.iter().zip(ends).fold((0.0, 0.0, 0.0), |(area, east, north), (from, to)| {
        let ((x1, y1), (x2, y2)) = (from_origin(*from), from_origin(*to));
        let cross = x1 * y2 - x2 * y1;
        (area + cross, east + (x1 + x2) * cross, north + (y1 + y2) * cross)
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn boundary(value: serde_json::Value) -> Option<Boundary> {
        serde_json::from_value::<Geometry>(value).ok()?.boundary()
    }

    #[test]
    fn a_hole_draws_the_centroid_away_whichever_way_it_is_written() {
        let hole = json!([[1, 0.5], [2, 0.5], [2, 1.5], [1, 1.5], [1, 0.5]]);
        let mut turned = hole.as_array().unwrap().clone();
        turned.reverse();
        let outline = json!([[0, 0.0000001], [4, 0], [4, 2], [0, 2], [0, 0.0000001]]);
        for hole in [hole, json!(turned)] {
            let ring = json!({"type": "Polygon", "coordinates": [outline, hole]});
            let (north, east) = centroid(&boundary(ring).unwrap()).unwrap();
            assert!((north - 1.0).abs() < 1e-5 && (east - 14.5 / 7.0).abs() < 1e-5, "{north} {east}");
        }
    }

    #[test]
    fn metres_points_and_lines_are_no_boundary() {
        for value in [
            json!({"type": "Polygon", "coordinates": [[[249945, 58255], [249946, 58255], [249946, 58256], [249945, 58255]]]}),
            json!({"type": "Polygon", "coordinates": []}),
            json!({"type": "Polygon", "coordinates": [[[1], [2], [3], [4]]]}),
            json!({"type": "Point", "coordinates": [1, 2]}),
        ] {
            assert_eq!(boundary(value.clone()), None, "{value}");
        }
    }
}
