use serde::{Deserialize, Serialize, Serializer};

/// A JSON number as HSDS uses it: an age, an amount, a coordinate. Whole values are written without a fraction.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Deserialize)]
#[serde(transparent)]
pub struct Number(pub f64);

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        const EXACT: f64 = 9_007_199_254_740_992.0; // 2^53: beyond it not every integer is a double
        if self.0.fract() == 0.0 && self.0.abs() < EXACT {
            #[expect(clippy::cast_possible_truncation, reason = "whole and within 2^53")]
            serializer.serialize_i64(self.0 as i64)
        } else {
            serializer.serialize_f64(self.0)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Number;

    #[test]
    fn whole_numbers_are_written_whole() {
        assert_eq!(serde_json::to_string(&Number(12.0)).unwrap(), "12");
        assert_eq!(serde_json::to_string(&Number(-4.25)).unwrap(), "-4.25");
        assert_eq!(serde_json::from_str::<Number>("12").unwrap(), Number(12.0));
    }
}
