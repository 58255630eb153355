//! Asks a server as many readers at once would, and prints how long the answers took (`make bench-server`):
//!
//! ```sh
//! cargo run --release -p notula-server --example clients -- http://127.0.0.1:8080 60 50
//! ```
//!
//! Each client asks the next question as soon as the last is answered; the questions are those of the pages, and the
//! same every time. Ends with an error where an answer failed or the slowest twentieth took longer than [`LIMIT`].

use std::collections::BTreeMap;
use std::error::Error;
use std::time::{Duration, Instant};

use serde_json::Value;
use tokio::task::JoinSet;

/// Nineteen of twenty answers come within this time.
const LIMIT: Duration = Duration::from_millis(100);

/// A question of the pages: its kind, how often it is asked in a hundred, its address. `{…}` is filled from [`Known`].
const QUESTIONS: &[(&str, usize, &str)] = &[
    ("session", 4, "/session"),
    ("totals", 4, "/totals"),
    ("processes", 4, "/processes?limit=100"),
    ("process", 6, "/processes/{process}"),
    ("timeline", 8, "/events?process={process}&limit=100"),
    ("statements", 8, "/statements?process={process}&limit=100"),
    ("board", 6, "/positions?process={process}&limit=200"),
    ("proposals", 4, "/proposals?process={process}&limit=100"),
    ("conflicts", 4, "/conflicts?process={process}&limit=100"),
    ("stories", 4, "/stories?process={process}&limit=50"),
    ("search", 8, "/search?text={word}&limit=20"),
    ("actors", 4, "/actors?limit=100"),
    ("names", 3, "/actors?text={name}&limit=100"),
    ("actor", 5, "/actors/{actor}"),
    ("acts", 5, "/events?actor={actor}&limit=100"),
    ("relations", 3, "/relations?actor={actor}&limit=100"),
    ("reports", 4, "/reports?limit=50"),
    ("report", 4, "/reports/{report}"),
    ("record", 4, "/reports/{report}/record"),
    ("event", 4, "/events/{event}"),
    ("story", 2, "/stories/{story}"),
    ("places", 1, "/places?limit=500"),
    ("sources", 1, "/sources"),
];

/// What there is to ask about.
type Known = BTreeMap<&'static str, Vec<String>>;

/// Times of the answers to each kind of question, and what failed.
#[derive(Default)]
struct Log {
    times: BTreeMap<&'static str, Vec<Duration>>,
    failed: Vec<String>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let base = args.next().ok_or("name the server: http://127.0.0.1:8080")? + "/api/v1";
    let seconds: u64 = args.next().map_or(Ok(60), |text| text.parse())?;
    let clients: usize = args.next().map_or(Ok(50), |text| text.parse())?;
    let http = reqwest::Client::builder().no_proxy().pool_max_idle_per_host(clients).build()?;
    let known = know(&http, &base).await?;

    let end = Instant::now() + Duration::from_secs(seconds);
    let mut asking = JoinSet::new();
    for client in 0..clients {
        let (http, base, known) = (http.clone(), base.clone(), known.clone());
        asking.spawn(async move { ask(&http, &base, &known, client, end).await });
    }
    let mut all = Log::default();
    while let Some(log) = asking.join_next().await {
        let log = log?;
        log.times.into_iter().for_each(|(kind, times)| all.times.entry(kind).or_default().extend(times));
        all.failed.extend(log.failed);
    }
    report(all, clients, seconds)
}

/// Ids, words and names to ask about.
async fn know(http: &reqwest::Client, base: &str) -> Result<Known, Box<dyn Error>> {
    let mut known = Known::new();
    for (name, list) in [
        ("process", "processes"),
        ("actor", "actors"),
        ("report", "reports"),
        ("event", "events"),
        ("story", "stories"),
    ] {
        let text = http.get(format!("{base}/{list}?limit=200")).send().await?.error_for_status()?.text().await?;
        let answer: Value = serde_json::from_str(&text)?;
        let items = answer["items"].as_array().filter(|items| !items.is_empty()).ok_or("the store is empty")?;
        let texts = |field: &'static str| items.iter().filter_map(move |item| Some(item[field].as_str()?.to_owned()));
        known.insert(name, texts("id").collect());
        let words = |text: String| text.split(' ').rfind(|word| word.len() > 3).map(str::to_owned);
        match name {
            "report" => known.insert("word", texts("title").filter_map(words).collect()),
            "actor" => known.insert("name", texts("name").filter_map(words).collect()),
            _ => None,
        };
    }
    Ok(known)
}

/// One client: asks until the time is over.
async fn ask(http: &reqwest::Client, base: &str, known: &Known, client: usize, end: Instant) -> Log {
    let mut log = Log::default();
    let hundred: Vec<_> = QUESTIONS.iter().flat_map(|question| std::iter::repeat_n(question, question.1)).collect();
    // every client goes through all questions in an order of its own, a step that shares no divisor with the number
    let mut at = client * 37;
    while Instant::now() < end {
        at += 61;
        let (kind, _, form) = hundred[at % hundred.len()];
        let mut address = format!("{base}{form}");
        for (name, values) in known {
            let value = &values[(at / 3 + client) % values.len()];
            address = address.replace(&format!("{{{name}}}"), value);
        }
        let begin = Instant::now();
        let answer = async { http.get(&address).send().await?.error_for_status()?.bytes().await };
        match answer.await {
            Ok(_) => log.times.entry(kind).or_default().push(begin.elapsed()),
            Err(error) => log.failed.push(format!("{address}: {error}")),
        }
    }
    log
}

/// Prints a line for each kind of question and one for all.
fn report(log: Log, clients: usize, seconds: u64) -> Result<(), Box<dyn Error>> {
    println!("{clients} clients, {seconds} s");
    println!("{:<11} {:>8} {:>8} {:>8} {:>8}", "question", "answers", "p50 ms", "p95 ms", "most ms");
    let mut every: Vec<Duration> = Vec::new();
    for (kind, mut times) in log.times {
        line(kind, &mut times);
        every.extend(times);
    }
    line("all", &mut every);
    println!("{:.0} answers a second, {} failed", every.len() as f64 / seconds as f64, log.failed.len());
    log.failed.iter().take(5).for_each(|failed| println!("  {failed}"));
    let slow = at(&every, 95);
    if !log.failed.is_empty() || every.is_empty() || slow > LIMIT {
        return Err(
            format!("p95 is {} ms of {}, {} failed", slow.as_millis(), LIMIT.as_millis(), log.failed.len()).into()
        );
    }
    Ok(())
}

fn line(name: &str, times: &mut [Duration]) {
    times.sort_unstable();
    let ms = |part: usize| at(times, part).as_secs_f64() * 1000.0;
    println!("{name:<11} {:>8} {:>8.1} {:>8.1} {:>8.1}", times.len(), ms(50), ms(95), ms(100));
}

/// The time within which `part` of a hundred came; `times` are sorted.
fn at(times: &[Duration], part: usize) -> Duration {
    times.get((times.len() * part / 100).min(times.len().saturating_sub(1))).copied().unwrap_or_default()
}
