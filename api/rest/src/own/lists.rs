//! Which list takes which parameters.

use crate::asked::Takes;

macro_rules! lists {
    (@needed) => { None };
    (@needed $needed:literal) => { Some($needed) };
    ($($(#[$doc:meta])* $list:ident [$($name:literal)+] $(needs $needed:literal)?;)+) => { $(
        $(#[$doc])*
        pub(crate) struct $list;

        impl Takes for $list {
            const PARAMETERS: &'static [&'static str] = &[$($name),+];
            const NEEDED: Option<&'static str> = lists!(@needed $($needed)?);
        }
    )+ };
}

lists! {
    /// Services.
    Services [
        "q" "near" "within" "bbox" "polygon" "open_at" "open_now" "covers" "ward" "need" "circumstance" "age" "cost" "language"
        "accessibility" "topic" "taxonomy"
        "organization" "source" "status" "assured_since" "modified_since" "sort" "facets" "fields" "include" "cursor"
        "limit" "format"
    ];
    /// Organizations.
    Organizations [
        "q" "near" "within" "bbox" "polygon" "covers" "ward" "accessibility" "topic" "taxonomy" "source" "modified_since"
        "parent" "top_only" "sort" "facets" "fields" "include" "cursor" "limit" "format"
    ];
    /// Locations.
    Locations [
        "q" "near" "within" "bbox" "polygon" "covers" "ward" "accessibility" "topic" "taxonomy" "organization" "source"
        "modified_since" "sort" "facets" "fields" "include" "cursor" "limit" "format"
    ];
    /// Taxonomies.
    Taxonomies ["q" "source" "modified_since" "sort" "fields" "include" "cursor" "limit" "format"];
    /// Terms of taxonomies.
    TaxonomyTerms [
        "q" "taxonomy" "modified_since" "parent" "top_only" "sort" "fields" "include" "cursor" "limit" "format"
    ];
    /// Everything at once.
    Search [
        "q" "near" "within" "bbox" "polygon" "covers" "topic" "modified_since" "kind" "fields" "include" "cursor" "limit"
        "format"
    ] needs "q";
    /// What goes on from what is typed.
    Suggest ["q" "kind" "limit"] needs "q";
    /// One thing.
    One ["include" "fields"];
}
