use std::sync::LazyLock;

use proj4rs::{Proj, transform::transform};

/// The National Grid, with the seven parameters by which OSGB36 is turned into WGS 84 where the grid of corrections
/// (OSTN15) is not at hand. They are good to about five metres anywhere in Great Britain: a postcode's point is further
/// than that from most of its doors.
const NATIONAL_GRID: &str = "+proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy \
                             +towgs84=446.448,-125.157,542.060,0.1502,0.2470,0.8421,-20.4894 +units=m +no_defs";
const WGS84: &str = "+proj=longlat +ellps=WGS84 +datum=WGS84 +no_defs";

/// Both systems; none where the library does not know them, which a test rules out.
static SYSTEMS: LazyLock<Option<(Proj, Proj)>> = LazyLock::new(|| {
    let system = |text| Proj::from_proj_string(text).ok();
    system(NATIONAL_GRID).zip(system(WGS84))
});

/// Degrees north and east (WGS 84) of metres east and north on the National Grid of Great Britain (OSGB36), to within five
/// metres. None outside the grid.
pub fn wgs84(easting: f64, northing: f64) -> Option<(f64, f64)> {
    if !(0.0..700_000.0).contains(&easting) || !(0.0..1_300_000.0).contains(&northing) {
        return None;
    }
    let (from, to) = SYSTEMS.as_ref()?;
    let mut point = (easting, northing, 0.0);
    transform(from, to, &mut point).ok()?;
    Some((point.1.to_degrees(), point.0.to_degrees()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Metres between two points that are near one another.
    fn apart((north, east): (f64, f64), (other_north, other_east): (f64, f64)) -> f64 {
        let up = (north - other_north) * 111_200.0;
        let right = (east - other_east) * 111_200.0 * north.to_radians().cos();
        up.hypot(right)
    }

    /// Points whose coordinates in both systems the Ordnance Survey publishes (its test data for OSTN15).
    #[test]
    fn known_points_come_out_within_five_metres() {
        for (name, easting, northing, north, east) in [
            ("St Mary's", 91_492.146, 11_318.804, 49.922_263_94, -6.299_777_52),
            ("Plymouth", 250_359.811, 62_016.569, 50.438_858_26, -4.108_645_636),
            ("Malvern", 389_544.19, 261_912.153, 52.255_293_82, -2.154_586_144),
            ("Warrington", 357_455.843, 383_290.436, 53.344_802_8, -2.640_493_208),
            ("Inverness", 267_056.768, 846_176.972, 57.486_250_01, -4.219_263_986),
            ("Shetland", 395_999.668, 1_138_728.951, 60.133_080_92, -2.073_828_228),
        ] {
            let metres = apart(wgs84(easting, northing).unwrap(), (north, east));
            assert!(metres < 5.0, "{name}: {metres} m");
        }
    }

    #[test]
    fn what_is_not_on_the_grid_is_nowhere() {
        for (easting, northing) in [(-1.0, 5.0), (700_000.0, 5.0), (5.0, 1_300_000.0), (f64::NAN, 5.0)] {
            assert_eq!(wgs84(easting, northing), None);
        }
    }
}
