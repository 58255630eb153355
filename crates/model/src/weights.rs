//! The weights file: little-endian numbers in a fixed order behind a mark and a version.

use std::borrow::Cow;

use thiserror::Error;

/// First bytes of a weights file.
pub const MARK: &[u8; 8] = b"notula\0\x06";

/// Why a weights file cannot be used.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum WeightsError {
    /// The file does not begin with [`MARK`].
    #[error("not a weights file of this version")]
    Mark,
    /// The file ends before byte `0`.
    #[error("the weights end too early: byte {0} is wanted")]
    Short(usize),
    /// A size in the file is beyond what the program accepts.
    #[error("the weights speak of {found} where at most {most} makes sense")]
    Size {
        /// The number in the file.
        found: usize,
        /// The largest accepted.
        most: usize,
    },
}

/// Reads a weights file from front to back.
pub(crate) struct Reader<'a> {
    bytes: &'a [u8],
    place: usize,
    /// The same bytes when they are part of the program, so that large tables need not be copied.
    lasting: Option<&'static [u8]>,
}

impl<'a> Reader<'a> {
    /// Begins to read; checks the mark.
    pub(crate) fn new(bytes: &'a [u8]) -> Result<Reader<'a>, WeightsError> {
        let mut reader = Reader { bytes, place: 0, lasting: None };
        if reader.bytes(MARK.len())? != MARK {
            return Err(WeightsError::Mark);
        }
        Ok(reader)
    }

    /// Begins to read weights that are part of the program.
    pub(crate) fn lasting(bytes: &'static [u8]) -> Result<Reader<'static>, WeightsError> {
        Ok(Reader { lasting: Some(bytes), ..Reader::new(bytes)? })
    }

    /// The next `length` bytes as entries of a table; their type must be made of single bytes.
    pub(crate) fn table<T: bytemuck::AnyBitPattern + bytemuck::NoUninit>(
        &mut self,
        length: usize,
    ) -> Result<Cow<'static, [T]>, WeightsError> {
        let start = self.place;
        let bytes = self.bytes(length)?;
        let odd = |_| WeightsError::Size { found: length, most: length - length % size_of::<T>() };
        match self.lasting.and_then(|all| all.get(start..start + length)) {
            Some(bytes) => Ok(Cow::Borrowed(bytemuck::try_cast_slice(bytes).map_err(odd)?)),
            None => Ok(Cow::Owned(bytemuck::try_cast_slice(bytes).map_err(odd)?.to_vec())),
        }
    }

    /// The next `length` bytes.
    pub(crate) fn bytes(&mut self, length: usize) -> Result<&'a [u8], WeightsError> {
        let end = self.place.saturating_add(length);
        let slice = self.bytes.get(self.place..end).ok_or(WeightsError::Short(end))?;
        self.place = end;
        Ok(slice)
    }

    /// The next `count` real numbers, 32 bits.
    pub(crate) fn reals(&mut self, count: usize) -> Result<Vec<f32>, WeightsError> {
        Ok(self.integers(count)?.into_iter().map(|bits| f32::from_bits(bits as u32)).collect())
    }

    /// The next number, 32 bits without sign, at most `most`.
    pub(crate) fn count(&mut self, most: usize) -> Result<usize, WeightsError> {
        let found = self.integers(1)?[0] as u32 as usize;
        if found > most { Err(WeightsError::Size { found, most }) } else { Ok(found) }
    }

    /// The next `count` numbers, 32 bits with sign.
    pub(crate) fn integers(&mut self, count: usize) -> Result<Vec<i32>, WeightsError> {
        let bytes = self.bytes(count.saturating_mul(4))?;
        Ok(bytes.as_chunks::<4>().0.iter().map(|four| i32::from_le_bytes(*four)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_foreign_and_broken_files() {
        assert_eq!(Reader::new(b"something else").err(), Some(WeightsError::Mark));
        assert_eq!(Reader::new(b"no").err(), Some(WeightsError::Short(8)));
        let mut file = MARK.to_vec();
        file.extend(7u32.to_le_bytes());
        let mut reader = Reader::new(&file).unwrap();
        assert_eq!(reader.count(6), Err(WeightsError::Size { found: 7, most: 6 }));
        assert_eq!(reader.bytes(1), Err(WeightsError::Short(13)));
    }
}
