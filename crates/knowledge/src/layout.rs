//! The layout of the compiled tables. Shared with the build script, which writes what the crate reads.

/// Kinds of entries, in three bits.
pub(crate) const STATE: u32 = 0;
pub(crate) const BODY: u32 = 1;
pub(crate) const PERSON: u32 = 2;
pub(crate) const OUTLET: u32 = 3;
pub(crate) const CITY: u32 = 4;
pub(crate) const REGION: u32 = 5;

/// Forms of a state's name, in three bits.
pub(crate) const NAME: u32 = 0;
pub(crate) const DEMONYM: u32 = 1;
pub(crate) const CAPITAL: u32 = 2;
pub(crate) const METONYM: u32 = 3;

/// Forms of a person's name.
pub(crate) const FULL: u32 = 0;
pub(crate) const ALIAS: u32 = 1;
pub(crate) const SURNAME: u32 = 2;
pub(crate) const UNIQUE_SURNAME: u32 = 3;

/// Bits above the id: kind, form, language (0: any), and how the text must be written.
pub(crate) const ID_BITS: u32 = 19;
pub(crate) const ID_MASK: u32 = (1 << ID_BITS) - 1;
pub(crate) const KIND_SHIFT: u32 = 19;
pub(crate) const FORM_SHIFT: u32 = 22;
pub(crate) const LANGUAGE_SHIFT: u32 = 25;
pub(crate) const LANGUAGE_MASK: u32 = 31;
/// Every letter of the text must be a capital (abbreviations).
pub(crate) const CAPITALS: u32 = 1 << 30;
/// The text may begin with a small letter.
pub(crate) const SMALL: u32 = 1 << 31;

/// Short names of mixed letters ("AfD", "LeT"), which must be written so: both bits.
pub(crate) const MIXED: u32 = CAPITALS | SMALL;

/// Bits of a value of the name index that count the entries; the rest is the place of the first.
pub(crate) const COUNT_BITS: u32 = 10;

/// Columns of the tables, each a `u32`.
pub(crate) const STATE_WIDTH: usize = 8;
pub(crate) const BODY_WIDTH: usize = 5;
pub(crate) const PERSON_WIDTH: usize = 6;
pub(crate) const TERM_WIDTH: usize = 4;
pub(crate) const OUTLET_WIDTH: usize = 3;
pub(crate) const DOMAIN_WIDTH: usize = 2;
pub(crate) const CITY_WIDTH: usize = 6;
pub(crate) const REGION_WIDTH: usize = 6;
