//! Where a feed is kept on disk while it is read, so that nothing is taken before all of it is there.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{self, Read, Seek, SeekFrom, Write},
    ops::Bound,
};

use model::ContentHash;
use serde::{Deserialize, Serialize};

/// Items on disk with an index in memory, sorted by id. Removed when dropped.
#[derive(Debug)]
pub(crate) struct Spool {
    bodies: Bodies,
    most: u64,
    entries: BTreeMap<Box<str>, Entry>,
}

/// The bytes of items on disk.
#[derive(Debug)]
pub(crate) struct Bodies {
    file: File,
    end: u64,
}

/// Where the bytes of an item are.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Place {
    offset: u64,
    length: usize,
}

/// What is known of a spooled item without reading it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    pub(crate) media_type: &'static str,
    pub(crate) place: Place,
    digest: [u8; 32],
    /// Whether its bytes are in the store alone, where they were since an earlier run.
    is_kept: bool,
}

impl Entry {
    /// The hash of the item's bytes.
    pub(crate) fn hash(&self) -> ContentHash {
        ContentHash::of_digest(self.digest)
    }
}

impl Bodies {
    /// Makes room for some.
    pub(crate) fn new() -> io::Result<Self> {
        Ok(Self { file: tempfile::tempfile()?, end: 0 })
    }

    /// Adds the bytes of one more.
    pub(crate) fn add(&mut self, body: &[u8]) -> io::Result<Place> {
        self.file.seek(SeekFrom::Start(self.end))?;
        self.file.write_all(body)?;
        let place = Place { offset: self.end, length: body.len() };
        self.end += body.len() as u64;
        Ok(place)
    }

    /// The bytes of an item.
    pub(crate) fn read(&mut self, place: Place) -> io::Result<Vec<u8>> {
        let mut body = vec![0; place.length];
        self.file.seek(SeekFrom::Start(place.offset))?;
        self.file.read_exact(&mut body)?;
        Ok(body)
    }
}

/// What became of an item that was offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Added {
    /// It is new.
    New,
    /// It was there already, byte for byte.
    Same,
    /// Another was there already under its id, and stays.
    Differs,
}

impl Spool {
    /// Makes an empty one that holds so many bytes at most.
    pub(crate) fn new(most: u64) -> io::Result<Self> {
        Ok(Self { bodies: Bodies::new()?, most, entries: BTreeMap::new() })
    }

    /// Makes an empty one that holds as much at most.
    pub(crate) fn another(&self) -> io::Result<Self> {
        Self::new(self.most)
    }

    /// Adds an item, unless its id is taken.
    pub(crate) fn add(&mut self, id: &str, media_type: &'static str, body: &[u8]) -> io::Result<Added> {
        match self.entries.get(id) {
            Some(entry) if entry.digest == ContentHash::digest(body) => Ok(Added::Same),
            Some(_) => Ok(Added::Differs),
            None => {
                self.put(id, media_type, body)?;
                Ok(Added::New)
            }
        }
    }

    /// Adds an item, or takes the place of the one of its id.
    pub(crate) fn put(&mut self, id: &str, media_type: &'static str, body: &[u8]) -> io::Result<()> {
        if self.bodies.end.saturating_add(body.len() as u64) > self.most {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let place = self.bodies.add(body)?;
        self.entries.insert(
            id.into(),
            Entry { media_type, place, digest: ContentHash::digest(body), is_kept: false },
        );
        Ok(())
    }

    /// Adds an item that is as it was in an earlier run, by its hash: its bytes stay in the store.
    pub(crate) fn keep(&mut self, id: &str, media_type: &'static str, hash: &ContentHash) {
        let place = Place { offset: 0, length: 0 };
        if let Some(digest) = hash.to_digest() {
            self.entries.insert(id.into(), Entry { media_type, place, digest, is_kept: true });
        }
    }

    /// Whether the bytes of an item are in the store alone.
    pub(crate) fn is_kept(&self, id: &str) -> bool {
        self.entries.get(id).is_some_and(|entry| entry.is_kept)
    }

    /// Adds a shared item, or takes the place of one that says less: of several tellings the longest counts, of
    /// equally long ones the first in order, so that the order of the feed does not matter.
    pub(crate) fn offer(&mut self, id: &str, media_type: &'static str, body: &[u8]) -> io::Result<()> {
        let fuller = match self.entries.get(id).map(|entry| entry.place.length) {
            None => true,
            Some(length) if length == body.len() => {
                self.body(id)?.is_some_and(|known| body < known.as_slice())
            }
            Some(length) => length < body.len(),
        };
        if fuller { self.put(id, media_type, body) } else { Ok(()) }
    }

    /// The bytes of an item.
    pub(crate) fn body(&mut self, id: &str) -> io::Result<Option<Vec<u8>>> {
        let Some(entry) = self.entries.get(id).filter(|entry| !entry.is_kept) else { return Ok(None) };
        self.bodies.read(entry.place).map(Some)
    }

    pub(crate) fn contains(&self, id: &str) -> bool {
        self.entries.contains_key(id)
    }

    pub(crate) fn entry(&self, id: &str) -> Option<&Entry> {
        self.entries.get(id)
    }

    /// The ids, sorted.
    pub(crate) fn ids(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(|id| &**id)
    }

    /// The id after another, or the first of all.
    pub(crate) fn next_id(&self, after: Option<&str>) -> Option<String> {
        let from = after.map_or(Bound::Unbounded, Bound::Excluded);
        let mut rest = self.entries.range::<str, _>((from, Bound::Unbounded));
        rest.next().map(|(id, _)| String::from(&**id))
    }

    /// The id of a sort after another, or the first of them: whoever adds items of other sorts goes through one by this.
    pub(crate) fn next_of(&self, sort: &str, after: Option<&str>) -> Option<String> {
        let first = format!("{sort}/");
        let next = self.next_id(Some(after.unwrap_or(&first)));
        next.filter(|id| id.starts_with(&first))
    }

    /// The ids, sorted, and the hash of each item.
    pub(crate) fn hashes(&self) -> impl Iterator<Item = (&str, ContentHash)> {
        self.entries.iter().map(|(id, entry)| (&**id, entry.hash()))
    }

    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    /// Gives an item another id that is free.
    pub(crate) fn rename(&mut self, from: &str, to: &str) {
        if let Some(entry) = self.entries.remove(from) {
            self.entries.insert(to.into(), entry);
        }
    }

    /// The bytes alone, once nobody looks for an item any more.
    pub(crate) fn into_bodies(self) -> Bodies {
        self.bodies
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_an_id_stays_and_the_fullest_telling_of_a_shared_item_counts() {
        let mut spool = Spool::new(100).unwrap();
        assert_eq!(spool.add("row/a", "text/plain", b"one").unwrap(), Added::New);
        assert_eq!(spool.add("row/a", "text/plain", b"one").unwrap(), Added::Same);
        assert_eq!(spool.add("row/a", "text/plain", b"two").unwrap(), Added::Differs);
        assert_eq!(spool.body("row/a").unwrap().unwrap(), b"one");
        for body in ["b", "ab", "aa"] {
            spool.offer("location/x", "text/plain", body.as_bytes()).unwrap();
        }
        assert_eq!(spool.body("location/x").unwrap().unwrap(), b"aa");
    }
}
