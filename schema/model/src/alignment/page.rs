use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Kind, hsds::Schedule};

/// The sort of item that a page of a website is: `page/KEY`, its body a [`Page`] in JSON.
pub const PAGE: &str = "page";
/// The sort of item that says of an address of the site that nothing is there: `gone/KEY`, its body a [`Gone`] in JSON.
pub const GONE: &str = "gone";

/// An address of a website at which nothing is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gone {
    /// The address that was asked for.
    pub address: String,
    /// What it answered: 404 or 410, or 200 where a page says in words that it is not there.
    pub status: u16,
}

/// A page of a website, as it was read: its own words, without navigation and footers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Page {
    /// Where it is: the address by which it wants to be known, else the one under which it was found.
    pub address: String,
    /// Every other address that leads to it: by a redirect, by its canonical link, or on another host of the site.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub addresses: Vec<String>,
    /// What it is called.
    pub title: String,
    /// The headings of its main content, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub headings: Vec<Heading>,
    /// What it says of itself in `meta`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The language that it says it is in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The way to it through the site, the top first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub breadcrumbs: Vec<Crumb>,
    /// The day on which it says that it was published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<NaiveDate>,
    /// The day on which it, or the sitemap, says that it last changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modified: Option<NaiveDate>,
    /// The text of its main content, a block on each line.
    pub text: String,
    /// The links of its main content.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
    /// What it states, listed or not, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<Fact>,
    /// The things that it tells of, each a record.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub listings: Vec<Listing>,
    /// The canonical ids that its markup carries: what it shows of the directory itself.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub own: Vec<Uuid>,
    /// Where whoever runs the site edits it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edit: Option<String>,
    /// Whether it asks not to be indexed.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub noindex: bool,
    /// Whether it is dated news: what it tells was true on its day.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub news: bool,
}

/// A heading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// What it says.
    pub text: String,
}

/// A step on the way to a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Crumb {
    /// What it is called.
    pub name: String,
    /// Where it leads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

/// A link of the main content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Where it leads, as an absolute address.
    pub address: String,
    /// What it says.
    pub text: String,
}

/// What a fact is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FactKind {
    /// A name.
    Name,
    /// A telephone number.
    Phone,
    /// An e-mail address.
    Email,
    /// The web address that the page gives for the thing.
    Url,
    /// A postal address on one line.
    Address,
    /// A postcode.
    Postcode,
    /// Opening hours, with the schedules that they mean.
    Hours,
    /// That it is closed for good or for now: the word of HSDS, such as `inactive`.
    Status,
    /// The last day of what is told, where it is over then, as ISO 8601 writes it.
    Ends,
}

impl FactKind {
    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Url => "url",
            Self::Address => "address",
            Self::Postcode => "postcode",
            Self::Hours => "hours",
            Self::Status => "status",
            Self::Ends => "ends",
        }
    }
}

/// One thing that a page states.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    /// What it is about.
    pub kind: FactKind,
    /// The value as the page writes it.
    pub value: String,
    /// For hours: the schedules that they mean; none where they cannot be read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub schedules: Vec<Schedule>,
    /// Where in the page it stands, for people: the headings above it, then the row or item, such as
    /// `Central Library › Contact › row 2`.
    pub place: String,
}

/// How a page tells of a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// The page is about it.
    About,
    /// The page mentions it among others.
    Mentions,
}

impl Relation {
    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::About => "about",
            Self::Mentions => "mentions",
        }
    }
}

/// One thing that a page tells of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Listing {
    /// What the page calls it.
    pub name: String,
    /// Whether the page is about it, or lists it among others.
    pub relation: Relation,
    /// The records that it became, as kind and own id: a service, and where known its organization and location.
    pub records: Vec<(Kind, String)>,
    /// What the page states of it.
    pub facts: Vec<Fact>,
    /// Where in the page it stands, as the place of a [`Fact`].
    pub place: String,
    /// The page of its own that the list gives it, as an absolute address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
}
