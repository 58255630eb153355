//! Who is who across reports.

use crate::common::{Report, filed, report};
use notula_record::ActorKind;
use notula_story::ids::ActorId;
use notula_story::row::{Entry, Index};
use notula_story::{InMemory, split_key};

fn named(name: &str, kind: &str, country: &str, sector: &str) -> Report {
    report(name, "2025-09-01", "en", &format!("{name} was in town.")).actor("a1", name, kind, country, sector)
}

fn identities(reports: &[Report]) -> Vec<u64> {
    filed(reports).links.values().map(|link| link.actor.0).collect()
}

#[test]
fn spellings_of_one_name_are_one_identity() {
    let all = ["Sergei Petrenko", "Sergey Petrenko", "Сергей Петренко"].map(|name| named(name, "person", "UKR", "GOV"));
    let memory = filed(&all);
    assert_eq!(memory.actors.len(), 1);
    assert_eq!(memory.actors[&ActorId(1)].names.len(), 3);
}

#[test]
fn a_name_without_its_country_is_the_known_one() {
    let all = [named("Omar Haddad", "person", "JOR", "GOV"), named("Omar Haddad", "person", "", "GOV")];
    assert_eq!(identities(&all), [1, 1]);
}

#[test]
fn one_name_in_two_countries_is_two_people() {
    let all = [named("Ali Hassan", "person", "IRQ", "GOV"), named("Ali Hassan", "person", "SOM", "MIL")];
    assert_eq!(identities(&all), [1, 2]);
}

#[test]
fn unnamed_officials_of_a_country_are_a_group_but_a_single_one_is_nobody_known() {
    let group = |name: &str| named(name, "group", "USA", "GOV");
    assert_eq!(identities(&[group("United States officials"), group("United States negotiators")]), [1, 1]);
    assert_eq!(identities(&[group("United States official"), group("United States official")]), [1, 2]);
}

#[test]
fn what_a_user_split_off_stays_apart() {
    let report = |name: &str| named(name, "person", "IRQ", "GOV").record();
    let mut memory = Split(InMemory::default());
    let first = notula_story::file(&report("Ali Hassan"), &memory).unwrap();
    memory.0.keep(&first, &report("Ali Hassan"));
    let mut filing = notula_story::file(&report("Omar Latif"), &memory).unwrap();
    // the user: whoever is called Ali Hassan is Omar Latif's identity
    let key = split_key(ActorKind::Person, Some("IRQ"), "Ali Hassan");
    filing.entries.push(Entry { index: Index::Actor, key, day: 0, id: 2 });
    memory.0.keep(&filing, &report("Omar Latif"));
    let third = notula_story::file(&report("Ali Hassan"), &memory).unwrap();
    assert_eq!(third.links[0].actor, ActorId(2));
}

/// A memory in which a user has split an identity.
struct Split(InMemory);

mod split {
    use std::ops::RangeInclusive;
    use std::sync::Arc;

    use notula_record::Record;
    use notula_story::ids::*;
    use notula_story::row::*;
    use notula_story::{Looked, Memory};

    impl Memory for super::Split {
        fn counters(&self) -> Looked<Counters> {
            self.0.counters()
        }
        fn entries(&self, index: Index, keys: &[i64], days: RangeInclusive<Day>, each: usize) -> Looked<Vec<Entry>> {
            self.0.entries(index, keys, days, each)
        }
        fn frequencies(&self, keys: &[i64]) -> Looked<Vec<u32>> {
            self.0.frequencies(keys)
        }
        fn report(&self, id: ReportId) -> Looked<Option<Arc<ReportRow>>> {
            self.0.report(id)
        }
        fn record(&self, id: ReportId) -> Looked<Option<Arc<Record>>> {
            self.0.record(id)
        }
        fn actor(&self, id: ActorId) -> Looked<Option<Arc<ActorRow>>> {
            self.0.actor(id)
        }
        fn event(&self, id: EventId) -> Looked<Option<Arc<EventRow>>> {
            self.0.event(id)
        }
        fn statement(&self, id: StatementId) -> Looked<Option<Arc<StatementRow>>> {
            self.0.statement(id)
        }
        fn position(&self, id: PositionId) -> Looked<Option<Arc<PositionRow>>> {
            self.0.position(id)
        }
        fn proposal(&self, id: ProposalId) -> Looked<Option<Arc<ProposalRow>>> {
            self.0.proposal(id)
        }
        fn conflict(&self, id: ConflictId) -> Looked<Option<Arc<ConflictRow>>> {
            self.0.conflict(id)
        }
        fn story(&self, id: StoryId) -> Looked<Option<Arc<StoryRow>>> {
            self.0.story(id)
        }
        fn process(&self, id: ProcessId) -> Looked<Option<Arc<ProcessRow>>> {
            self.0.process(id)
        }
        fn tellings(&self, fact: FactId, most: usize) -> Looked<Vec<Arc<Telling>>> {
            self.0.tellings(fact, most)
        }
        fn tellings_of(&self, report: ReportId) -> Looked<Vec<Arc<Telling>>> {
            self.0.tellings_of(report)
        }
        fn links(&self, report: ReportId) -> Looked<Vec<Link>> {
            self.0.links(report)
        }
    }
}
