//! Near-copies and versions of pages.

use crate::common::{Report, filed, report};
use notula_story::ids::{FactId, ReportId};

const STORY: &str = "BELGRADE - Ministers of the two river states met on Monday in Belgrade and spoke for three hours \
    about the locks at Kladovo, which have been closed to foreign barges since the spring floods.\n\
    The host said that a list of 12 open points had shrunk to 4. His guest spoke of useful hours and thanked the \
    harbour masters, who had prepared the papers over the summer.\n\
    Neither side would say when barges may pass again. Shippers count their losses in millions and have asked both \
    capitals for a date before the winter ice.";

fn copy_of(reports: &[Report], nth: usize) -> Option<ReportId> {
    filed(reports).reports.values().nth(nth).unwrap().copy_of
}

#[test]
fn a_reprint_is_a_copy_and_names_its_original() {
    let original = report("a", "2025-09-01", "en", STORY);
    let edited = STORY.replace("useful hours", "fruitful hours").replace("BELGRADE - ", "");
    let reprint = report("b", "2025-09-02", "en", &edited);
    assert_eq!(copy_of(&[original.clone(), reprint.clone()], 1), Some(ReportId(1)));
    // added in the other order, the earlier one still is the original
    assert_eq!(copy_of(&[reprint.clone(), original.clone()], 0), Some(ReportId(2)));
    assert_eq!(copy_of(&[reprint, original], 1), None);
}

#[test]
fn cut_and_extended_texts_are_copies() {
    let original = report("a", "2025-09-01", "en", STORY);
    let cut = report("b", "2025-09-01", "en", STORY.split('\n').next().unwrap());
    let longer = format!("{STORY}\nOur correspondent adds that cafes along the quay were full of idle crews.");
    let longer = report("c", "2025-09-01", "en", &longer);
    assert_eq!(copy_of(&[original.clone(), cut], 1), Some(ReportId(1)));
    assert_eq!(copy_of(&[original, longer], 1), Some(ReportId(1)));
}

#[test]
fn bulletins_of_one_template_are_no_copies() {
    let bulletin = |day: &str, drones: u32, downed: u32| {
        format!(
            "Air defence crews reported on {day} that {drones} drones had crossed the border during the night and that \
             {downed} of them were brought down over open fields. No damage to houses was found in the morning. The \
             command asks everybody to stay in shelters until the all-clear is given by the sirens."
        )
    };
    let first = report("a", "2025-09-01", "en", &bulletin("Monday", 41, 38)).dated("2025-09-01", "Monday");
    let second = report("b", "2025-09-02", "en", &bulletin("Tuesday", 67, 52)).dated("2025-09-02", "Tuesday");
    assert_eq!(copy_of(&[first, second], 1), None);
}

#[test]
fn a_shared_disclaimer_makes_no_copy() {
    let footer = "This article was produced by the regional desk and may be republished with a link to the source. The \
        views of guests are their own. Join our channel for daily notes from the valley and beyond.";
    let one = report("a", "2025-09-01", "en", &format!("{STORY}\n{footer}"));
    let other = format!(
        "A court in the hill town freed two teachers who had been held since a rally in May. Their lawyer said that \
         the file held nothing but a photograph of a banner, taken from afar by a passing clerk. The prosecutor will \
         not appeal. Parents carried the two on their shoulders down to the school gate.\n{footer}"
    );
    assert_eq!(copy_of(&[one, report("b", "2025-09-01", "en", &other)], 1), None);
}

#[test]
fn a_copy_confirms_nothing() {
    let meeting = |name: &str, text: &str| {
        report(name, "2025-09-01", "en", text)
            .state("a1", "Serbia", "SRB")
            .state("a2", "Romania", "ROU")
            .place("p1", "Belgrade", "SRB", 44.8, 20.5)
            .event("e1", "CONSULT", &["a1"], &["a2"], "occurred", "2025-09-01", "p1", "met on Monday in Belgrade")
    };
    let told_anew = "Delegations of both countries met on Monday in Belgrade. Reporters waited outside; the talk was of \
        barges, ice and an old quarrel over who pays for the lock-keepers.";
    let memory = filed(&[meeting("a", STORY), meeting("b", STORY), meeting("c", told_anew)]);
    assert_eq!(memory.events.len(), 1);
    let event = memory.events.values().next().unwrap();
    assert_eq!((event.tellings, event.independent), (3, 2));
    let of = memory.tellings.values().filter(|telling| telling.fact == FactId::Event(event.id));
    assert_eq!(of.map(|telling| telling.independent).collect::<Vec<_>>(), [true, false, true]);
    assert_eq!(memory.actors.values().map(|actor| actor.reports).collect::<Vec<_>>(), [2, 2]);
}

#[test]
fn a_changed_page_replaces_its_earlier_version() {
    let page = |name: &str, text: &str, status: &str| {
        report(name, "2025-09-01", "en", text)
            .at("https://example.org/locks")
            .state("a1", "Serbia", "SRB")
            .state("a2", "Romania", "ROU")
            .event("e1", "CONSULT", &["a1"], &["a2"], status, "2025-09-01", "", "the two river states")
    };
    let later = format!("{STORY}\nUpdate: the evening session was called off.");
    let memory = filed(&[page("a", STORY, "occurred"), page("b", &later, "denied")]);
    let [first, second] = [ReportId(1), ReportId(2)].map(|id| memory.reports[&id].clone());
    assert_eq!((first.version, first.replaced_by), (1, Some(ReportId(2))));
    assert_eq!((second.version, second.replaced_by, second.copy_of), (2, None, None));
    let event = memory.events.values().find(|event| event.live).unwrap();
    assert_eq!((event.tellings, event.status.as_str()), (1, "denied"));
    assert!(memory.conflicts.values().all(|conflict| !conflict.live));
    assert_eq!(memory.actors.values().map(|actor| actor.reports).collect::<Vec<_>>(), [1, 1]);
    assert_eq!(memory.stories.len(), 1);
}
