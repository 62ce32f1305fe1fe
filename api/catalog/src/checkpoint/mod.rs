//! What a catalog was, kept in a file, so that the next start need not read every entity anew.
//!
//! A checkpoint is no source of anything: it is what one binary made of one history of the store, and is used by the
//! same binary on the same history only. From there the log of changes leads on, as it does while a server runs. Where
//! there is none, or it does not fit, or it is damaged, everything is read from the store.

mod frames;
mod keeper;

use std::{
    fs::{self, File},
    io::{self, BufReader, BufWriter, Read},
    path::{Path, PathBuf},
    sync::Arc,
    time::UNIX_EPOCH,
};

use model::Licence;
use serde::{Deserialize, Serialize};
use store::{Store, StoreError};

use self::frames::{read_frame, write_frame};
use crate::{
    Guide, Snapshot, ahead,
    body::Body,
    catalog::Content,
    licensing::{Licences, Licensing},
    repeated::Repeated,
    text::TextIndex,
};

pub use keeper::Keeper;

/// What the names of files begin with that are not yet whole.
const UNFINISHED: &str = ".catalog-";
/// How many bodies stand in one frame.
const PORTION: usize = 64;

/// Where a catalog is kept between two starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    path: PathBuf,
}

/// Why a checkpoint is of no use. It never matters for what is answered.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CheckpointError {
    #[error("{0}")]
    Io(#[from] io::Error),
    #[error("it cannot be read: {0}")]
    Form(#[from] postcard::Error),
    #[error("{0}")]
    Store(#[from] StoreError),
    #[error("its text index cannot be used: {0}")]
    Text(#[from] tantivy::TantivyError),
    #[error("it was made by another build or with other words")]
    OtherBuild,
    #[error("it is of another history than the store's")]
    OtherHistory,
}

/// What comes first in the file.
#[derive(Debug, Serialize, Deserialize)]
struct Header {
    /// Of what made it.
    build: String,
    version: i64,
    /// A mark of the change of that number.
    history: String,
    /// Each set of licences, as JSON.
    licences: Vec<String>,
    /// How many frames of bodies follow, and after them how many of the text index.
    bodies: usize,
    files: usize,
}

impl Checkpoint {
    /// The checkpoint in a file, which need not be there.
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Removes it, if it is there: for when something must not be found on the disk any more.
    pub fn forget(&self) -> io::Result<()> {
        match fs::remove_file(&self.path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// Removes what was begun by somebody who was ended before it was done.
    fn tidy(&self) -> io::Result<()> {
        let folder = self.path.parent().unwrap_or_else(|| Path::new("."));
        for file in fs::read_dir(folder)? {
            let file = file?;
            if file.file_name().to_string_lossy().starts_with(UNFINISHED) {
                fs::remove_file(file.path())?;
            }
        }
        Ok(())
    }

    /// What was kept, if it was and fits.
    pub(crate) fn read(&self, store: &Store, guide: &Guide) -> Result<Option<Content>, CheckpointError> {
        let file = match File::open(&self.path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            file => file?,
        };
        let mut file = BufReader::with_capacity(1 << 20, file);
        let header: Header = postcard::from_bytes(&read_frame(&mut file)?)?;
        if header.build != build(guide)? {
            return Err(CheckpointError::OtherBuild);
        }
        if history(store, header.version)? != Some(header.history) {
            return Err(CheckpointError::OtherHistory);
        }
        let repeated = Repeated::default();
        let sets = header
            .licences
            .iter()
            .map(|set| licences(&repeated.licensing, set))
            .collect::<Result<Vec<_>, _>>()?;
        let bodies = read_bodies(&mut file, header.bodies, (&sets, &repeated))?;
        let named = |file: &mut BufReader<File>| {
            let name = String::from_utf8(read_frame(file)?).map_err(io::Error::other)?;
            Ok::<_, io::Error>((PathBuf::from(name), read_frame(file)?))
        };
        let files = (0..header.files).map(|_| named(&mut file)).collect::<Result<Vec<_>, _>>()?;
        let text = TextIndex::restored(&guide.lexicon, files)?;
        Ok(Some(Content { version: header.version, repeated, bodies, text }))
    }

    /// Keeps a snapshot, in place of what was kept. What others read meanwhile is whole.
    pub(crate) fn write(&self, store: &Store, snapshot: &Snapshot) -> Result<(), CheckpointError> {
        let Some(history) = history(store, snapshot.version())? else { return Ok(()) };
        // The text index may be ahead of the snapshot, never behind it: what it is ahead by is in the log.
        let files = snapshot.text.files()?;
        let folder = self.path.parent().unwrap_or_else(|| Path::new("."));
        fs::create_dir_all(folder)?;
        let file = tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(folder)?;
        let mut out = BufWriter::with_capacity(1 << 20, file);
        let bodies = snapshot.bodies();
        let sets = Sets::of(&bodies);
        let header = Header {
            build: build(&snapshot.guide)?,
            version: snapshot.version(),
            history,
            licences: sets.json(),
            bodies: bodies.len().div_ceil(PORTION),
            files: files.len(),
        };
        write_frame(&mut out, &postcard::to_stdvec(&header)?)?;
        for portion in bodies.chunks(PORTION) {
            let numbered: Vec<(u32, &Body)> =
                portion.iter().map(|body| (sets.number(&body.licences), &***body)).collect();
            write_frame(&mut out, &postcard::to_stdvec(&numbered)?)?;
        }
        for (name, bytes) in &files {
            write_frame(&mut out, name.to_string_lossy().as_bytes())?;
            write_frame(&mut out, bytes)?;
        }
        let file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.as_file().sync_all()?;
        file.persist(&self.path).map_err(|error| error.error)?;
        Ok(())
    }
}

/// Reads frames of bodies, each while the next is on its way.
fn read_bodies(
    file: &mut impl Read,
    frames: usize,
    shared: (&[Licences], &Repeated),
) -> Result<Vec<Arc<Body>>, CheckpointError> {
    let read = |take: &mut dyn FnMut(Vec<u8>)| {
        (0..frames).try_for_each(|_| {
            take(read_frame(file)?);
            Ok::<_, io::Error>(())
        })
    };
    let (read, portions) = ahead::each(read, |frame| portion(&frame, shared));
    read?;
    let portions = portions.into_iter().collect::<Result<Vec<_>, _>>()?;
    Ok(portions.into_iter().flatten().collect())
}

fn portion(
    frame: &[u8],
    (sets, repeated): (&[Licences], &Repeated),
) -> Result<Vec<Arc<Body>>, postcard::Error> {
    let numbered: Vec<(u32, Body)> = postcard::from_bytes(frame)?;
    let licensed = |(number, body): (u32, Body)| {
        let licences = sets.get(number as usize).ok_or(postcard::Error::SerdeDeCustom)?;
        Ok(Arc::new(body.shared(Arc::clone(licences), repeated)))
    };
    numbered.into_iter().map(licensed).collect()
}

/// The sets of licences of some bodies, numbered. They are told apart by where they lie, because equal ones are one.
struct Sets<'a>(Vec<&'a Licences>);

impl<'a> Sets<'a> {
    fn of(bodies: &[&'a Arc<Body>]) -> Self {
        let mut sets = Self(Vec::new());
        for body in bodies {
            if !sets.0.iter().any(|set| Arc::ptr_eq(set, &body.licences)) {
                sets.0.push(&body.licences);
            }
        }
        sets
    }

    fn number(&self, licences: &Licences) -> u32 {
        let number = self.0.iter().position(|set| Arc::ptr_eq(set, licences));
        number.and_then(|number| u32::try_from(number).ok()).unwrap_or(u32::MAX)
    }

    fn json(&self) -> Vec<String> {
        // Text in plain structs always serialises.
        self.0.iter().map(|set| serde_json::to_string(&***set).unwrap_or_default()).collect()
    }
}

fn licences(licensing: &Licensing, json: &str) -> Result<Licences, CheckpointError> {
    let set: Vec<Licence> = serde_json::from_str(json).map_err(|_| postcard::Error::SerdeDeCustom)?;
    Ok(licensing.set(set))
}

/// What tells the makers of checkpoints apart: the binary that runs, and the words it was given.
fn build(guide: &Guide) -> io::Result<String> {
    let binary = fs::metadata(std::env::current_exe()?)?;
    let made = binary.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
    let words = crate::snapshot::mark(&guide.lexicon);
    Ok(format!("{} {} {words:016x}", binary.len(), made.as_nanos()))
}

/// A mark of the history of the store and of the change of a number in it. None where the log has no such change.
fn history(store: &Store, version: i64) -> Result<Option<String>, StoreError> {
    let Some(change) = store.changes_after(version - 1, 1)?.pop().filter(|change| change.number == version)
    else {
        return Ok(None);
    };
    let (epoch, at) = (store.epoch()?, change.at.timestamp_micros());
    Ok(Some(format!("{epoch} {version} {} {} {at}", change.entity, change.change.as_str())))
}
