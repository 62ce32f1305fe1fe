use std::{fmt, str::FromStr};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use uuid::Uuid;

use super::OccurrenceSort;
use crate::QueryError;

/// Where a session stands in an order: no two have the same place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Key {
    /// What is sorted by: seconds since 1970 and centimetres, the one that counts more first.
    pub(super) ranks: [i64; 2],
    pub(super) service: Uuid,
    /// The service at the location; nil where it is held at no known place.
    pub(super) at: Uuid,
    /// When it ends, in seconds since 1970; the least number where nobody knows.
    pub(super) end: i64,
    /// Whether it has no time of its own.
    pub(super) is_whole_day: bool,
}

/// A place in an order of sessions, between what comes up to it and what comes after. It stays good when what stood there
/// moves or goes. As text it is opaque and safe in addresses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OccurrenceCursor {
    pub(super) sort: OccurrenceSort,
    pub(super) key: Key,
}

impl fmt::Display for OccurrenceCursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Key { ranks: [first, second], service, at, end, is_whole_day } = self.key;
        let text = format!("{} {first} {second} {service} {at} {end} {is_whole_day}", self.sort.as_str());
        f.pad(&URL_SAFE_NO_PAD.encode(text))
    }
}

impl FromStr for OccurrenceCursor {
    type Err = QueryError;

    fn from_str(text: &str) -> Result<Self, QueryError> {
        read(text).ok_or_else(|| QueryError::NoCursor(text.chars().take(80).collect()))
    }
}

fn read(text: &str) -> Option<OccurrenceCursor> {
    let plain = String::from_utf8(URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
    let mut parts = plain.split(' ');
    let sort = parts.next()?;
    let cursor = OccurrenceCursor {
        sort: OccurrenceSort::ALL.into_iter().find(|known| known.as_str() == sort)?,
        key: Key {
            ranks: [parts.next()?.parse().ok()?, parts.next()?.parse().ok()?],
            service: parts.next()?.parse().ok()?,
            at: parts.next()?.parse().ok()?,
            end: parts.next()?.parse().ok()?,
            is_whole_day: parts.next()?.parse().ok()?,
        },
    };
    parts.next().is_none().then_some(cursor)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_cursor_is_read_as_it_was_written(ranks: [i64; 2], service: u128, at: u128, end: i64, is_whole_day: bool) {
            let (service, at) = (Uuid::from_u128(service), Uuid::from_u128(at));
            for sort in OccurrenceSort::ALL {
                let cursor = OccurrenceCursor { sort, key: Key { ranks, service, at, end, is_whole_day } };
                prop_assert_eq!(cursor.to_string().parse::<OccurrenceCursor>().unwrap(), cursor);
            }
        }

        #[test]
        fn no_text_that_is_no_cursor_does_harm(text in "\\PC*") {
            let _ = text.parse::<OccurrenceCursor>();
        }
    }
}
