//! A feed as a file on this machine.

use std::{
    fs::File,
    io::{BufReader, Read},
    path::PathBuf,
};

use crate::fetch::Refused;

/// The longest file in bytes that is read whole.
const LONGEST_WHOLE: u64 = 64 * 1024 * 1024;

/// A local file of a feed, under the name that issues call it.
pub(crate) struct Local {
    pub(crate) path: PathBuf,
    pub(crate) name: String,
}

impl Local {
    pub(crate) fn at(path: PathBuf) -> Self {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        Self { path, name }
    }

    /// The whole of it, for formats that cannot be read piece by piece; refused where that is much.
    pub(crate) fn whole(&self) -> Result<Vec<u8>, Refused> {
        let mut bytes = Vec::new();
        let read = self.open()?.take(LONGEST_WHOLE + 1).read_to_end(&mut bytes);
        read.map_err(|error| Refused::io(&self.path, &error))?;
        if bytes.len() as u64 <= LONGEST_WHOLE {
            return Ok(bytes);
        }
        let reason = format!(
            "{} is longer than {LONGEST_WHOLE} bytes, the most that is read of a feed of this format",
            self.name
        );
        Err(Refused::new("too-large", reason, "publish a shorter feed, or several"))
    }

    pub(crate) fn open(&self) -> Result<BufReader<File>, Refused> {
        let file = File::open(&self.path).map_err(|error| Refused::io(&self.path, &error))?;
        Ok(BufReader::with_capacity(64 * 1024, file))
    }
}
