//! Parquet: one file a table, row groups of ten thousand rows, every column optional.

use std::io::Write;
use std::sync::Arc;

use parquet::basic::{ConvertedType, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::Type;

use crate::error::{Error, Result};
use crate::table::{Cell, Column, Kind, Rows};

/// Rows held in memory before they are written.
const GROUP: usize = 10_000;

/// Writes one table.
pub(crate) struct Parquet<W: Write + Send> {
    out: Option<W>,
    file: Option<SerializedFileWriter<W>>,
    columns: &'static [Column],
    rows: Vec<Vec<Cell>>,
}

impl<W: Write + Send> Parquet<W> {
    pub(crate) fn new(out: W) -> Self {
        Self { out: Some(out), file: None, columns: &[], rows: Vec::new() }
    }

    pub(crate) fn finish(mut self) -> Result<()> {
        self.group()?;
        if let Some(file) = self.file {
            file.close().map_err(failed)?;
        }
        Ok(())
    }

    /// Writes the rows held so far as one group.
    fn group(&mut self) -> Result<()> {
        let (Some(file), false) = (&mut self.file, self.rows.is_empty()) else { return Ok(()) };
        let mut group = file.next_row_group().map_err(failed)?;
        let mut at = 0;
        while let Some(mut column) = group.next_column().map_err(failed)? {
            fill(&mut column, self.columns[at].1, self.rows.iter().map(|row| &row[at])).map_err(failed)?;
            column.close().map_err(failed)?;
            at += 1;
        }
        group.close().map_err(failed)?;
        self.rows.clear();
        Ok(())
    }
}

impl<W: Write + Send> Rows for Parquet<W> {
    fn begin(&mut self, name: &'static str, columns: &'static [Column]) -> Result<()> {
        let fields: std::result::Result<Vec<_>, _> =
            columns.iter().map(|&column| field(column).map(Arc::new)).collect();
        let schema = Type::group_type_builder(name).with_fields(fields.map_err(failed)?).build().map_err(failed)?;
        let out = self.out.take().ok_or_else(|| Error::format("parquet", "a file holds one table"))?;
        let properties = Arc::new(WriterProperties::builder().set_created_by("notula".to_owned()).build());
        self.file = Some(SerializedFileWriter::new(out, Arc::new(schema), properties).map_err(failed)?);
        self.columns = columns;
        Ok(())
    }

    fn row(&mut self, cells: Vec<Cell>) -> Result<()> {
        self.rows.push(cells);
        if self.rows.len() >= GROUP { self.group() } else { Ok(()) }
    }
}

fn field((name, kind): Column) -> std::result::Result<Type, ParquetError> {
    let physical = match kind {
        Kind::Text => Physical::BYTE_ARRAY,
        Kind::Int => Physical::INT64,
        Kind::Float => Physical::DOUBLE,
    };
    let field = Type::primitive_type_builder(name, physical).with_repetition(Repetition::OPTIONAL);
    match kind {
        Kind::Text => {
            field.with_logical_type(Some(LogicalType::String)).with_converted_type(ConvertedType::UTF8).build()
        }
        _ => field.build(),
    }
}

fn fill<'a>(
    column: &mut SerializedColumnWriter<'_>,
    kind: Kind,
    cells: impl Iterator<Item = &'a Cell> + Clone,
) -> std::result::Result<(), ParquetError> {
    let there: Vec<i16> = cells.clone().map(|cell| i16::from(*cell != Cell::Empty)).collect();
    match kind {
        Kind::Text => {
            let values: Vec<ByteArray> = cells
                .filter_map(|cell| match cell {
                    Cell::Text(text) => Some(text.as_bytes().to_vec().into()),
                    _ => None,
                })
                .collect();
            column.typed::<ByteArrayType>().write_batch(&values, Some(&there), None)?;
        }
        Kind::Int => {
            let values: Vec<i64> = cells
                .filter_map(|cell| match cell {
                    Cell::Int(n) => Some(*n),
                    _ => None,
                })
                .collect();
            column.typed::<Int64Type>().write_batch(&values, Some(&there), None)?;
        }
        Kind::Float => {
            let values: Vec<f64> = cells
                .filter_map(|cell| match cell {
                    Cell::Float(x) => Some(*x),
                    _ => None,
                })
                .collect();
            column.typed::<DoubleType>().write_batch(&values, Some(&there), None)?;
        }
    }
    Ok(())
}

fn failed(error: ParquetError) -> Error {
    match error {
        ParquetError::External(error) => match error.downcast::<std::io::Error>() {
            Ok(error) => Error::Write(*error),
            Err(error) => Error::format("parquet", error),
        },
        other => Error::format("parquet", other),
    }
}
