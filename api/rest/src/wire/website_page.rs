use model::alignment;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::alignment::Verdict;

/// How a page of a website stands to the directory.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WebsitePage {
    /// Where it is.
    #[schema(example = "https://www.plymouth.gov.uk/libraries/central")]
    address: String,
    /// Every other address that leads to it.
    #[schema(example = json!(["https://beta.plymouth.gov.uk/libraries/central"]))]
    addresses: Vec<String>,
    /// The website.
    #[schema(example = "council-website")]
    source: String,
    /// What it is called.
    #[schema(example = "Central Library")]
    title: String,
    /// The section of the site.
    #[schema(example = "libraries")]
    section: String,
    /// The day on which it last changed, as far as it says.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "2026-10-01")]
    modified: Option<String>,
    /// Where whoever runs the site edits it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "https://www.plymouth.gov.uk/node/12/edit")]
    edit: Option<String>,
    /// Whether it asks not to be indexed.
    noindex: bool,
    /// Whether it is dated news.
    news: bool,
    /// The entities that it shows out of the directory itself.
    #[schema(value_type = Vec<String>)]
    own: Vec<Uuid>,
    /// The entities that it tells of in its own words, those that it is about first.
    entities: Vec<PageEntity>,
}

/// An entity that a page tells of.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PageEntity {
    /// The entity.
    #[schema(value_type = String, format = Uuid)]
    entity: Uuid,
    /// What kind of thing it is.
    #[schema(example = "service")]
    kind: &'static str,
    /// What the directory calls it.
    #[schema(example = "Central Library")]
    name: String,
    /// `about`: the page is about it; `mentions`: it is one of others.
    #[schema(example = "about")]
    relation: &'static str,
    /// How sure that is.
    #[schema(minimum = 0, maximum = 1, example = 0.97)]
    score: f64,
    /// Why, the strongest reason first.
    #[schema(example = json!(["same telephone: +441752305900"]))]
    why: Vec<String>,
    /// What the page calls it.
    #[schema(example = "Plymouth Central Library")]
    called: String,
    /// Where in the page it stands.
    #[schema(example = "Central Library › Contact")]
    place: String,
}

impl From<alignment::AlignedPage> for WebsitePage {
    fn from(page: alignment::AlignedPage) -> Self {
        Self {
            address: page.address,
            addresses: page.addresses,
            source: page.source.to_string(),
            title: page.title,
            section: page.section,
            modified: page.modified,
            edit: page.edit,
            noindex: page.noindex,
            news: page.news,
            own: page.own,
            entities: page.entities.into_iter().map(PageEntity::from).collect(),
        }
    }
}

impl From<alignment::PageEntity> for PageEntity {
    fn from(told: alignment::PageEntity) -> Self {
        Self {
            entity: told.entity,
            kind: told.kind.as_str(),
            name: told.name,
            relation: told.relation.as_str(),
            score: told.score,
            why: told.why,
            called: told.called,
            place: told.place,
        }
    }
}

/// A page of the pages of websites.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WebsitePages {
    /// How many there are in all.
    #[schema(minimum = 0, example = 68)]
    total: u64,
    /// The pages.
    pages: Vec<WebsitePage>,
    /// What to give as `offset` for the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, minimum = 1, maximum = 2147483647, value_type = Option<i32>, example = 20)]
    next_offset: Option<usize>,
}

impl WebsitePages {
    /// Those that stand after some, of so many in all.
    pub(crate) fn of(found: Vec<alignment::AlignedPage>, total: u64, offset: usize) -> Self {
        let next = offset + found.len();
        let next_offset = ((next as u64) < total && !found.is_empty()).then_some(next);
        Self { total, pages: found.into_iter().map(WebsitePage::from).collect(), next_offset }
    }
}

/// A page of a website with what may be amiss with it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PageLook {
    /// The page.
    page: WebsitePage,
    /// The verdicts on it that are not closed.
    verdicts: Vec<Verdict>,
}

impl PageLook {
    /// What is known, as everyone may read it, or with who looks after verdicts and what was decided.
    pub(crate) fn of(look: reconcile::alignment::Look, is_whole: bool) -> Self {
        let verdicts = look.verdicts.into_iter().map(|verdict| Verdict::of(verdict, is_whole)).collect();
        Self { page: look.page.into(), verdicts }
    }
}

/// What a website should do with an address: say in the page where its content is kept, or lead elsewhere.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AddressSuggestion {
    /// The address on the website.
    #[schema(example = "https://www.plymouth.gov.uk/libraries/central")]
    pub(crate) address: String,
    /// `canonical`: keep the page and give `target` as `rel=canonical`; `redirect`: lead to `target`.
    #[schema(example = "canonical")]
    pub(crate) relation: &'static str,
    /// Where to.
    #[schema(example = "https://directory.example.org/services/0b2c8f4e-8f0a-5a0e-9d57-0d7c5a1f1a11")]
    pub(crate) target: String,
    /// Why.
    #[schema(example = "the page repeats the directory's entry")]
    pub(crate) why: &'static str,
    /// The verdict that it follows from.
    #[schema(value_type = String, format = Uuid)]
    pub(crate) verdict: Uuid,
}

/// What a website should do with its addresses.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AddressSuggestions {
    /// The suggestions, by address.
    pub(crate) suggestions: Vec<AddressSuggestion>,
}
