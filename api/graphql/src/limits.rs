//! What one request may ask for. Each limit is generous for people and their programs, and keeps a hostile document
//! from taking the machine's memory or time.

/// The largest request body, in bytes.
pub const BODY: usize = 256 * 1024;
/// The deepest nesting of brackets that is handed to the parser.
pub const BRACKETS: usize = 60;
/// What the documents that are kept may take in memory, in bytes.
pub const DOCUMENTS: usize = 24 * 1024 * 1024;
/// The most tokens in a document.
pub const TOKENS: usize = 10_000;
/// The most aliases in a document, each fragment counted where it is spread.
pub const ALIASES: usize = 200;
/// The most directives in a document, each fragment counted where it is spread.
pub const DIRECTIVES: usize = 100;
/// The most selections in a document, each fragment counted where it is spread.
pub const SELECTIONS: usize = 4_000;
/// The most fields, aliases included, at the root of an operation.
pub const ROOT_FIELDS: usize = 20;
/// The deepest nesting of fields.
pub const DEPTH: usize = 16;
/// The deepest nesting of fields inside `__schema` and `__type`; the standard introspection query needs 14.
pub const INTROSPECTION_DEPTH: usize = 20;
/// The most values that an operation may be estimated to answer with.
pub const COST: usize = 100_000;
/// What counting a whole list by one facet costs, in values: it looks at everything that is found.
pub const FACET: usize = 3_000;
/// What following schedules, or ranking wards, costs: more than any other list.
pub const FOLLOWED: usize = 20_000;
/// The same for introspection, whose values are small.
pub const INTROSPECTION_COST: usize = 200_000;
/// The longest name or alias, in bytes.
pub const NAME: usize = 128;
/// The deepest nesting of lists and objects in variables.
pub const VARIABLES_DEPTH: usize = 10;
/// The most variables.
pub const VARIABLES: usize = 500;
/// The most things that one argument may name: ids, or a federation's representations.
pub const GIVEN: usize = 500;
/// The largest page of a connection.
pub const PAGE: usize = 100;
/// The page of a connection where neither `first` nor `last` is given.
pub const USUAL_PAGE: usize = 20;
/// How often one request may look into the store for what the snapshot does not hold, or count by facets.
pub const LOOKS: usize = 250;
/// The largest answer, in bytes, with an allowance for the structure around each value.
pub const ANSWER: usize = 32 * 1024 * 1024;
/// The longest error message, in characters; what a message echoes of the request is cut to it.
pub const MESSAGE: usize = 300;
/// The most errors in an answer.
pub const ERRORS: usize = 20;
