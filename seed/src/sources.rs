//! The demonstration sources, carried inside the binary.

use std::{collections::BTreeSet, fs, path::Path};

use rust_embed::RustEmbed;

use crate::SeedError;

#[derive(RustEmbed)]
#[folder = "sources/"]
struct Files;

/// The ids of the demonstration sources, sorted. Each is the name of a folder that [`unpack`] writes.
pub fn source_ids() -> Vec<String> {
    let folders: BTreeSet<String> =
        Files::iter().filter_map(|path| path.split_once('/').map(|(folder, _)| folder.to_owned())).collect();
    folders.into_iter().collect()
}

/// Writes the demonstration sources into a folder, one sub-folder for each, ready to be gathered. Files that already
/// say the same are left untouched; files that are not ours are not looked at.
pub fn unpack(folder: &Path) -> Result<(), SeedError> {
    for name in Files::iter() {
        if let Some(file) = Files::get(&name) {
            write_if_changed(&folder.join(name.as_ref()), &file.data)?;
        }
    }
    Ok(())
}

/// The id of the source that is the demonstration council's website.
pub const WEBSITE: &str = "council-website";

/// The council's address in the demonstration sources.
const COUNCIL: [&str; 2] = ["https://www.plymouth.gov.uk", "www.plymouth.gov.uk"];

/// Writes the same beside a running [`site`](crate::site): with the site as one more source, and with its address, such as
/// `http://127.0.0.1:8081`, wherever a source gives an address on the council's website.
pub fn unpack_beside(folder: &Path, site: &str) -> Result<(), SeedError> {
    for name in Files::iter() {
        let Some(file) = Files::get(&name) else { continue };
        let path = folder.join(name.as_ref());
        match std::str::from_utf8(&file.data) {
            Ok(text) => {
                let text = COUNCIL.iter().fold(text.to_owned(), |text, address| text.replace(address, site));
                write_if_changed(&path, text.as_bytes())?;
            }
            Err(_) => write_if_changed(&path, &file.data)?,
        }
    }
    write_if_changed(&folder.join(WEBSITE).join("source.toml"), crate::site::source(site).as_bytes())
}

fn write_if_changed(path: &Path, content: &[u8]) -> Result<(), SeedError> {
    if fs::read(path).is_ok_and(|present| present == content) {
        return Ok(());
    }
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(SeedError::at(parent))?;
    }
    fs::write(path, content).map_err(SeedError::at(path))
}
