use std::ops::Range;

use model::Postcode;
use rustc_hash::FxHashMap;

/// Degrees are kept in millionths: a tenth of a metre.
const MILLIONTHS: f64 = 1e6;
/// Stands for no ward.
const NONE: u16 = u16::MAX;

/// The postcodes in use: 20 bytes each, so that those of a whole country take some 35 MB.
#[derive(Debug, Default)]
pub(crate) struct Register {
    rows: Vec<Row>,
    wards: Vec<Box<str>>,
    /// While rows are being pushed.
    numbers: FxHashMap<Box<str>, u16>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Row {
    postcode: [u8; 8],
    north: i32,
    east: i32,
    ward: u16,
}

impl Row {
    fn point(&self) -> (f64, f64) {
        (f64::from(self.north) / MILLIONTHS, f64::from(self.east) / MILLIONTHS)
    }
}

impl Register {
    pub(crate) fn push(&mut self, row: &Postcode) {
        let Some(postcode) = key(&row.postcode) else { return };
        let ward = row.ward.as_deref().map_or(NONE, |ward| self.number(ward));
        let (north, east) = (millionths(row.latitude), millionths(row.longitude));
        self.rows.push(Row { postcode, north, east, ward });
    }

    pub(crate) fn finished(mut self) -> Self {
        self.rows.sort_unstable();
        self.rows.shrink_to_fit();
        self.numbers = FxHashMap::default();
        self
    }

    fn number(&mut self, ward: &str) -> u16 {
        if let Some(number) = self.numbers.get(ward) {
            return *number;
        }
        let number = u16::try_from(self.wards.len()).unwrap_or(NONE);
        if number != NONE {
            self.wards.push(ward.into());
            self.numbers.insert(ward.into(), number);
        }
        number
    }

    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Where a postcode is, degrees north and east.
    pub(crate) fn point(&self, postcode: &str) -> Option<(f64, f64)> {
        self.find(postcode).map(Row::point)
    }

    /// The code of the ward that a postcode is counted in.
    pub(crate) fn ward(&self, postcode: &str) -> Option<&str> {
        self.wards.get(usize::from(self.find(postcode)?.ward)).map(AsRef::as_ref)
    }

    /// The mean point of the postcodes that begin so: of a sector (`PL1 1`), or of a district with its space (`PL1 `).
    pub(crate) fn mean(&self, beginning: &str) -> Option<(f64, f64)> {
        let rows = self.rows.get(self.beginning(beginning)?)?;
        let add = |(north, east), row: &Row| (north + row.point().0, east + row.point().1);
        let (north, east) = rows.iter().fold((0.0, 0.0), add);
        #[expect(clippy::cast_precision_loss, reason = "there are some millions at most")]
        let count = rows.len() as f64;
        (count > 0.0).then(|| (north / count, east / count))
    }

    fn find(&self, postcode: &str) -> Option<&Row> {
        let key = key(postcode)?;
        let at = self.rows.binary_search_by_key(&key, |row| row.postcode).ok()?;
        self.rows.get(at)
    }

    fn beginning(&self, text: &str) -> Option<Range<usize>> {
        key(text)?;
        let start = self.rows.partition_point(|row| row.postcode.as_slice() < text.as_bytes());
        let begins = |row: &Row| row.postcode.starts_with(text.as_bytes());
        let rest = self.rows.get(start..)?;
        Some(start..start + rest.partition_point(begins))
    }
}

fn key(postcode: &str) -> Option<[u8; 8]> {
    let mut key = [0; 8];
    key.get_mut(..postcode.len())?.copy_from_slice(postcode.as_bytes());
    Some(key)
}

fn millionths(degrees: f64) -> i32 {
    #[expect(clippy::cast_possible_truncation, reason = "degrees are below 180")]
    let whole = (degrees.clamp(-180.0, 180.0) * MILLIONTHS).round() as i32;
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    fn register(postcodes: &[(&str, f64)]) -> Register {
        let mut register = Register::default();
        for (postcode, north) in postcodes {
            let ward = (*north > 50.0).then(|| "E05002078".to_owned());
            let postcode = (*postcode).to_owned();
            register.push(&Postcode { postcode, latitude: *north, longitude: -4.125, ward });
        }
        register.finished()
    }

    #[test]
    fn postcodes_are_found_with_their_wards_and_the_middle_of_what_begins_alike() {
        let register =
            register(&[("PL11 1AA", 52.0), ("PL1 2AA", 50.5), ("PL1 1AB", 50.25), ("PL1 1AA", 50.0)]);
        assert_eq!(register.point("PL1 1AB"), Some((50.25, -4.125)));
        assert_eq!(register.ward("PL1 1AB"), Some("E05002078"));
        assert_eq!((register.point("PL1 1AC"), register.ward("PL1 1AA")), (None, None));
        assert_eq!(register.mean("PL1 1"), Some((50.125, -4.125)));
        assert_eq!(register.mean("PL1 "), Some((50.25, -4.125)), "PL11 is another district");
        assert_eq!(register.mean("PL2 "), None);
        assert_eq!(register.mean("far too long a text"), None);
        assert_eq!(size_of::<Row>(), 20);
    }
}
