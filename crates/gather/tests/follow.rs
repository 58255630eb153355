//! Feeds are followed, and every page is fetched once.

#[path = "common/server.rs"]
mod server;

use std::collections::HashSet;
use std::path::Path;
use std::time::Duration;

use notula_gather::{Event, Fetched, Folder, Limits, Options, Plan, Sink, Totals, Unkept, gather, reports};
use server::{Server, html, missing, redirect, reply, rss, xml};

/// A plan that fits into a test.
fn plan(lists: Vec<String>, state: &Path) -> Plan {
    let web = Limits {
        allow_private: true,
        delay: Duration::ZERO,
        silence: Duration::from_secs(3),
        whole: Duration::from_secs(5),
        tries: 2,
        patience: Duration::from_millis(10),
        ..Limits::default()
    };
    Plan { web, ..Plan::once(lists, state) }
}

/// One round into `folder`: what was done, and what was left and why.
fn round(plan: &Plan, folder: &Path) -> (Totals, Vec<String>) {
    let mut left = Vec::new();
    let mut sink = Folder::open(folder).unwrap();
    let totals = gather(plan, &mut sink, &mut |event| {
        if let Event::Left { address, why, .. } = event {
            left.push(format!("{}: {why}", address.rsplit('/').next().unwrap()));
        }
    });
    left.sort();
    (totals.unwrap(), left)
}

/// Paths of the pages in a folder.
fn pages(folder: &Path) -> Vec<String> {
    let items = reports(vec![folder.display().to_string()], &Options::default());
    let mut paths: Vec<String> = items
        .map(|item| item.unwrap().meta.url.unwrap())
        .map(|url| url.splitn(4, '/').nth(3).unwrap_or_default().to_owned())
        .collect();
    paths.sort();
    paths
}

#[test]
fn lists_of_every_kind() {
    let server = Server::start(|asked| match asked.path.as_str() {
        "/rss" => xml(rss(&["/p/1", "/p/2"])),
        "/atom" => xml(
            r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title><id>x</id><updated>2026-01-16T08:00:00Z</updated>
            <entry><id>3</id><title>x</title><updated>2026-01-16T08:00:00Z</updated><link href="/p/3"/></entry>
            <entry><id>1</id><title>x</title><updated>2026-01-16T08:00:00Z</updated><link href="/p/1?utm_source=atom"/></entry></feed>"#,
        ),
        "/json" => reply(
            200,
            "Content-Type: application/feed+json\r\n",
            format!(
                r#"{{"version": "https://jsonfeed.org/version/1", "title": "x",
                "items": [{{"id": "4", "url": "{}/p/4", "content_text": "x"}}]}}"#,
                format_args!("http://{}", asked.head["host"])
            ),
        ),
        "/index.xml" => xml("<sitemapindex><sitemap><loc>/news.xml</loc></sitemap></sitemapindex>"),
        "/news.xml" => xml("<urlset><url><loc>/p/5</loc></url><url><loc>/p/2</loc></url></urlset>"),
        path if path.starts_with("/p/") => html(path),
        _ => missing(),
    });
    let dir = tempfile::tempdir().unwrap();
    let opml = dir.path().join("feeds.opml");
    let outlines: String =
        ["rss", "atom", "json"].iter().map(|f| format!("<outline xmlUrl=\"{}/{f}\"/>", server.address)).collect();
    std::fs::write(&opml, format!("<opml version=\"2.0\"><body>{outlines}</body></opml>")).unwrap();
    let into = dir.path().join("pages");
    let lists = vec![opml.display().to_string(), format!("{}/index.xml", server.address)];
    let (totals, left) = round(&plan(lists.clone(), &into), &into);
    assert_eq!(pages(&into), ["p/1", "p/2", "p/3", "p/4", "p/5"]);
    assert_eq!((totals.kept, totals.left, totals.lists), (5, 0, 6), "{left:?}");
    let (totals, _) = round(&plan(lists, &into), &into);
    assert_eq!((totals.kept, pages(&into).len()), (0, 5));
    for n in 1..=5 {
        assert_eq!(server.hits(&format!("/p/{n}")), 1);
    }
}

#[test]
fn unchanged_lists_are_not_sent_again_once_their_pages_are_there() {
    let server = Server::start(|asked| match asked.path.as_str() {
        "/rss" if asked.head.get("if-none-match").is_some_and(|etag| etag == "\"v1\"") => reply(304, "", ""),
        "/rss" => reply(200, "ETag: \"v1\"\r\n", rss(&["/p/1", "/weak"])),
        "/dated" if asked.head.contains_key("if-modified-since") => reply(304, "", ""),
        "/dated" => reply(200, "Last-Modified: Fri, 16 Jan 2026 08:00:00 GMT\r\n", rss(&["/p/2"])),
        "/weak" if asked.before < 2 => reply(500, "", ""),
        "/weak" => html("strong"),
        path if path.starts_with("/p/") => html(path),
        _ => missing(),
    });
    let dir = tempfile::tempdir().unwrap();
    let plan = plan(vec![format!("{}/rss", server.address), format!("{}/dated", server.address)], dir.path());
    let (first, left) = round(&plan, dir.path());
    assert_eq!((first.kept, first.left, first.unchanged), (2, 1, 0), "{left:?}");
    // a page of it is still wanted: the feed is read again, the other is not
    let (second, _) = round(&plan, dir.path());
    assert_eq!((second.kept, second.lists, second.unchanged), (1, 1, 1));
    let (third, _) = round(&plan, dir.path());
    assert_eq!((third.kept, third.lists, third.unchanged), (0, 0, 2));
    assert_eq!(pages(dir.path()), ["p/1", "p/2", "weak"]);
    assert_eq!((server.hits("/p/1"), server.hits("/p/2"), server.hits("/weak")), (1, 1, 3));
}

#[test]
fn what_cannot_be_kept_is_told_and_not_asked_for_again_where_that_is_no_use() {
    let server = Server::start(|asked| match asked.path.as_str() {
        "/robots.txt" => reply(200, "Content-Type: text/plain\r\n", "User-agent: *\nDisallow: /forbidden\n"),
        "/rss" => xml(rss(&["/p/1", "/gone", "/picture", "/loop", "/empty", "/forbidden", "/moved", "/also-moved"])),
        "/picture" => reply(200, "Content-Type: image/png\r\n", "x"),
        "/loop" => redirect("/loop"),
        "/empty" => reply(200, "Content-Type: text/html\r\n", ""),
        "/moved" | "/also-moved" => redirect("/p/2"),
        "/page" => html("no list"),
        path if path.starts_with("/p/") => html(path),
        _ => missing(),
    });
    let dir = tempfile::tempdir().unwrap();
    let lists = ["rss", "page", "none"].map(|list| format!("{}/{list}", server.address)).to_vec();
    let plan = plan(lists, dir.path());
    let (totals, left) = round(&plan, dir.path());
    assert_eq!(
        left,
        [
            "empty: is empty",
            "forbidden: the site's robots.txt forbids it",
            "gone: the server answers 404",
            "loop: redirects without end",
            "none: the server answers 404",
            "page: is a page of HTML that names no feeds",
            "picture: is image/png, not a page",
        ]
    );
    assert_eq!((totals.kept, pages(dir.path())), (2, vec!["p/1".to_owned(), "p/2".to_owned()]));
    assert_eq!(server.hits("/p/2"), 1, "two redirects to one page");
    let (again, left) = round(&plan, dir.path());
    assert_eq!((again.kept, left.len()), (0, 3), "{left:?}");
    for path in ["/gone", "/picture", "/loop", "/empty", "/moved", "/also-moved", "/p/1", "/p/2"] {
        assert_eq!(server.hits(path), 1, "{path}");
    }
    assert_eq!(server.hits("/forbidden"), 0);
}

#[test]
fn one_request_at_a_time_and_a_pause_between() {
    let paths: Vec<String> = (0..8).map(|n| format!("/p/{n}")).collect();
    let named: Vec<&str> = paths.iter().map(String::as_str).collect();
    let feed = rss(&named);
    let server = Server::start(move |asked| match asked.path.as_str() {
        "/rss" => xml(feed.clone()),
        path if path.starts_with("/p/") => html(path),
        _ => missing(),
    });
    let dir = tempfile::tempdir().unwrap();
    let mut plan = plan(vec![format!("{}/rss", server.address)], dir.path());
    plan.web.delay = Duration::from_millis(60);
    assert_eq!(round(&plan, dir.path()).0.kept, 8);
    assert_eq!(server.most_at_once(), 1);
    let mut times: Vec<_> = server.asked.lock().unwrap().iter().map(|(_, at)| *at).collect();
    times.sort();
    assert!(times.windows(2).all(|pair| pair[1] - pair[0] >= Duration::from_millis(59)), "{times:?}");
}

#[test]
fn a_busy_host_is_left_alone() {
    let server = Server::start(|asked| match asked.path.as_str() {
        "/rss" => xml(rss(&["/p/1", "/p/2", "/p/3"])),
        path if path.starts_with("/p/") => reply(429, "Retry-After: 3600\r\n", ""),
        _ => missing(),
    });
    let dir = tempfile::tempdir().unwrap();
    let (totals, left) = round(&plan(vec![format!("{}/rss", server.address)], dir.path()), dir.path());
    assert_eq!((totals.kept, left.len()), (0, 3));
    assert_eq!(server.count(|path| path.starts_with("/p/")), 1, "one refusal is enough");
}

#[test]
fn the_newest_pages_and_no_older_ones() {
    let server = Server::start(|asked| match asked.path.as_str() {
        "/news.xml" => {
            let urls: String =
                (10..30).map(|d| format!("<url><loc>/p/{d}</loc><lastmod>2026-01-{d}</lastmod></url>")).collect();
            xml(format!("<urlset>{urls}</urlset>"))
        }
        path if path.starts_with("/p/") => html(path),
        _ => missing(),
    });
    let dir = tempfile::tempdir().unwrap();
    let mut plan = plan(vec![format!("{}/news.xml", server.address)], dir.path());
    plan.since = Some("2026-01-25T00:00:00Z".parse().unwrap());
    plan.per_list = 3;
    assert_eq!(round(&plan, dir.path()).0.kept, 3);
    assert_eq!(pages(dir.path()), ["p/27", "p/28", "p/29"]);
    assert_eq!(round(&plan, dir.path()).0.kept, 2, "the rest comes in the next round");
    assert_eq!(round(&plan, dir.path()).0.kept, 0);
}

#[test]
fn any_sink_takes_the_pages() {
    #[derive(Default)]
    struct Memory {
        pages: Vec<Fetched>,
        settled: usize,
    }
    impl Sink for Memory {
        fn keep(&mut self, page: Fetched) -> Result<(), Unkept> {
            if page.asked.ends_with("/none") {
                return Err(Unkept::Page("has no words".into()));
            }
            self.pages.push(page);
            Ok(())
        }
        fn settle(&mut self) -> std::io::Result<()> {
            self.settled += 1;
            Ok(())
        }
    }
    let server = Server::start(|asked| match asked.path.as_str() {
        "/rss" => xml(rss(&["/p/1", "/old", "/none"])),
        "/old" => redirect("/p/2"),
        "/none" => html(""),
        path if path.starts_with("/p/") => html(path),
        _ => missing(),
    });
    let dir = tempfile::tempdir().unwrap();
    let mut memory = Memory::default();
    let plan = plan(vec![format!("{}/rss", server.address)], dir.path());
    let totals = gather(&plan, &mut memory, &mut |_| ()).unwrap();
    assert_eq!((totals.kept, totals.left), (2, 1));
    assert_eq!((memory.pages.len(), memory.settled), (2, 1));
    gather(&plan, &mut memory, &mut |_| ()).unwrap();
    assert_eq!((memory.pages.len(), server.hits("/none")), (2, 1), "what is none to keep is not asked for again");
    let addresses: HashSet<_> = memory.pages.iter().map(|page| (page.asked.as_str(), page.address.as_str())).collect();
    let at = |path: &str| format!("{}{path}", server.address);
    assert_eq!(addresses, HashSet::from([(&*at("/p/1"), &*at("/p/1")), (&*at("/old"), &*at("/p/2"))]));
    let report = memory.pages.remove(0).report();
    assert!(report.meta.fetched.is_some() && report.bytes.starts_with(b"<!DOCTYPE html>"));
}

#[test]
fn addresses_are_inputs_too() {
    let server = Server::start(|asked| match asked.path.as_str() {
        "/a" => redirect("/p/1"),
        "/feed.jsonl" => {
            reply(200, "Content-Type: application/x-ndjson\r\n", "{\"text\": \"One.\"}\n{\"text\": \"Two.\"}\n")
        }
        "/cyrillic" => reply(200, "Content-Type: text/plain; charset=windows-1251\r\n", "x"),
        "/x.pdf" => reply(200, "Content-Type: application/pdf\r\n", "%PDF-"),
        path if path.starts_with("/p/") => html(path),
        _ => missing(),
    });
    let at = |path: &str| format!("{}{path}", server.address);
    let web = Limits { allow_private: true, delay: Duration::ZERO, ..Limits::default() };
    let whole: Option<fn(&str) -> Option<String>> =
        Some(|url| url.ends_with("/p/3").then(|| format!("{url}?page=all")));
    let options = Options { web, whole, ..Options::default() };
    let inputs = ["/a", "/feed.jsonl", "/x.pdf", "/none", "/p/3", "/cyrillic"].map(at).to_vec();
    let items: Vec<_> = reports(inputs, &options).collect();
    assert_eq!(items.len(), 7);
    assert_eq!(items[6].as_ref().unwrap().meta.charset.as_deref(), Some("windows-1251"));
    let page = items[0].as_ref().unwrap();
    assert_eq!((page.source.as_str(), page.meta.url.as_deref()), (&*at("/a"), Some(&*at("/p/1"))));
    assert_eq!(items[2].as_ref().unwrap().source, at("/feed.jsonl:2"));
    assert_eq!(items[3].as_ref().unwrap_err().why, "is application/pdf, not a page");
    assert_eq!(items[4].as_ref().unwrap_err().why, "the server answers 404");
    assert_eq!(server.hits("/p/3?page=all"), 1);
    let shut: Vec<_> = reports(vec![at("/a")], &Options::default()).collect();
    assert!(shut[0].as_ref().unwrap_err().why.contains("private network"));
}
