use utoipa::openapi::{
    SchemaFormat, Type,
    schema::{KnownFormat, ObjectBuilder},
};

use super::{Value, values};

values!(Age, Before, EmbedSize, HeadingLevel, Metres, Offset, PageNumber, PageSize);

/// Reads a whole number within bounds.
fn whole(text: &str, least: i32, most: i32) -> Option<i32> {
    text.parse().ok().filter(|number| (least..=most).contains(number))
}

fn integer(least: i32, most: i32) -> ObjectBuilder {
    ObjectBuilder::new()
        .schema_type(Type::Integer)
        .format(Some(SchemaFormat::KnownFormat(KnownFormat::Int32)))
        .minimum(Some(least))
        .maximum(Some(most))
}

/// The number of a page, from 1.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PageNumber(pub(crate) i32);

impl Default for PageNumber {
    fn default() -> Self {
        Self(1)
    }
}

impl Value for PageNumber {
    const ALLOWED: &'static str = "a whole number from 1";

    fn read(text: &str) -> Option<Self> {
        whole(text, 1, i32::MAX).map(Self)
    }

    fn object() -> ObjectBuilder {
        integer(1, i32::MAX).default(Some(Self::default().0.into()))
    }
}

/// How many things a page holds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PageSize(pub(crate) i32);

impl PageSize {
    const MOST: i32 = 100;

    /// As a number of things.
    pub(crate) fn usize(self) -> usize {
        usize::try_from(self.0).unwrap_or_default()
    }
}

impl Default for PageSize {
    fn default() -> Self {
        Self(20)
    }
}

impl Value for PageSize {
    const ALLOWED: &'static str = "a whole number from 1 to 100";

    fn read(text: &str) -> Option<Self> {
        whole(text, 1, Self::MOST).map(Self)
    }

    fn object() -> ObjectBuilder {
        integer(1, Self::MOST).default(Some(Self::default().0.into()))
    }
}

/// How many results to pass over.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Offset(pub(crate) i32);

impl Offset {
    const MOST: i32 = 10_000;

    /// As a number of things.
    pub(crate) fn usize(self) -> usize {
        usize::try_from(self.0).unwrap_or_default()
    }
}

impl Value for Offset {
    const ALLOWED: &'static str = "a whole number from 0 to 10000";

    fn read(text: &str) -> Option<Self> {
        whole(text, 0, Self::MOST).map(Self)
    }

    fn object() -> ObjectBuilder {
        integer(0, Self::MOST).default(Some(0.into()))
    }
}

/// The number of a judgement that a list goes on before.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Before(pub(crate) i32);

impl Value for Before {
    const ALLOWED: &'static str = "the number of a judgement: a whole number from 1";

    fn read(text: &str) -> Option<Self> {
        whole(text, 1, i32::MAX).map(Self)
    }

    fn object() -> ObjectBuilder {
        integer(1, i32::MAX)
    }
}

/// A distance in metres.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Metres(pub(crate) i32);

impl Metres {
    const MOST: i32 = 1_000_000;
}

impl Value for Metres {
    const ALLOWED: &'static str = "a whole number of metres from 0 to 1000000";

    fn read(text: &str) -> Option<Self> {
        whole(text, 0, Self::MOST).map(Self)
    }

    fn object() -> ObjectBuilder {
        integer(0, Self::MOST)
    }
}

/// An age in years.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Age(pub(crate) f64);

impl Age {
    const MOST: f64 = 150.0;
}

impl Value for Age {
    const ALLOWED: &'static str = "a number of years from 0 to 150";

    fn read(text: &str) -> Option<Self> {
        text.parse().ok().filter(|age| (0.0..=Self::MOST).contains(age)).map(Self)
    }

    fn object() -> ObjectBuilder {
        ObjectBuilder::new()
            .schema_type(Type::Number)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Double)))
            .minimum(Some(0.0))
            .maximum(Some(Self::MOST))
    }
}

/// How many services a page of fragments holds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct EmbedSize(pub(crate) i32);

impl EmbedSize {
    const MOST: i32 = 50;

    /// As a number of things.
    pub(crate) fn usize(self) -> usize {
        usize::try_from(self.0).unwrap_or_default()
    }
}

impl Value for EmbedSize {
    const ALLOWED: &'static str = "a whole number from 1 to 50";

    fn read(text: &str) -> Option<Self> {
        whole(text, 1, Self::MOST).map(Self)
    }

    fn object() -> ObjectBuilder {
        integer(1, Self::MOST)
    }
}

/// The level that headings begin at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct HeadingLevel(pub(crate) ::web::Level);

impl Value for HeadingLevel {
    const ALLOWED: &'static str = "a whole number from 2 to 6";

    fn read(text: &str) -> Option<Self> {
        text.parse().ok().and_then(::web::Level::new).map(Self)
    }

    fn object() -> ObjectBuilder {
        integer(2, 6).default(Some(3.into()))
    }
}
