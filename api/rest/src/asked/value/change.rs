//! The values of the parameters of the log of changes.

use utoipa::openapi::{Type, schema::ObjectBuilder};

use super::{Value, values};

values!(ChangeNumber, Epoch, Portion, Seconds);

fn whole(text: &str, least: i32, most: i32) -> Option<i32> {
    text.parse().ok().filter(|number| (least..=most).contains(number))
}

fn integer(least: i32, most: i32) -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(least)).maximum(Some(most))
}

/// The number of a change; 0 is before the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ChangeNumber(pub(crate) i32);

impl Value for ChangeNumber {
    const ALLOWED: &'static str = "the number of a change: a whole number from 0";

    fn read(text: &str) -> Option<Self> {
        whole(text, 0, i32::MAX).map(Self)
    }

    fn object() -> ObjectBuilder {
        integer(0, i32::MAX).default(Some(0.into()))
    }
}

/// A mark of a history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Epoch(pub(crate) String);

impl Value for Epoch {
    const ALLOWED: &'static str = "an epoch as an answer or its `next` has it";

    fn read(text: &str) -> Option<Self> {
        let is_hex =
            |part: &str| (1..=32).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_hexdigit());
        let fits = match text.split_once('-') {
            Some((epoch, mark)) => is_hex(epoch) && is_hex(mark),
            None => is_hex(text),
        };
        fits.then(|| Self(text.to_owned()))
    }

    fn object() -> ObjectBuilder {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .pattern(Some("^[0-9a-fA-F]{1,32}(-[0-9a-fA-F]{1,32})?$"))
    }
}

/// How long to wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Seconds(i32);

impl Seconds {
    const MOST: i32 = 30;

    /// As a number of seconds.
    pub(crate) fn seconds(self) -> u64 {
        u64::try_from(self.0).unwrap_or_default()
    }
}

impl Value for Seconds {
    const ALLOWED: &'static str = "a whole number of seconds from 0 to 30";

    fn read(text: &str) -> Option<Self> {
        whole(text, 0, Self::MOST).map(Self)
    }

    fn object() -> ObjectBuilder {
        integer(0, Self::MOST).default(Some(0.into()))
    }
}

/// How many changes are given at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Portion(i32);

impl Portion {
    const MOST: i32 = 1_000;

    /// As a number of things.
    pub(crate) fn usize(self) -> usize {
        usize::try_from(self.0).unwrap_or_default()
    }
}

impl Default for Portion {
    fn default() -> Self {
        Self(100)
    }
}

impl Value for Portion {
    const ALLOWED: &'static str = "a whole number from 1 to 1000";

    fn read(text: &str) -> Option<Self> {
        whole(text, 1, Self::MOST).map(Self)
    }

    fn object() -> ObjectBuilder {
        integer(1, Self::MOST).default(Some(Self::default().0.into()))
    }
}
