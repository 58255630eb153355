//! The client against a server on this machine that behaves badly.

#[path = "../../tests/common/server.rs"]
mod server;

use std::time::{Duration, Instant};

use super::*;
use server::{Server, drip, hang, html, missing, redirect, reply};

/// Limits that fit into a test.
fn limits() -> Limits {
    Limits {
        allow_private: true,
        delay: Duration::ZERO,
        silence: Duration::from_millis(1500),
        whole: Duration::from_millis(2500),
        most: 1 << 20,
        tries: 3,
        patience: Duration::from_millis(20),
        ..Limits::default()
    }
}

const WANTED: Wanted<'_> = Wanted { accept: PAGES, etag: None, modified: None, most: 1 << 20 };

fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
}

/// What comes of asking for `path`.
fn ask(server: &Server, path: &str, limits: &Limits) -> Result<Answer, Trouble> {
    let url = Url::parse(&server.address).unwrap().join(path).unwrap();
    run(async { Web::new(limits).unwrap().get(&url, &WANTED, true, &|_| false).await })
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

#[test]
fn servers_that_misbehave_cost_little_time() {
    let bomb = gzip(&vec![b' '; 64 << 20]);
    let server = Server::start(move |asked| match asked.path.as_str() {
        "/hang" => hang(),
        "/drip" => drip(b"x", Duration::from_millis(100)),
        "/endless" => drip(&[b'x'; 1 << 16], Duration::ZERO),
        "/bomb" => reply(200, "Content-Type: text/html\r\nContent-Encoding: gzip\r\n", bomb.clone()),
        "/large" => reply(200, "Content-Type: text/html\r\n", vec![b'x'; (1 << 20) + 1]),
        "/bad" => reply(200, "Content-Encoding: gzip\r\n", gzip(b"<p>Talks")[..15].to_vec()),
        "/odd" => reply(200, "Content-Encoding: zstd\r\n", "x"),
        "/no-http" => Box::new(|stream| {
            use std::io::Write;
            let _ = stream.write_all(b"SSH-2.0-OpenSSH_9.7\r\n");
        }),
        "/closed" => Box::new(|_| ()),
        _ => missing(),
    });
    for (path, tries, trouble) in [
        ("/hang", 2, Trouble::Slow),
        ("/drip", 2, Trouble::Slow),
        ("/endless", 1, Trouble::TooLarge(1)),
        ("/bomb", 1, Trouble::TooLarge(1)),
        ("/large", 1, Trouble::TooLarge(1)),
        ("/bad", 1, Trouble::Packing("gzip: cut off".into())),
        ("/odd", 1, Trouble::Packing("zstd".into())),
        ("/gone", 1, Trouble::Status(404)),
    ] {
        let start = Instant::now();
        let limits = Limits { tries: 2, ..limits() };
        assert_eq!(ask(&server, path, &limits).unwrap_err(), trouble, "{path}");
        assert!(start.elapsed() < Duration::from_secs(10), "{path} took {:?}", start.elapsed());
        assert_eq!(server.hits(path), tries, "{path}");
    }
    for path in ["/no-http", "/closed"] {
        assert!(matches!(ask(&server, path, &limits()), Err(Trouble::Connection(_))), "{path}");
    }
}

#[test]
fn bodies_come_unpacked() {
    let page = b"<p>Talks ended.";
    let server = Server::start(|asked| match asked.path.as_str() {
        "/gzip" => reply(200, "Content-Encoding: gzip\r\n", gzip(page)),
        _ => missing(),
    });
    assert_eq!(ask(&server, "/gzip", &limits()).unwrap().body, page);
}

#[test]
fn patience_grows_and_retry_after_is_obeyed() {
    let server = Server::start(|asked| match (asked.path.as_str(), asked.before) {
        ("/busy", 0) => reply(429, "Retry-After: 1\r\n", ""),
        ("/weak", 0 | 1) => reply(503, "", ""),
        ("/busy" | "/weak", _) => html("Talks"),
        ("/long", _) => reply(503, "Retry-After: 7200\r\n", ""),
        ("/down", _) => reply(500, "", ""),
        _ => missing(),
    });
    assert_eq!(ask(&server, "/busy", &limits()).unwrap().status, 200);
    let times = server.times("/busy");
    assert!(times[1] - times[0] >= Duration::from_secs(1), "{:?}", times[1] - times[0]);

    let slow = Limits { patience: Duration::from_millis(200), ..limits() };
    assert_eq!(ask(&server, "/weak", &slow).unwrap().status, 200);
    let times = server.times("/weak");
    assert!(times[1] - times[0] >= Duration::from_millis(100) && times[2] - times[1] >= Duration::from_millis(200));

    assert_eq!(ask(&server, "/down", &limits()).unwrap_err(), Trouble::Status(500));
    assert_eq!(server.hits("/down"), 3);
    // nobody waits for two hours, and the host is left alone
    let url = |path: &str| Url::parse(&server.address).unwrap().join(path).unwrap();
    run(async {
        let web = Web::new(&limits()).unwrap();
        for path in ["/long", "/busy"] {
            let trouble = web.get(&url(path), &WANTED, false, &|_| false).await.unwrap_err();
            assert!(matches!(trouble, Trouble::Later(left) if left > Duration::from_secs(7000)), "{trouble:?}");
        }
    });
    assert_eq!((server.hits("/long"), server.hits("/busy")), (1, 2));
}

#[test]
fn retry_after_is_a_number_or_a_date() {
    assert_eq!(retry_after("120"), Some(Duration::from_secs(120)));
    let soon = Timestamp::now().checked_add(Duration::from_secs(90)).unwrap();
    let date = soon.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
    let wait = retry_after(&date).unwrap();
    assert!(wait > Duration::from_secs(60) && wait <= Duration::from_secs(90), "{date}: {wait:?}");
    for nothing in ["soon", "-5", "Wed, 21 Oct 2015 07:28:00 GMT", ""] {
        assert_eq!(retry_after(nothing), None, "{nothing}");
    }
}

#[test]
fn redirects_lead_somewhere_or_end() {
    let server = Server::start(|asked| match asked.path.as_str() {
        "/a" => redirect("/b?x=1"),
        "/b?x=1" => redirect("c#part"),
        "/c" => html("Talks"),
        "/loop" => redirect("/loop2"),
        "/loop2" => redirect("/loop"),
        "/self" => redirect("/self"),
        path if path.starts_with("/on/") => redirect(&format!("{path}x")),
        "/file" => redirect("file:///etc/passwd"),
        "/nowhere" => redirect("http://"),
        "/known" => redirect("/c"),
        _ => missing(),
    });
    let answer = ask(&server, "/a", &limits()).unwrap();
    assert_eq!(answer.address.path(), "/c");
    for path in ["/loop", "/self", "/on/"] {
        assert_eq!(ask(&server, path, &limits()).unwrap_err(), Trouble::Redirects, "{path}");
    }
    assert_eq!(server.count(|path| path.starts_with("/on/")), limits().redirects + 1);
    assert_eq!(ask(&server, "/file", &limits()).unwrap_err(), Trouble::NoAddress);
    assert_eq!(ask(&server, "/nowhere", &limits()).unwrap_err(), Trouble::Status(302));
    let before = server.hits("/c");
    let url = Url::parse(&server.address).unwrap().join("/known").unwrap();
    let known = run(async { Web::new(&limits()).unwrap().get(&url, &WANTED, true, &|url| url.path() == "/c").await });
    assert!(matches!(known, Err(Trouble::Known(_))) && server.hits("/c") == before);
}

#[test]
fn private_networks_are_not_asked() {
    let server = Server::start(|_| html("secret"));
    let port = Url::parse(&server.address).unwrap().port().unwrap();
    let shut = Limits { allow_private: false, ..limits() };
    for host in ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]", "127.0.0.1.", "0"] {
        let url = Url::parse(&format!("http://{host}:{port}/")).unwrap();
        let trouble = run(async { Web::new(&shut).unwrap().get(&url, &WANTED, true, &|_| false).await.unwrap_err() });
        assert!(matches!(trouble, Trouble::Private | Trouble::NoHost), "{host}: {trouble:?}");
        let trouble = run(async { Web::new(&shut).unwrap().get(&url, &WANTED, false, &|_| false).await.unwrap_err() });
        assert!(matches!(trouble, Trouble::Private | Trouble::NoHost), "{host}: {trouble:?}");
    }
    assert_eq!(server.count(|_| true), 0, "no request reached it");
    assert_eq!(ask(&server, "/", &limits()).unwrap().status, 200);
}

#[test]
fn redirects_into_private_networks_are_not_followed() {
    let inner = Server::start(|_| html("secret"));
    let inside = inner.address.replace("127.0.0.1", "localhost");
    let to =
        [inside.clone(), inner.address.replace("127.0.0.1", "127.0.0.2"), inner.address.replace("127.0.0.1", "[::1]")];
    let server = Server::start(move |asked| match asked.path.as_str() {
        "/0" => redirect(&to[0]),
        "/1" => redirect(&to[1]),
        "/2" => redirect(&to[2]),
        "/hop" => redirect("/1"),
        _ => missing(),
    });
    // as if 127.0.0.1 were on the internet: localhost may resolve to it too, so only the other two must be refused
    let open = |ip: IpAddr| ip == IpAddr::from([127, 0, 0, 1]);
    for path in ["/1", "/2", "/hop"] {
        let url = Url::parse(&server.address).unwrap().join(path).unwrap();
        let trouble = run(async {
            Web::within(&limits(), open).unwrap().get(&url, &WANTED, false, &|_| false).await.unwrap_err()
        });
        assert_eq!(trouble, Trouble::Private, "{path}");
    }
    // a name whose addresses are all shut
    let shut = |_: IpAddr| false;
    let url = Url::parse(&inside).unwrap();
    let trouble =
        run(async { Web::within(&limits(), shut).unwrap().get(&url, &WANTED, false, &|_| false).await.unwrap_err() });
    assert_eq!(trouble, Trouble::Private);
    assert_eq!(inner.count(|_| true), 0, "no request reached it");
}

#[test]
fn sites_say_what_may_be_read_and_how_fast() {
    let server = Server::start(|asked| match asked.path.as_str() {
        "/robots.txt" => {
            reply(200, "Content-Type: text/plain\r\n", "User-agent: *\nDisallow: /inner\nCrawl-delay: 0.3\n")
        }
        "/out" => redirect("/inner/b"),
        _ => html("Talks"),
    });
    assert_eq!(ask(&server, "/inner/a", &limits()).unwrap_err(), Trouble::Forbidden);
    assert_eq!(ask(&server, "/out", &limits()).unwrap_err(), Trouble::Forbidden, "at every hop");
    assert_eq!(server.count(|path| path.starts_with("/inner")), 0);
    let url = |path: &str| Url::parse(&server.address).unwrap().join(path).unwrap();
    let web = run(async {
        let web = Web::new(&limits()).unwrap();
        let (one, two, three) = (url("/1"), url("/2"), url("/3"));
        let ask = |url| web.get(url, &WANTED, true, &|_| false);
        let (a, b, c) = futures_util::future::join3(ask(&one), ask(&two), ask(&three)).await;
        assert!(a.is_ok() && b.is_ok() && c.is_ok());
        web
    });
    drop(web);
    let mut times: Vec<_> = ["/1", "/2", "/3"].iter().flat_map(|path| server.times(path)).collect();
    times.sort();
    assert!(times.windows(2).all(|pair| pair[1] - pair[0] >= Duration::from_millis(290)), "{times:?}");
    assert_eq!(server.most_at_once(), 1);
    assert_eq!(server.hits("/robots.txt"), 3, "once for each of the three who asked");

    let down = Server::start(|asked| if asked.path == "/robots.txt" { reply(500, "", "") } else { html("Talks") });
    assert_eq!(ask(&down, "/1", &limits()).unwrap_err(), Trouble::NoRules);
    let open = Server::start(|asked| if asked.path == "/robots.txt" { reply(403, "", "") } else { html("Talks") });
    assert!(ask(&open, "/1", &limits()).is_ok());
    // a delay of a year is not obeyed to the letter
    let slow = Server::start(|asked| {
        if asked.path == "/robots.txt" {
            reply(200, "", "User-agent: *\nCrawl-delay: 31536000\n")
        } else {
            html("Talks")
        }
    });
    let patient = Limits { longest_delay: Duration::from_millis(100), ..limits() };
    let start = Instant::now();
    assert!(ask(&slow, "/1", &patient).is_ok() && start.elapsed() < Duration::from_secs(2));
}
