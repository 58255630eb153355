//! A folder of web archives, written so that a reader never sees a half of one.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::sink::{Fetched, Sink, Unkept};
use crate::warc::{sound_part, write};

/// Bytes of an archive after which the next one begins.
const SEGMENT: u64 = 256 << 20;

/// How an archive's name ends while it is written.
const PART: &str = "part";

/// Keeps pages as records of web archives, `pages-TIME-N.warc.gz`.
///
/// An archive that is being written is called `….warc.gz.part`; it gets its name when the round is over or it is large
/// enough. One that was left behind by a program that was killed is cut after its last whole record and gets its name.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    open: Option<Segment>,
    made: usize,
}

#[derive(Debug)]
struct Segment {
    file: File,
    path: PathBuf,
    size: u64,
}

impl Folder {
    /// The folder at `path`, made where it is missing.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn open(path: impl Into<PathBuf>) -> io::Result<Self> {
        let path = path.into();
        fs::create_dir_all(&path)?;
        Ok(Self { path, open: None, made: 0 })
    }

    fn segment(&mut self) -> io::Result<&mut Segment> {
        if self.open.as_ref().is_some_and(|segment| segment.size >= SEGMENT) {
            self.settle()?;
        }
        match &mut self.open {
            Some(segment) => Ok(segment),
            none => {
                let time = Timestamp::now().strftime("%Y%m%dT%H%M%SZ");
                let (mut file, path) = loop {
                    self.made += 1;
                    let name = format!("pages-{time}-{}.warc.gz", self.made);
                    let path = self.path.join(format!("{name}.{PART}"));
                    if self.path.join(name).exists() {
                        continue;
                    }
                    match OpenOptions::new().create_new(true).append(true).open(&path) {
                        Ok(file) => break (file, path),
                        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                        Err(error) => return Err(error),
                    }
                };
                let info = write::info()?;
                file.write_all(&info)?;
                Ok(none.insert(Segment { file, path, size: info.len() as u64 }))
            }
        }
    }
}

impl Sink for Folder {
    fn recover(&mut self) -> io::Result<Vec<String>> {
        let mut addresses = Vec::new();
        let mut parts: Vec<PathBuf> = fs::read_dir(&self.path)?
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| path.to_str().is_some_and(|path| path.ends_with(".warc.gz.part")))
            .collect();
        parts.sort();
        for path in parts {
            let (sound, pages) = sound_part(File::open(&path)?)?;
            tracing::info!(part = %path.display(), pages = pages.len(), "found what was left behind");
            if pages.is_empty() {
                fs::remove_file(&path)?;
                continue;
            }
            let file = OpenOptions::new().write(true).open(&path)?;
            file.set_len(sound)?;
            finish(&file, &path)?;
            addresses.extend(pages);
        }
        Ok(addresses)
    }

    fn keep(&mut self, page: Fetched) -> Result<(), Unkept> {
        let member = write::page(&page)?;
        let segment = self.segment()?;
        // one call: whoever is killed leaves a whole member or a torn one, which is cut off
        segment.file.write_all(&member)?;
        segment.size += member.len() as u64;
        Ok(())
    }

    fn settle(&mut self) -> io::Result<()> {
        match self.open.take() {
            Some(segment) => finish(&segment.file, &segment.path),
            None => Ok(()),
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // what cannot be finished now is found the next time
        let _ = self.settle();
    }
}

/// Makes sure that an archive is on disk, and gives it its name.
fn finish(file: &File, part: &Path) -> io::Result<()> {
    file.sync_all()?;
    fs::rename(part, part.with_extension(""))?;
    // the name is on disk when its folder is; not every system can do that
    if let Some(folder) = part.parent().and_then(|folder| File::open(folder).ok()) {
        let _ = folder.sync_all();
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Options, reports};

    fn page(n: usize) -> Fetched {
        Fetched {
            asked: format!("https://a.example/{n}?utm_source=rss"),
            address: format!("https://a.example/{n}"),
            fetched: "2026-01-16T08:00:00Z".parse().unwrap(),
            ip: None,
            status: 200,
            headers: vec![
                ("Content-Type".into(), "text/html; charset=utf-8".into()),
                ("Content-Encoding".into(), "gzip".into()),
                ("X-Odd".into(), "one\r\ntwo".into()),
            ],
            body: format!("<html><p>Talks {n}</p></html>").into_bytes(),
        }
    }

    fn read(folder: &Path) -> Vec<(String, Vec<u8>)> {
        let mut all: Vec<_> = reports(vec![folder.display().to_string()], &Options::default())
            .map(|item| item.unwrap())
            .map(|report| (report.meta.url.unwrap(), report.bytes))
            .collect();
        all.sort();
        all
    }

    #[test]
    fn what_is_kept_can_be_read() {
        let dir = tempfile::tempdir().unwrap();
        let mut folder = Folder::open(dir.path()).unwrap();
        folder.keep(page(1)).unwrap();
        folder.keep(page(2)).unwrap();
        assert!(reports(vec![dir.path().display().to_string()], &Options::default()).next().unwrap().is_err());
        folder.settle().unwrap();
        folder.keep(page(3)).unwrap();
        drop(folder);
        let got = read(dir.path());
        assert_eq!(got, [1, 2, 3].map(|n| (format!("https://a.example/{n}"), page(n).body)));
    }

    #[test]
    fn what_was_left_behind_is_finished() {
        let dir = tempfile::tempdir().unwrap();
        let mut folder = Folder::open(dir.path()).unwrap();
        folder.keep(page(1)).unwrap();
        folder.keep(page(2)).unwrap();
        // killed while it wrote the third
        let mut segment = folder.open.take().unwrap();
        let third = write::page(&page(3)).unwrap();
        segment.file.write_all(&third[..third.len() - 30]).unwrap();
        let before = fs::metadata(&segment.path).unwrap().len();
        let mut folder = Folder::open(dir.path()).unwrap();
        let mut known = folder.recover().unwrap();
        known.sort();
        let want = [1, 2].map(|n| [page(n).address, page(n).asked]).concat();
        assert_eq!(known, want);
        assert_eq!(read(dir.path()).len(), 2);
        let finished = segment.path.with_extension("");
        assert!(fs::metadata(finished).unwrap().len() < before && !segment.path.exists());
        assert_eq!(folder.recover().unwrap(), Vec::<String>::new());
    }
}
