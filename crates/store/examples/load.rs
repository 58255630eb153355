//! Fills a store with the generated load and measures adding and asking (`make bench-store`):
//!
//! ```sh
//! STORE_REPORTS=100000 cargo run --release -p notula-store --example load -- /tmp/load.db
//! ```

#[path = "../benches/generate.rs"]
mod generate;

use std::sync::mpsc::sync_channel;
use std::thread;
use std::time::{Duration, Instant};

use notula_record::{EventType, Record, Status};
use notula_store::{Options, Query, Result, Store};

/// As in the command.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Records of one transaction.
const BATCH: usize = 1_000;

fn main() -> std::result::Result<(), Box<dyn std::error::Error>> {
    let place = std::env::args().nth(1).ok_or("name a store: a file or postgres://…")?;
    let reports: usize = std::env::var("STORE_REPORTS").ok().and_then(|n| n.parse().ok()).unwrap_or(1_000_000);
    let store = Options { clock: false, ..Options::default() }.open(&place)?;
    fill(&*store, reports)?;
    println!("totals {:?}", store.totals()?);
    // closing brings everything into the one file
    drop(store);
    let size = match place.starts_with("postgres") {
        false => {
            std::fs::metadata(&place)?.len() + std::fs::metadata(format!("{place}-wal")).map_or(0, |wal| wal.len())
        }
        true => 0,
    };
    if size > 0 {
        println!("file {} MB, {:.2} KB a report", size >> 20, size as f64 / 1024.0 / reports as f64);
    }
    ask(&place)?;
    println!("peak memory {} MB", peak()? >> 10);
    Ok(())
}

/// Adds the load, with the records made on a thread of its own, and prints the pace.
fn fill(store: &dyn Store, reports: usize) -> Result<()> {
    let have = store.totals()?.reports as usize;
    thread::scope(|scope| {
        let (give, take) = sync_channel::<Vec<Record>>(2);
        scope.spawn(move || {
            for from in (have..reports).step_by(BATCH) {
                let batch = (from..(from + BATCH).min(reports)).map(generate::record).collect();
                if give.send(batch).is_err() {
                    return;
                }
            }
        });
        let (begin, mut busy, mut added) = (Instant::now(), Duration::ZERO, 0);
        let worked = on_processor();
        let (mut marked, mut marked_busy) = (0, Duration::ZERO);
        let mut first = None;
        for batch in take {
            let start = Instant::now();
            store.add(&batch)?;
            busy += start.elapsed();
            added += batch.len();
            if added - marked >= 10_000 || added == reports - have {
                let pace = (added - marked) as f64 / (busy - marked_busy).as_secs_f64();
                let first = *first.get_or_insert(pace);
                println!(
                    "{:>9} reports, {pace:>6.0} records/s, {:.2} times slower than the first",
                    have + added,
                    first / pace
                );
                (marked, marked_busy) = (added, busy);
            }
        }
        if added > 0 {
            println!(
                "added {added} in {:.0} s ({:.0} records/s), with the making of records {:.0} s",
                busy.as_secs_f64(),
                added as f64 / busy.as_secs_f64(),
                begin.elapsed().as_secs_f64()
            );
            let worked = (on_processor() - worked).as_secs_f64();
            println!(
                "on a processor {worked:.1} s in the thread that adds ({:.0} records/s)",
                added as f64 / worked.max(0.01)
            );
        }
        Ok(())
    })
}

/// A question: what it asks, and the query.
type Question = (&'static str, fn(&dyn Store, &Query) -> Result<usize>);

/// Asks every question with many filters, each from a store that was just opened, and prints the times.
fn ask(place: &str) -> std::result::Result<(), Box<dyn std::error::Error>> {
    let questions: [Question; 12] = [
        ("timeline", |store, query| Ok(store.events(query)?.items.len())),
        ("meetings", |store, query| {
            let query = Query { types: vec![EventType::Consult], ..query.clone() };
            Ok(store.events(&query)?.items.len())
        }),
        ("statements", |store, query| Ok(store.statements(query)?.items.len())),
        ("positions", |store, query| Ok(store.positions(query)?.items.len())),
        ("proposals", |store, query| Ok(store.proposals(query)?.items.len())),
        ("conflicts", |store, query| Ok(store.conflicts(query)?.items.len())),
        ("actors", |store, query| Ok(store.actors(query)?.items.len())),
        ("relations", |store, query| Ok(store.relations(query)?.items.len())),
        ("stories", |store, query| Ok(store.stories(query)?.items.len())),
        ("processes", |store, query| Ok(store.processes(query)?.items.len())),
        ("places", |store, query| Ok(store.places(query)?.items.len())),
        ("search", |store, query| {
            let text = query.text.clone().or_else(|| Some("agreement prisoners".to_owned()));
            Ok(store.search(&Query { text, ..query.clone() })?.items.len())
        }),
    ];
    let (people, process) = {
        let store = Options::default().open(place)?;
        let actors = store.actors(&Query::default())?.items;
        let process = store.processes(&Query::default())?.items.first().map(|process| process.id);
        (vec![actors[0].id, actors[actors.len() / 2].id], process)
    };
    let all = Query::default();
    let day = |n: i32| Some(notula_story::days::text(n));
    let queries = [
        all.clone(),
        Query { actors: vec![people[0]], ..all.clone() },
        Query { actors: people.clone(), ..all.clone() },
        Query { countries: vec!["XAA".to_owned()], ..all.clone() },
        Query { process, ..all.clone() },
        Query { process, actors: vec![people[1]], ..all.clone() },
        Query { issues: vec!["territory".to_owned()], languages: vec!["id".to_owned()], ..all.clone() },
        Query { since: day(14_010), until: day(14_040), ..all.clone() },
        Query { statuses: vec![Status::Denied], min_confidence: 0.8, ..all },
    ];
    let mut every = Vec::new();
    for (name, question) in questions {
        let mut times = Vec::new();
        for query in &queries {
            forget(place);
            let store = Options::default().open(place)?;
            let begin = Instant::now();
            question(&*store, query)?;
            times.push(begin.elapsed());
        }
        println!("{name:<11} {}", told(&mut times));
        every.extend(times);
    }
    println!("{:<11} {}", "all", told(&mut every));
    Ok(())
}

/// Takes the pages of a file out of the cache of the system, where that is allowed.
fn forget(place: &str) {
    if !place.starts_with("postgres") {
        let _ = std::process::Command::new("dd")
            .arg(format!("of={place}"))
            .args(["oflag=nocache", "conv=notrunc,fdatasync", "count=0", "status=none"])
            .status();
    }
}

fn told(times: &mut [Duration]) -> String {
    times.sort_unstable();
    let at = |share: f64| times[((times.len() - 1) as f64 * share).round() as usize].as_millis();
    format!("median {:>5} ms, p95 {:>5} ms, longest {:>5} ms", at(0.5), at(0.95), at(1.0))
}

/// How long this thread was on a processor: what is left of the pace where others use the machine too.
/// Zero where the system does not tell.
fn on_processor() -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = told.split(' ').next().and_then(|first| first.parse().ok()).unwrap_or(0);
    Duration::from_nanos(nanoseconds)
}

/// Peak memory of this process, in KB.
fn peak() -> std::io::Result<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    Ok(line.and_then(|line| line.trim().trim_end_matches(" kB").trim().parse().ok()).unwrap_or(0))
}
