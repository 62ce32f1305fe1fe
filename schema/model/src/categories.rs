/// The id under which the records of every source name the directory's own taxonomy, which its categories make up.
///
/// What is of this taxonomy was not told by the source: it stands for what the source told.
pub const CATEGORIES: &str = "directory-categories";
