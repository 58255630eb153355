//! Pages with the structure of Indonesian outlets' pages and text of our own: `pages/NAME.html`, and what should be read
//! out of it in `pages/NAME.json`.

use std::path::Path;

use notula_page::{decode, extract};

fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

/// F1 over words, each counted as often as it stands.
fn f1(want: &str, got: &str) -> f64 {
    let (mut want, mut got) = (words(want), words(got));
    let total = want.len() + got.len();
    want.sort_unstable();
    got.sort_unstable();
    let mut hit = 0;
    let (mut a, mut b) = (want.iter().peekable(), got.iter().peekable());
    while let (Some(x), Some(y)) = (a.peek(), b.peek()) {
        match x.cmp(y) {
            std::cmp::Ordering::Less => drop(a.next()),
            std::cmp::Ordering::Greater => drop(b.next()),
            std::cmp::Ordering::Equal => {
                hit += 1;
                a.next();
                b.next();
            }
        }
    }
    2.0 * f64::from(hit) / total as f64
}

#[test]
fn outlets() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages");
    let mut names: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.retain(|path| path.extension().is_some_and(|end| end == "html"));
    names.sort();
    assert!(names.len() >= 16);
    let (mut wrong, mut sum, mut right) = (Vec::new(), 0.0, 0);
    for path in &names {
        let wanted: serde_json::Value =
            serde_json::from_slice(&std::fs::read(path.with_extension("json")).unwrap()).unwrap();
        let page = extract(&decode(&std::fs::read(path).unwrap()).unwrap().text);
        let text: Vec<&str> = wanted["text"].as_array().unwrap().iter().filter_map(|line| line.as_str()).collect();
        let name = path.file_stem().unwrap().display();
        let score = f1(&text.join("\n"), &page.text);
        sum += score;
        if score < 0.98 {
            wrong.push(format!("{name}: text {score:.3}\n{}", page.text));
        }
        let authors: Vec<&str> =
            wanted["authors"].as_array().unwrap().iter().filter_map(|name| name.as_str()).collect();
        let day = page.day().map(|day| day.value);
        let fields = page.title.as_deref() == wanted["title"].as_str()
            && page.authors == authors
            && day.as_deref() == wanted["published"].as_str();
        right += usize::from(fields);
        println!("{name:20} body F1 {score:.3}  title, authors and day {}", if fields { "right" } else { "wrong" });
        if !fields {
            wrong.push(format!("{name}: {:?} {:?} {day:?}", page.title, page.authors));
        }
    }
    let count = names.len();
    println!("{count} pages: body F1 {:.3}, fields right on {right}", sum / count as f64);
    assert!(sum / count as f64 >= 0.98 && right * 100 >= count * 95, "{}", wrong.join("\n"));
}

#[test]
fn the_source_map_leads_into_the_text_nodes() {
    let html = "<nav>Menu &amp; more</nav><div class=\"entry-content\"><p>The talks &ldquo;failed&rdquo;, officials <b>said</b>.</p>\
        <script>var x = '<p>no</p>';</script><p>They will meet again.&nbsp;Soon, they hope, and in Geneva.</p></div>";
    let page = extract(html);
    let source: Vec<char> = html.chars().collect();
    let text: Vec<char> = page.text.chars().collect();
    assert_eq!(page.text, "The talks “failed”, officials said.\nThey will meet again. Soon, they hope, and in Geneva.");
    for &[at, from, len] in &page.source_map {
        for n in 0..len {
            let (a, b) = (text[at + n], source[from + n]);
            assert!(a == b || len == 1, "{a:?} for {b:?}");
        }
    }
}

#[test]
fn hostile_pages_take_linear_time() {
    for unit in [
        "<div>",
        "<b>",
        "<p><b>",
        "</div>",
        "<table><tr><td>",
        "<ul><li>",
        "<a href=\"x\">y",
        "<!--",
        "<x y=\"",
        "&amp",
        "<p>Ia pulang. ",
    ] {
        let time = |times: usize| {
            let html = unit.repeat(times);
            let start = std::time::Instant::now();
            let _ = extract(&html);
            start.elapsed().as_secs_f64()
        };
        time(1000);
        let small = (0..3).map(|_| time(20_000)).fold(f64::MAX, f64::min).max(0.03);
        let large = (0..3).map(|_| time(80_000)).fold(f64::MAX, f64::min);
        assert!(large < small * 20.0, "{unit:?}: {small} s, then {large} s");
    }
}

#[test]
fn a_million_nested_tags_are_read() {
    for tag in ["<div>", "<h1>", "<a rel=author>", "<blockquote><p class=byline>", "<table><tr><td>"] {
        let html = format!("{}The talks ended without a deal, officials said on Monday.", tag.repeat(1_000_000));
        let start = std::time::Instant::now();
        let page = extract(&html);
        // a second or two on a slow machine without optimisation; anything but linear would take hours
        assert!(start.elapsed().as_secs() < 60, "{tag}: {:?}", start.elapsed());
        assert!(page.text.chars().count() <= 57, "{tag}");
    }
}

#[test]
fn a_hundred_megabytes_are_cut() {
    let head = "<!doctype html><title>Talks end</title><article><p>The talks ended without a deal, officials said.</p>";
    for filler in ["<p>More was not said. ", "&amp"] {
        let html = format!("{head}{}", filler.repeat((100 << 20) / filler.len()));
        let page = extract(&html);
        assert!(page.text.starts_with("The talks ended without a deal"), "{filler}: {}", page.text.len());
        assert_eq!(page.dropped.last().unwrap().reason, "beyond the limit");
        assert_eq!(page.dropped.last().unwrap().end, html.chars().count());
    }
}

#[test]
fn broken_bytes_are_read() {
    // half of each: bytes of no encoding, and a page cut in the middle of a character
    let page = "<html><meta charset=utf-8><article><h1>Talks end</h1><p>The talks “failed”, officials said.</p>";
    let mut bytes = page.as_bytes().to_vec();
    bytes.extend([0xff, 0xfe, 0x80, 0xc3]);
    let text = extract(&decode(&bytes).unwrap().text).text;
    assert!(text.contains("failed"), "{text}");
    for end in 0..page.len() {
        let _ = decode(&page.as_bytes()[..end]).map(|decoded| extract(&decoded.text));
    }
}

/// Pieces that pages are made of, whole and broken.
fn piece() -> impl proptest::strategy::Strategy<Value = String> {
    use proptest::prelude::*;
    prop_oneof![
        Just("<div class=\"entry-content\">".to_owned()),
        Just("<p>The talks &ldquo;failed&rdquo;, officials <b>said</b> on Monday, and nobody knew why.</p>".to_owned()),
        Just("<p>Menteri itu menolak usul damai, kata juru bicaranya kepada wartawan di Jakarta.<br>Ia pulang.</p>".to_owned()),
        Just("<nav><ul><li><a href=/>Home</a><li><a>News</a></ul></nav>".to_owned()),
        Just("</div>".to_owned()),
        Just("<table><tr><td>1<td>2</table>".to_owned()),
        Just("<h1>Talks fail</h1><h2>What comes next</h2>".to_owned()),
        Just("<script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"headline\":\"T\",\"author\":[{\"name\":\"A B\"}]}</script>".to_owned()),
        Just("<meta property=og:title content='T &amp; x'><time datetime=2025-12-20>".to_owned()),
        Just("<figure><img><figcaption>A view. Photo: X</figcaption></figure>".to_owned()),
        Just("<pre>a\n  b\n</pre><li>x<dd>y<option>z".to_owned()),
        Just("â€œkataâ€\u{9d} &nbsp; \u{feff}\u{202e}".to_owned()),
        "[<>/a-z\"'=! &;#-]{0,30}",
        any::<String>(),
    ]
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(300))]

    #[test]
    fn holds_for_any_page(pieces in proptest::collection::vec(piece(), 0..30)) {
        let html = pieces.concat();
        let page = extract(&html);
        let (source, text): (Vec<char>, Vec<char>) = (html.chars().collect(), page.text.chars().collect());
        let (mut text_end, mut raw_end) = (0, 0);
        for &[at, from, len] in &page.source_map {
            assert!(len > 0 && at >= text_end && from >= raw_end, "stretches ascend");
            (text_end, raw_end) = (at + len, from + len);
            assert!(text_end <= text.len() && raw_end <= source.len());
            for n in 0..if len == 1 { 0 } else { len } {
                let (a, b) = (text[at + n], source[from + n]);
                assert!(a == b || a.is_whitespace() && (b.is_whitespace() || b.is_control()), "{a:?} for {b:?}");
            }
        }
        for dropped in &page.dropped {
            assert!(dropped.start <= dropped.end && dropped.end <= source.len());
        }
        assert_eq!(page, extract(&html));
    }
}

#[test]
fn an_endless_input_is_cut() {
    let long = "Ia pulang. ".repeat(1 << 20);
    let page = notula_page::clean(&long);
    assert_eq!(page.notes, ["only the first 8 MiB were read"]);
    assert_eq!(page.dropped.last().unwrap().end, long.len());
}

#[test]
fn a_live_blog_has_entries() {
    let post = |n: u32, text: &str| {
        format!(
            "<div class=\"post x{n}\"><time datetime=\"2025-03-0{n}T10:00:00Z\">{n} March</time><h3>Update {n}</h3>\
             <p>{text}, the officials said on Monday.</p></div>"
        )
    };
    let html = format!(
        "<!doctype html><script type=\"application/ld+json\">{{\"@type\":\"LiveBlogPosting\",\"headline\":\"Talks: live\"}}</script>\
         <article><h1>Talks: live</h1><p>The envoys of both states met in Geneva on Monday for a third round of talks on the strait, \
         the first since the blockade began in January and the longest so far.</p><p>They left without a word to the press, \
         while diplomats of the host country spoke of a good and useful day for both sides.</p>\
         <div class=\"live-list\">{}{}{}</div></article>",
        post(3, "The envoys have left the hotel in two cars, followed by their security and a crowd of reporters"),
        post(2, "The third round has begun behind closed doors in the old part of the town near the lake"),
        post(1, "The delegations have arrived at the airport, where they were met by the mediator and his deputy"),
    );
    let page = extract(&html);
    assert_eq!(page.about.kind, notula_page::Kind::LiveBlog);
    assert!(page.text.starts_with("The envoys of both states met"), "{}", page.text);
    assert!(!page.text.contains("hotel"));
    assert_eq!(page.entries.len(), 3);
    assert_eq!(page.entries[0].day().unwrap().value, "2025-03-03");
    assert!(page.entries[2].text.contains("met by the mediator"), "{}", page.entries[2].text);
}
