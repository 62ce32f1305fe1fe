use std::collections::BTreeMap;

use model::{
    CATEGORIES, ContentHash,
    hsds::{Attribute, Taxonomy, TaxonomyTerm},
};
use normalize::text;
use serde::Deserialize;

use super::{
    Term,
    scheme::{SCHEMES, codes},
};

const NAME: &str = "Directory categories";
const DESCRIPTION: &str =
    "One set of words for what is in this directory, mapped from the words that each source uses.";
const URI: &str = "urn:uuid:0b6f4a52-6d0c-5a3e-9f43-6f0f6d8a2c11";

/// One category of the directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Category {
    /// Its code, which never changes.
    pub code: String,
    /// The code of the category above it.
    pub parent: Option<String>,
    /// Its name for people.
    pub name: String,
    /// What it is about.
    pub description: String,
    /// Other names: our own, and those of terms that it is aligned with. They only help to propose.
    pub also: Vec<String>,
}

/// The directory's own taxonomy.
#[derive(Clone, Debug)]
pub struct Categories {
    list: Vec<Category>,
    /// By the keys of codes and of names.
    by_key: BTreeMap<String, usize>,
    aligned: BTreeMap<(&'static str, String), usize>,
    pub(crate) version: ContentHash,
}

/// Why categories cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CategoriesError {
    /// A table is no CSV of the right columns.
    #[error("the categories cannot be read: {0}")]
    Csv(#[from] csv::Error),
    /// A cell cannot be right.
    #[error("`{column}` is `{value}` in the categories; {allowed}")]
    Value {
        /// The column.
        column: &'static str,
        /// What it says.
        value: String,
        /// What it may say.
        allowed: &'static str,
    },
}

#[derive(Deserialize)]
struct Row {
    code: String,
    parent: String,
    name: String,
    description: String,
    also: String,
}

#[derive(Deserialize)]
struct Alignment {
    category: String,
    scheme: String,
    code: String,
    label: String,
}

impl Categories {
    /// Reads the two tables of the categories: themselves (`code`, `parent`, `name`, `description`, `also`), and what
    /// they are aligned with (`category`, `scheme`, `code`, `label`).
    pub fn read(categories: &str, alignments: &str) -> Result<Self, CategoriesError> {
        let version = ContentHash::of([categories, alignments].join("\u{1f}").as_bytes());
        let mut read = Self { list: Vec::new(), by_key: BTreeMap::new(), aligned: BTreeMap::new(), version };
        for row in csv::Reader::from_reader(categories.as_bytes()).deserialize() {
            read.add(row?)?;
        }
        for row in csv::Reader::from_reader(alignments.as_bytes()).deserialize() {
            read.align(row?)?;
        }
        Ok(read)
    }

    /// Every category, those within another after it.
    pub fn iter(&self) -> impl Iterator<Item = &Category> {
        self.list.iter()
    }

    /// The category of that code or name.
    pub fn find(&self, word: &str) -> Option<&Category> {
        self.list.get(*self.by_key.get(&text::key(word))?)
    }

    /// The category that a term is by itself: it has its very name, or a code that is aligned with it.
    pub(super) fn exactly(&self, term: &Term<'_>) -> Option<&Category> {
        let aligned = |(scheme, code): (&'static str, &str)| self.aligned.get(&(scheme, code.to_lowercase()));
        let by_code = codes(term).find_map(aligned).and_then(|place| self.list.get(*place));
        let key = text::key(term.name);
        let named = || self.find(term.name).filter(|category| text::key(&category.name) == key);
        by_code.or_else(named)
    }

    /// A category, and the one above it first.
    pub(super) fn with_parent<'c>(&'c self, category: &'c Category) -> impl Iterator<Item = &'c Category> {
        category.parent.as_deref().and_then(|parent| self.find(parent)).into_iter().chain([category])
    }

    /// The taxonomy as a record tells it.
    pub(crate) fn noun(&self) -> Taxonomy {
        let term =
            |category: &Category| TaxonomyTerm { parent_id: category.parent.clone(), ..term(category) };
        Taxonomy {
            id: CATEGORIES.to_owned(),
            name: Some(NAME.to_owned()),
            description: Some(DESCRIPTION.to_owned()),
            uri: Some(URI.to_owned()),
            taxonomy_terms: self.iter().map(term).collect(),
            ..Taxonomy::default()
        }
    }

    fn add(&mut self, row: Row) -> Result<(), CategoriesError> {
        if !row.parent.is_empty() && self.find(&row.parent).is_none() {
            return Err(value("parent", row.parent, "give the code of a category that stands before it"));
        }
        for (column, word) in [("code", &row.code), ("name", &row.name)] {
            let key = text::key(word);
            let known = self.by_key.insert(key.clone(), self.list.len());
            if key.is_empty() || known.is_some_and(|known| known != self.list.len()) {
                return Err(value(
                    column,
                    word.clone(),
                    "give each category a code and a name that no other has",
                ));
            }
        }
        let also =
            row.also.split(';').map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect();
        let parent = Some(row.parent).filter(|parent| !parent.is_empty());
        let Row { code, name, description, .. } = row;
        self.list.push(Category { code, parent, name, description, also });
        Ok(())
    }

    fn align(&mut self, row: Alignment) -> Result<(), CategoriesError> {
        let Some(scheme) = SCHEMES.iter().find(|scheme| scheme.name == row.scheme) else {
            return Err(value("scheme", row.scheme, "use open-eligibility, openactive or lgsl"));
        };
        let place = self.by_key.get(&row.category).copied();
        let Some((place, category)) = place.and_then(|place| Some((place, self.list.get_mut(place)?))) else {
            return Err(value("category", row.category, "give the code of a category"));
        };
        category.also.push(row.label);
        match self.aligned.insert((scheme.name, row.code.to_lowercase()), place) {
            Some(_) => Err(value("code", row.code, "align each code with one category")),
            None => Ok(()),
        }
    }
}

fn value(column: &'static str, value: String, allowed: &'static str) -> CategoriesError {
    CategoriesError::Value { column, value, allowed }
}

fn term(category: &Category) -> TaxonomyTerm {
    TaxonomyTerm {
        id: category.code.clone(),
        code: Some(category.code.clone()),
        name: Some(category.name.clone()),
        description: Some(category.description.clone()),
        taxonomy: Some(NAME.to_owned()),
        taxonomy_id: Some(CATEGORIES.to_owned()),
        ..TaxonomyTerm::default()
    }
}

/// The attribute by which a record belongs to a category.
pub(super) fn attribute(category: &Category) -> Attribute {
    Attribute {
        link_type: Some("subject".to_owned()),
        taxonomy_term: Some(Box::new(term(category))),
        ..Attribute::default()
    }
}
