//! What every store must do, run on SQLite and on PostgreSQL.

mod common;

use common::{changed, report, reports, server};
use notula_record::{EventType, Record, Status};
use notula_store::{Added, Change, Correction, Cursor, Error, FactId, Options, Order, Query, Store};
use notula_story::ids::{ActorId, ReportId};

/// Opens the same store again and again.
type Open<'a> = &'a dyn Fn() -> Box<dyn Store>;

/// A name and what it tests.
type Test = (&'static str, fn(Open<'_>));

fn all() -> Query {
    Query::default()
}

fn filled(open: Open<'_>) -> Box<dyn Store> {
    let store = open();
    store.add(&reports()).unwrap();
    store
}

fn titles(store: &dyn Store, query: &Query) -> Vec<String> {
    store.reports(query).unwrap().items.into_iter().filter_map(|report| report.title).collect()
}

fn found(store: &dyn Store, text: &str) -> Vec<ReportId> {
    let hits = store.search(&Query { text: Some(text.into()), ..all() }).unwrap();
    hits.items.into_iter().map(|hit| hit.report.id).collect()
}

fn a_record_comes_out_as_it_went_in(open: Open<'_>) {
    let store = filled(open);
    for (n, record) in (1..).zip(reports()) {
        assert_eq!(store.record(ReportId(n)).unwrap().as_ref(), Some(&record));
        assert_eq!(store.has(&record.document.id).unwrap(), Some(ReportId(n)));
        assert_eq!(store.report(ReportId(n)).unwrap().unwrap().hash, record.document.id);
    }
    assert_eq!(store.record(ReportId(99)).unwrap(), None);
    assert_eq!(store.has("sha256:ffff").unwrap(), None);
}

fn adding_twice_changes_nothing(open: Open<'_>) {
    let store = filled(open);
    let totals = store.totals().unwrap();
    let again = store.add(&reports()).unwrap();
    assert!(again.iter().all(|added| matches!(added, Added::Known(_))), "{again:?}");
    // nor does a record that stands twice in one batch
    let fresh = report(7, "2026-03-10", "en", "Another day", "Reyl waited in the station for a train that was late.");
    let added = store.add(&[fresh.clone(), fresh]).unwrap();
    assert!(matches!(added[..], [Added::New(one), Added::Known(other)] if one == other), "{added:?}");
    assert_eq!(store.totals().unwrap().reports, totals.reports + 1);
    // nor another opening of the same store
    let second = open();
    assert!(matches!(second.add(&reports()[..1]).unwrap()[..], [Added::Known(ReportId(1))]));
}

fn a_changed_page_is_a_new_version(open: Open<'_>) {
    let store = filled(open);
    let events = store.events(&all()).unwrap().items.len();
    let text = "Minister Ana Vučko met Envoy Tom Reyl in Port Olan on Monday. “We want a truce before winter,” Vučko said. A line was mended.";
    let added = store.add(&[changed(&reports()[0], 11, text)]).unwrap();
    let [Added::Version(new)] = added[..] else { panic!("{added:?}") };
    let (old, new) = (store.report(ReportId(1)).unwrap().unwrap(), store.report(new).unwrap().unwrap());
    assert_eq!((old.version, old.replaced_by, new.version), (1, Some(new.id), 2));
    // lists and searches show the new one alone, and no fact is counted twice
    let listed: Vec<_> = store.reports(&all()).unwrap().items.into_iter().map(|report| report.id).collect();
    assert!(!listed.contains(&old.id) && listed.contains(&new.id), "{listed:?}");
    assert_eq!(found(&*store, "truce"), [new.id]);
    assert!(!found(&*store, "harbour").contains(&old.id));
    assert_eq!(store.events(&all()).unwrap().items.len(), events);
    for event in store.events(&all()).unwrap().items {
        assert!(event.sources.iter().all(|source| source.report != old.id), "{event:?}");
    }
}

fn one_meeting_told_in_two_languages_is_one_event(open: Open<'_>) {
    let store = filled(open);
    let events = store.events(&all()).unwrap().items;
    assert_eq!(events.len(), 1, "{events:#?}");
    let event = &events[0];
    assert_eq!(event.sources.iter().map(|source| source.report.0).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(event.independent, 2);
    assert_eq!(event.sources[0].evidence[0].quote, "met");
    assert_eq!(event.sources[1].evidence[0].quote, "bertemu");
    assert_eq!(event.place.as_ref().map(|place| (place.name.as_str(), place.lat)), Some(("Port Olan", Some(12.5))));
    assert_eq!(store.event(event.id).unwrap().as_ref(), Some(event));
    let story = event.story.unwrap();
    assert_eq!(store.story(story).unwrap().unwrap().languages, ["en", "id"]);
    assert_eq!(store.reports(&Query { story: Some(story), ..all() }).unwrap().items.len(), 2);
}

fn filters_hold_each_alone_and_together(open: Open<'_>) {
    let store = filled(open);
    let vucko = store.actors(&Query { text: Some("vucko".into()), ..all() }).unwrap().items;
    assert_eq!(vucko.iter().map(|actor| actor.name.as_str()).collect::<Vec<_>>(), ["Ana Vučko"]);
    let vucko = vucko[0].id;
    let count = |query: Query| store.events(&query).unwrap().items.len();
    assert_eq!(count(Query { actors: vec![vucko], ..all() }), 1);
    assert_eq!(count(Query { actors: vec![ActorId(999)], ..all() }), 0);
    assert_eq!(count(Query { countries: vec!["XBB".into()], ..all() }), 1);
    assert_eq!(count(Query { countries: vec!["XCC".into()], ..all() }), 0);
    assert_eq!(count(Query { types: vec![EventType::Aid, EventType::Consult], ..all() }), 1);
    assert_eq!(count(Query { types: vec![EventType::Aid], ..all() }), 0);
    assert_eq!(count(Query { statuses: vec![Status::Occurred], languages: vec!["id".into()], ..all() }), 1);
    assert_eq!(count(Query { languages: vec!["fr".into()], ..all() }), 0);
    assert_eq!(count(Query { since: Some("2026-03-02".into()), until: Some("2026-03-02".into()), ..all() }), 1);
    assert_eq!(count(Query { since: Some("2026-03-03".into()), ..all() }), 0);
    assert_eq!(count(Query { until: Some("2026-03-01".into()), ..all() }), 0);
    assert_eq!(count(Query { min_confidence: 1.1, ..all() }), 0);
    let positions = |issue: &str| store.positions(&Query { issues: vec![issue.into()], ..all() }).unwrap().items.len();
    assert_eq!((positions("security"), positions("security.ceasefire"), positions("territory")), (1, 1, 0));
    let statements = store.statements(&Query { text: Some("ceasefire".into()), ..all() }).unwrap().items;
    assert_eq!(statements.len(), 1);
    assert_eq!(statements[0].content[0].quote, "We want a ceasefire before winter");
    assert_eq!(statements[0].speakers[0].id, vucko);
    assert_eq!(store.places(&all()).unwrap().items[0].1, 1);
    assert_eq!(titles(&*store, &Query { actors: vec![vucko], ..all() }).len(), 2);
}

fn search_finds_stems_phrases_and_names(open: Open<'_>) {
    let store = filled(open);
    let id = ReportId;
    // headlines come first, then the later report
    assert_eq!(found(&*store, "talk"), [id(1), id(3)]);
    assert_eq!(found(&*store, "kesepakatan"), [id(2)], "sepakat stands in its text");
    assert_eq!(found(&*store, "Pertemuan"), [id(2)]);
    assert_eq!(found(&*store, "VUCKO"), [id(2), id(1)]);
    assert_eq!(found(&*store, "\"gencatan senjata\""), [id(2)]);
    assert_eq!(found(&*store, "\"senjata gencatan\""), []);
    assert_eq!(found(&*store, "reyl -prisoners -tahanan"), [id(3)]);
    assert_eq!(found(&*store, "prison*"), [id(1)]);
    assert_eq!(found(&*store, "\"' OR ) & !"), []);
    assert_eq!(found(&*store, "-talks"), []);
    let only = |query: Query| store.search(&query).unwrap().items.len();
    assert_eq!(only(Query { text: Some("reyl".into()), languages: vec!["en".into()], ..all() }), 2);
    assert_eq!(only(Query { text: Some("reyl".into()), countries: vec!["XAA".into()], ..all() }), 2);
    assert_eq!(only(Query { text: Some("reyl".into()), until: Some("2026-03-02".into()), ..all() }), 1);
    let story = store.report(id(1)).unwrap().unwrap().story;
    assert_eq!(only(Query { text: Some("reyl".into()), story, ..all() }), 2);
    let hits = store.search(&Query { text: Some("prisoner".into()), ..all() }).unwrap().items;
    let [start, end] = hits[0].found[0];
    assert_eq!(hits[0].snippet.chars().skip(start).take(end - start).collect::<String>(), "prisoners");
}

fn pages_join_to_the_whole_in_every_order(open: Open<'_>) {
    let store = open();
    let day = |n: u32| format!("2026-02-{:02}", n % 9 + 1);
    let text = |n: u32| format!("Reyl counted {n} boats in the bay near the old mill and wrote the number down.");
    let mut records: Vec<Record> =
        (1..=23).map(|n| report(n, &day(n), "en", &format!("Boats {}", n % 2), &text(n))).collect();
    for record in &mut records[..3] {
        record.document.published = None;
    }
    store.add(&records).unwrap();
    for order in [Order::Latest, Order::Earliest] {
        let whole = store.reports(&Query { order, limit: 100, ..all() }).unwrap();
        assert_eq!((whole.items.len(), &whole.next), (23, &None));
        assert!(whole.items[20..].iter().all(|report| report.published.is_none()), "what has no day comes last");
        let days: Vec<_> = whole.items[..20].iter().map(|report| report.published.clone()).collect();
        assert!(if order == Order::Latest { days.is_sorted_by(|a, b| a >= b) } else { days.is_sorted() });
        for limit in [1, 7, 23] {
            let mut query = Query { order, limit, ..all() };
            let mut joined = Vec::new();
            loop {
                let page = store.reports(&query).unwrap();
                joined.extend(page.items);
                query.after = page.next;
                if query.after.is_none() {
                    break;
                }
            }
            assert_eq!(joined, whole.items, "{order:?}, {limit} a page");
        }
        // a search with headlines first
        let whole = store.search(&Query { order, limit: 100, text: Some("boats 0".into()), ..all() }).unwrap().items;
        let mut query = Query { order, limit: 4, text: Some("boats 0".into()), ..all() };
        let mut joined = Vec::new();
        loop {
            let page = store.search(&query).unwrap();
            joined.extend(page.items);
            query.after = page.next;
            if query.after.is_none() {
                break;
            }
        }
        assert_eq!(joined, whole);
    }
    for wrong in
        [Query { limit: 0, ..all() }, Query { limit: 1_001, ..all() }, Query { since: Some("soon".into()), ..all() }]
    {
        assert!(matches!(store.reports(&wrong), Err(Error::Asked(_))), "{wrong:?}");
    }
    let elsewhere = Query { after: Some(Cursor("x'".into())), ..all() };
    assert!(matches!(store.reports(&elsewhere), Err(Error::Missing(_))));
}

fn correction(change: Change) -> Correction {
    Correction { by: "ana".into(), note: Some("checked".into()), change }
}

fn merged_and_split_identities_stick(open: Open<'_>) {
    let store = filled(open);
    let id = |name: &str| store.actors(&Query { text: Some(name.into()), ..all() }).unwrap().items[0].id;
    let (vucko, reyl) = (id("Vučko"), id("Reyl"));
    let merge = store.correct(&correction(Change::MergeActors { from: vucko, into: reyl })).unwrap();
    assert_eq!(store.actor(vucko).unwrap().unwrap().id, reyl);
    assert_eq!(store.events(&Query { actors: vec![reyl], ..all() }).unwrap().items.len(), 1);
    assert!(store.actors(&all()).unwrap().items.iter().all(|actor| actor.id != vucko));
    assert_eq!(id("Vučko"), reyl, "the name leads to the one that stays");
    let later = report(
        21,
        "2026-04-01",
        "en",
        "Signing",
        "Minister Ana Vučko met Envoy Tom Reyl in Port Olan again. “Spring has come,” she said to all who listened.",
    );
    let added = store.add(&[later]).unwrap();
    let [Added::New(later)] = added[..] else { panic!("{added:?}") };
    let event = store
        .events(&all())
        .unwrap()
        .items
        .into_iter()
        .find(|event| event.sources.iter().any(|source| source.report == later));
    if let Some(event) = event {
        let parties: Vec<_> = event.initiators.iter().chain(&event.recipients).map(|party| party.id).collect();
        assert!(parties.iter().all(|party| *party == reyl), "{parties:?}");
    }
    let undo = store.correct(&correction(Change::Undo { correction: merge.id })).unwrap();
    assert_eq!(store.actor(vucko).unwrap().unwrap().name, "Ana Vučko");
    assert!(matches!(store.correct(&correction(Change::Undo { correction: merge.id })), Err(Error::Asked(_))));

    let split = store
        .correct(&correction(Change::SplitActor { from: reyl, name: "Tom Reyl".into(), report: Some(ReportId(3)) }))
        .unwrap();
    let made = split.made.unwrap();
    assert_eq!(titles(&*store, &Query { actors: vec![made], ..all() }), ["Storm closes mountain road"]);
    assert!(
        !titles(&*store, &Query { actors: vec![reyl], ..all() }).contains(&"Storm closes mountain road".to_owned())
    );

    let all = store.corrections(&all()).unwrap().items;
    assert_eq!(all.iter().map(|made| made.id).collect::<Vec<_>>(), [split.id, undo.id, merge.id]);
    assert_eq!(all[2].undone_by, Some(undo.id));
    assert_eq!((all[2].correction.by.as_str(), all[2].correction.note.as_deref()), ("ana", Some("checked")));
}

fn a_split_by_name_holds_for_reports_added_later(open: Open<'_>) {
    let store = filled(open);
    let reyl = store.actors(&Query { text: Some("Reyl".into()), ..all() }).unwrap().items[0].id;
    let made = store
        .correct(&correction(Change::SplitActor { from: reyl, name: "Tom Reyl".into(), report: None }))
        .unwrap()
        .made
        .unwrap();
    assert_eq!(store.events(&Query { actors: vec![made], ..all() }).unwrap().items.len(), 1);
    assert_eq!(store.events(&Query { actors: vec![reyl], ..all() }).unwrap().items.len(), 0);
    store
        .add(&[report(
            31,
            "2026-05-01",
            "en",
            "Ferry",
            "The ferry was late, and Tom Reyl waited at the pier with a book.",
        )])
        .unwrap();
    assert!(titles(&*store, &Query { actors: vec![made], ..all() }).contains(&"Ferry".to_owned()));
}

fn rejected_facts_are_hidden_until_that_is_taken_back(open: Open<'_>) {
    let store = filled(open);
    let event = store.events(&all()).unwrap().items[0].id;
    let statement = store.statements(&Query { text: Some("ceasefire".into()), ..all() }).unwrap().items[0].id;
    let rejected = store.correct(&correction(Change::Reject { fact: FactId::Event(event) })).unwrap();
    let other = store.correct(&correction(Change::Reject { fact: FactId::Statement(statement) })).unwrap();
    assert_eq!(store.events(&all()).unwrap().items, []);
    assert!(store.event(event).unwrap().is_some(), "asked for by its number it is there");
    assert_eq!(store.statements(&Query { text: Some("ceasefire".into()), ..all() }).unwrap().items, []);
    // a report that tells it again does not bring it back
    store
        .add(&[report(
            41,
            "2026-03-03",
            "en",
            "Olan",
            "In Port Olan Minister Ana Vučko met Tom Reyl on Monday, it was said. “We spoke long,” Vučko said.",
        )])
        .unwrap();
    assert!(store.events(&all()).unwrap().items.iter().all(|shown| shown.id != event));
    store.correct(&correction(Change::Undo { correction: rejected.id })).unwrap();
    store.correct(&correction(Change::Undo { correction: other.id })).unwrap();
    assert!(store.events(&all()).unwrap().items.iter().any(|shown| shown.id == event));
    assert_eq!(store.statements(&Query { text: Some("ceasefire".into()), ..all() }).unwrap().items.len(), 1);
    store.correct(&correction(Change::Confirm { fact: FactId::Event(event) })).unwrap();
    assert_eq!(store.event(event).unwrap().unwrap().confidence, 1.0);
    let missing = FactId::Event("E999".parse().unwrap());
    assert!(matches!(store.correct(&correction(Change::Reject { fact: missing })), Err(Error::Missing(_))));
}

fn the_same_records_give_the_same_store_whatever_the_batches(open: Open<'_>, again: Open<'_>) {
    let records: Vec<Record> = (0..120).map(common::generate::record).collect();
    open().add(&records).unwrap();
    for batch in records.chunks(7) {
        // a store that is opened for every batch has nothing at hand
        again().add(batch).unwrap();
    }
    let dump = |store: Box<dyn Store>| {
        let mut out = Vec::new();
        store.dump(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    };
    let (one, other) = (dump(open()), dump(again()));
    let first = one.lines().zip(other.lines()).find(|(one, other)| one != other);
    assert!(one == other, "{first:#?}");
    assert!(one.lines().count() > 1_000);
}

fn readers_see_one_state_while_records_are_added(open: Open<'_>) {
    let store = open();
    let records: Vec<Record> = (0..60).map(common::generate::record).collect();
    std::thread::scope(|scope| {
        let adding = scope.spawn(|| records.chunks(10).for_each(|batch| drop(store.add(batch).unwrap())));
        loop {
            let ended = adding.is_finished();
            let page = store.reports(&Query { limit: 1_000, ..all() }).unwrap();
            // replaced versions aside, whole batches are there
            assert_eq!(page.items.len() % 10, 0);
            if ended {
                assert_eq!(page.items.len(), 60);
                break;
            }
        }
    });
}

/// Every test of the suite, each with a store of its own.
fn conforms(fresh: &dyn Fn() -> String) {
    let clockless = Options { clock: false, ..Options::default() };
    let tests: [Test; 11] = [
        ("a record comes out as it went in", a_record_comes_out_as_it_went_in),
        ("adding twice changes nothing", adding_twice_changes_nothing),
        ("a changed page is a new version", a_changed_page_is_a_new_version),
        ("one meeting told in two languages is one event", one_meeting_told_in_two_languages_is_one_event),
        ("filters hold each alone and together", filters_hold_each_alone_and_together),
        ("search finds stems, phrases and names", search_finds_stems_phrases_and_names),
        ("pages join to the whole in every order", pages_join_to_the_whole_in_every_order),
        ("merged and split identities stick", merged_and_split_identities_stick),
        ("a split by name holds for reports added later", a_split_by_name_holds_for_reports_added_later),
        ("rejected facts are hidden", rejected_facts_are_hidden_until_that_is_taken_back),
        ("readers see one state", readers_see_one_state_while_records_are_added),
    ];
    for (name, test) in tests {
        eprintln!("{name}");
        let place = fresh();
        test(&|| clockless.open(&place).unwrap());
    }
    let (one, other) = (fresh(), fresh());
    the_same_records_give_the_same_store_whatever_the_batches(&|| clockless.open(&one).unwrap(), &|| {
        clockless.open(&other).unwrap()
    });
}

#[test]
fn sqlite_conforms() {
    let folder = tempfile::tempdir().unwrap();
    let count = std::cell::Cell::new(0);
    conforms(&|| {
        count.set(count.get() + 1);
        folder.path().join(format!("{}.db", count.get())).display().to_string()
    });
}

#[test]
fn postgres_conforms() {
    let Some(server) = server::start() else { return };
    conforms(&|| server.database());
}
