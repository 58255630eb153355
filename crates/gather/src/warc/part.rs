//! What is whole in an archive whose writer was killed.

use std::io::{self, BufReader, Read};

use flate2::bufread::GzDecoder;

use super::record::{self, Start};
use super::rewind::Rewind;
use crate::unpack::is_of_data;

/// How many bytes of `part`, from the beginning, are whole members, and the addresses of the pages in them: where they
/// stood, and what was asked for.
pub(crate) fn sound_part(part: impl Read) -> io::Result<(u64, Vec<String>)> {
    let mut part = Rewind::new(part);
    let (mut sound, mut addresses) = (0, Vec::new());
    loop {
        part.mark();
        if part.peek(1)?.is_empty() {
            return Ok((sound, addresses));
        }
        let mut member = BufReader::new(GzDecoder::new(part));
        let head = record::head(&mut member).and_then(|head| io::copy(&mut member, &mut io::sink()).map(|_| head));
        match head {
            Ok(Start::Head(head)) if head.kind == "response" => {
                addresses.extend(head.address.into_iter().chain(head.asked))
            }
            Ok(_) => {}
            Err(error) if is_of_data(&error) => return Ok((sound, addresses)),
            Err(error) => return Err(error),
        }
        part = member.into_inner().into_inner();
        sound = part.passed();
    }
}
