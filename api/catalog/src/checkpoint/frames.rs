//! A file as a row of frames, each of which tells whether it is whole.

use std::io::{self, Read, Write};

use xxhash_rust::xxh3::xxh3_64;

/// Longer frames are not written, and what tells of one is damaged.
const LONGEST: u64 = 1 << 34;

/// Appends a frame: its length, a hash of it, and itself.
pub(super) fn write_frame(out: &mut impl Write, frame: &[u8]) -> io::Result<()> {
    out.write_all(&(frame.len() as u64).to_le_bytes())?;
    out.write_all(&xxh3_64(frame).to_le_bytes())?;
    out.write_all(frame)
}

/// Reads a frame. Fails where it is cut off or damaged.
pub(super) fn read_frame(file: &mut impl Read) -> io::Result<Vec<u8>> {
    let (length, hash) = (number(file)?, number(file)?);
    let damaged = || io::Error::new(io::ErrorKind::InvalidData, "it is damaged");
    if length > LONGEST {
        return Err(damaged());
    }
    let mut frame = Vec::new();
    file.take(length).read_to_end(&mut frame)?;
    let is_whole = frame.len() as u64 == length && xxh3_64(&frame) == hash;
    is_whole.then_some(frame).ok_or_else(damaged)
}

fn number(file: &mut impl Read) -> io::Result<u64> {
    let mut bytes = [0; 8];
    file.read_exact(&mut bytes)?;
    Ok(u64::from_le_bytes(bytes))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn frames_come_out_as_they_went_in_and_damage_is_noticed(
            frames: Vec<Vec<u8>>, at: prop::sample::Index, flip in 1..=u8::MAX
        ) {
            let mut file = Vec::new();
            frames.iter().for_each(|frame| write_frame(&mut file, frame).unwrap());
            let read = |mut file: &[u8]| -> io::Result<Vec<Vec<u8>>> {
                frames.iter().map(|_| read_frame(&mut file)).collect()
            };
            prop_assert_eq!(&read(&file).unwrap(), &frames);
            if !file.is_empty() {
                let at = at.index(file.len());
                file[at] ^= flip;
                prop_assert!(read(&file).is_err());
                prop_assert!(read(&file[..at]).is_err());
            }
        }
    }
}
