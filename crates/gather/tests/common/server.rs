//! A server on this machine that behaves as it is told, well or badly.

#![allow(dead_code, reason = "each test file takes what it needs")]

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// What was asked.
pub(crate) struct Asked {
    /// Path and query.
    pub(crate) path: String,
    /// Fields of the head, names in small letters.
    pub(crate) head: HashMap<String, String>,
    /// When.
    pub(crate) at: Instant,
    /// How often this path was asked before.
    pub(crate) before: usize,
}

/// Answers by writing to the connection.
pub(crate) type Answer = Box<dyn FnOnce(&mut TcpStream)>;

/// A server that lives as long as the test.
pub(crate) struct Server {
    /// `http://127.0.0.1:PORT`
    pub(crate) address: String,
    /// What was asked, in order.
    pub(crate) asked: Arc<Mutex<Vec<(String, Instant)>>>,
    most_at_once: Arc<AtomicUsize>,
}

impl Server {
    /// Starts a server that answers as `answer` says.
    pub(crate) fn start(answer: impl Fn(&Asked) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let asked: Arc<Mutex<Vec<(String, Instant)>>> = Arc::default();
        let most_at_once: Arc<AtomicUsize> = Arc::default();
        let server = Self { address, asked: Arc::clone(&asked), most_at_once: Arc::clone(&most_at_once) };
        let (answer, now) = (Arc::new(answer), Arc::new(AtomicUsize::new(0)));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (answer, asked, most, now) =
                    (Arc::clone(&answer), Arc::clone(&asked), Arc::clone(&most_at_once), Arc::clone(&now));
                std::thread::spawn(move || {
                    let Some((path, head)) = read_head(&stream) else { return };
                    most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    let (at, before) = {
                        let mut all = asked.lock().unwrap();
                        let before = all.iter().filter(|(p, _)| *p == path).count();
                        all.push((path.clone(), Instant::now()));
                        (Instant::now(), before)
                    };
                    let mut stream = stream;
                    answer(&Asked { path, head, at, before })(&mut stream);
                    now.fetch_sub(1, Ordering::SeqCst);
                });
            }
        });
        server
    }

    /// How often a path was asked.
    pub(crate) fn hits(&self, path: &str) -> usize {
        self.asked.lock().unwrap().iter().filter(|(p, _)| p == path).count()
    }

    /// How many requests of the paths that `of` wants.
    pub(crate) fn count(&self, of: impl Fn(&str) -> bool) -> usize {
        self.asked.lock().unwrap().iter().filter(|(p, _)| of(p)).count()
    }

    /// When a path was asked.
    pub(crate) fn times(&self, path: &str) -> Vec<Instant> {
        self.asked.lock().unwrap().iter().filter(|(p, _)| p == path).map(|(_, at)| *at).collect()
    }

    /// The most requests that were being answered at once.
    pub(crate) fn most_at_once(&self) -> usize {
        self.most_at_once.load(Ordering::SeqCst)
    }
}

fn read_head(stream: &TcpStream) -> Option<(String, HashMap<String, String>)> {
    let mut lines = BufReader::new(stream).lines();
    let first = lines.next()?.ok()?;
    let path = first.split(' ').nth(1)?.to_owned();
    let mut head = HashMap::new();
    for line in lines {
        let line = line.ok()?;
        if line.is_empty() {
            return Some((path, head));
        }
        let (name, value) = line.split_once(':')?;
        head.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
    None
}

/// A status, more fields of the head (each with its line end), and a body.
pub(crate) fn reply(status: u16, more: &str, body: impl Into<Vec<u8>>) -> Answer {
    let (more, body) = (more.to_owned(), body.into());
    Box::new(move |stream| {
        let head = format!("HTTP/1.1 {status} X\r\nConnection: close\r\nContent-Length: {}\r\n{more}\r\n", body.len());
        let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&body));
    })
}

/// A page.
pub(crate) fn html(text: &str) -> Answer {
    let body = format!("<!DOCTYPE html><html><head><title>{text}</title></head><body><p>{text}</p></body></html>");
    reply(200, "Content-Type: text/html; charset=utf-8\r\n", body)
}

/// A list in XML.
pub(crate) fn xml(text: impl Into<String>) -> Answer {
    reply(200, "Content-Type: application/xml\r\n", text.into())
}

/// Leads elsewhere.
pub(crate) fn redirect(to: &str) -> Answer {
    reply(302, &format!("Location: {to}\r\n"), "")
}

/// Nothing there.
pub(crate) fn missing() -> Answer {
    reply(404, "Content-Type: text/html\r\n", "<p>nothing here")
}

/// Says nothing at all for a while.
pub(crate) fn hang() -> Answer {
    Box::new(|_| std::thread::sleep(Duration::from_secs(20)))
}

/// A head, then a piece of a body again and again, with a pause between; without end.
pub(crate) fn drip(piece: &'static [u8], pause: Duration) -> Answer {
    Box::new(move |stream| {
        let head = b"HTTP/1.1 200 X\r\nConnection: close\r\nContent-Type: text/html\r\n\r\n";
        let mut fine = stream.write_all(head).is_ok();
        let start = Instant::now();
        while fine && start.elapsed() < Duration::from_secs(20) {
            fine = stream.write_all(piece).is_ok();
            std::thread::sleep(pause);
        }
    })
}

/// An RSS feed that names pages of this server.
pub(crate) fn rss(paths: &[&str]) -> String {
    let items: String = paths.iter().map(|path| format!("<item><title>x</title><link>{path}</link></item>")).collect();
    format!(
        "<rss version=\"2.0\"><channel><title>x</title><link>/</link><description>x</description>{items}</channel></rss>"
    )
}
