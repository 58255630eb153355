//! Reads the embedded tables in place.

/// A table of rows of `WIDTH` little-endian `u32` columns.
pub(crate) struct Table<const WIDTH: usize>(pub(crate) &'static [u8]);

impl<const WIDTH: usize> Table<WIDTH> {
    pub(crate) const fn len(&self) -> usize {
        self.0.len() / (WIDTH * 4)
    }

    /// One cell; 0 outside the table.
    pub(crate) fn cell(&self, row: u32, column: usize) -> u32 {
        word(self.0, row as usize * WIDTH + column)
    }

    pub(crate) fn text(&self, row: u32, column: usize) -> &'static str {
        string(self.cell(row, column))
    }

    /// A text, or nothing where it is empty.
    pub(crate) fn some_text(&self, row: u32, column: usize) -> Option<&'static str> {
        Some(self.text(row, column)).filter(|text| !text.is_empty())
    }

    pub(crate) fn float(&self, row: u32, column: usize) -> f32 {
        f32::from_bits(self.cell(row, column))
    }

    /// The row whose text in the first column, by which the table is sorted, is `key`.
    pub(crate) fn search(&self, key: &str) -> Option<u32> {
        let (mut low, mut high) = (0, self.len() as u32);
        while low < high {
            let middle = low + (high - low) / 2;
            match self.text(middle, 0).cmp(key) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return Some(middle),
            }
        }
        None
    }
}

/// The `place`-th word of a blob; 0 outside it.
pub(crate) fn word(bytes: &[u8], place: usize) -> u32 {
    bytes.get(place * 4..place * 4 + 4).and_then(|four| four.try_into().ok()).map_or(0, u32::from_le_bytes)
}

static STRINGS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/strings.bin"));

fn string(place: u32) -> &'static str {
    let start = place as usize;
    let Some(length) = STRINGS.get(start..start + 2) else { return "" };
    let length = usize::from(u16::from_le_bytes([length[0], length[1]]));
    STRINGS.get(start + 2..start + 2 + length).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or("")
}

/// Embeds a table that the build script wrote.
macro_rules! table {
    ($name:ident, $width:expr, $file:literal) => {
        static $name: $crate::tables::Table<{ $width }> =
            $crate::tables::Table(include_bytes!(concat!(env!("OUT_DIR"), "/", $file)));
    };
}
pub(crate) use table;
