//! What leads readers: the files of the operator's folder, and those carried inside the binary where it has none.

use std::{fs, io, path::Path};

use anyhow::Context;
use catalog::{Guide, Lexicon};

/// Reads the guide. A file that the folder has stands in place of the one carried inside.
///
/// # Errors
///
/// Fails where a file of the folder is there and cannot be read, naming it.
pub fn guide(folder: Option<&Path>) -> anyhow::Result<Guide> {
    let [stop_words, synonyms] = seed::LEXICON.map(|file| text(folder, file));
    Ok(Guide { lexicon: Lexicon::read(&stop_words?, &synonyms?) })
}

fn text(folder: Option<&Path>, file: &str) -> anyhow::Result<String> {
    let own = || seed::lexicon(file).unwrap_or_default();
    let Some(path) = folder.map(|folder| folder.join(file)) else { return Ok(own()) };
    match fs::read_to_string(&path) {
        Ok(text) => Ok(text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(own()),
        Err(error) => Err(error).with_context(|| format!("{} cannot be read", path.display())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_the_folder_stands_in_place_of_ours_and_the_others_stay() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("synonyms.txt"), "pasty, oggy").unwrap();
        let ours = guide(None).unwrap();
        let theirs = guide(Some(folder.path())).unwrap();
        let stop_words = seed::lexicon("stop_words.txt").unwrap();
        assert_eq!(theirs.lexicon, Lexicon::read(&stop_words, "pasty, oggy"));
        assert_ne!(theirs, ours);
    }
}
