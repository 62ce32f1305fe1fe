use serde::{Serialize, de::DeserializeOwned};

/// A noun of the standard: its name, what it is, and its fields in the standard's order.
#[derive(Debug)]
pub struct NounType {
    /// The name in the standard's words, such as `service_at_location`.
    pub name: &'static str,
    /// What the noun is, in one or two sentences.
    pub doc: &'static str,
    /// The fields after `id`, in the order in which they are written.
    pub fields: &'static [Field],
}

impl NounType {
    /// The field of that name, `id` excepted.
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}

/// One field of a noun.
#[derive(Debug)]
pub struct Field {
    /// The name in the standard's words.
    pub name: &'static str,
    /// What the field holds.
    pub doc: &'static str,
    /// The shape of its value.
    pub kind: FieldKind,
    /// Whether the standard requires it.
    pub required: bool,
}

/// The shape of a field's value.
#[derive(Clone, Copy, Debug)]
pub enum FieldKind {
    /// Any text.
    Text,
    /// A JSON number.
    Number,
    /// An absolute URI.
    Uri,
    /// An e-mail address.
    Email,
    /// A calendar date, `YYYY-MM-DD`.
    Date,
    /// A moment, RFC 3339.
    DateTime,
    /// A time of day, `HH:MM` or `HH:MM:SS`, with an optional offset.
    Time,
    /// The id of another object.
    Id,
    /// One of a closed list of words.
    Choice(&'static [&'static str]),
    /// A list of nested nouns.
    List(fn() -> &'static NounType),
    /// One nested noun.
    One(fn() -> &'static NounType),
}

/// A struct that stands for a noun of the standard.
pub trait HsdsNoun: Serialize + DeserializeOwned + Default {
    /// The dictionary entry of this noun.
    fn noun_type() -> &'static NounType;
}

/// Says whether a field is absent, so that it is left out rather than written as `null` or `[]`.
pub(crate) trait Absent {
    fn is_absent(&self) -> bool;
}

impl<T> Absent for Option<T> {
    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T> Absent for Vec<T> {
    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

impl Absent for String {
    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

macro_rules! field_type {
    (number) => { Option<$crate::hsds::Number> };
    (list($noun:ty)) => { Vec<$noun> };
    (one($noun:ty)) => { Option<Box<$noun>> };
    ($($text:tt)+) => { Option<String> };
}

macro_rules! field_kind {
    (text) => {
        FieldKind::Text
    };
    (number) => {
        FieldKind::Number
    };
    (uri) => {
        FieldKind::Uri
    };
    (email) => {
        FieldKind::Email
    };
    (date) => {
        FieldKind::Date
    };
    (date_time) => {
        FieldKind::DateTime
    };
    (time) => {
        FieldKind::Time
    };
    (id) => {
        FieldKind::Id
    };
    (choice($values:expr)) => {
        FieldKind::Choice($values)
    };
    (list($noun:ty)) => {
        FieldKind::List(<$noun as HsdsNoun>::noun_type)
    };
    (one($noun:ty)) => {
        FieldKind::One(<$noun as HsdsNoun>::noun_type)
    };
}

/// A field's name without the prefix that Rust puts before its own keywords.
pub(crate) const fn plain_name(name: &'static str) -> &'static str {
    match name.as_bytes() {
        [b'r', b'#', ..] => name.split_at(2).1,
        _ => name,
    }
}

macro_rules! is_required {
    () => {
        false
    };
    (required) => {
        true
    };
}

/// Declares nouns: `/// doc` `Name "hsds_name" { /// doc  field: kind [required], … }`.
macro_rules! nouns {
    ($($(#[doc = $doc:literal])+ $noun:ident $name:literal {
        $($(#[doc = $field_doc:literal])+ $field:ident : $kind:ident $(($arg:expr))? $([$nested:ty])? $($required:ident)? ,)*
    })+) => { $(
        $(#[doc = $doc])+
        #[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(default)]
        pub struct $noun {
            /// The identifier: the source's own in a record, a UUID in an entity.
            #[serde(skip_serializing_if = "Absent::is_absent")]
            pub id: String,
            $(
                $(#[doc = $field_doc])+
                #[serde(skip_serializing_if = "Absent::is_absent")]
                pub $field: field_type!($kind $(($arg))? $(($nested))?),
            )*
        }

        impl HsdsNoun for $noun {
            fn noun_type() -> &'static NounType {
                static TYPE: NounType = NounType {
                    name: $name,
                    doc: concat!($($doc),+),
                    fields: &[$(Field {
                        name: plain_name(stringify!($field)),
                        doc: concat!($($field_doc),+),
                        kind: field_kind!($kind $(($arg))? $(($nested))?),
                        required: is_required!($($required)?),
                    }),*],
                };
                &TYPE
            }
        }
    )+ };
}

pub(crate) use {field_kind, field_type, is_required, nouns};
