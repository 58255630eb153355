//! Event frames: which words tell an event of which PLOVER type, and where its parties stand (`frames.tsv`,
//! `contexts.tsv`).

use notula_record::EventType;

use rustc_hash::FxHashSet;

use crate::pattern::{Lists, Patterns};
use crate::phrase::Phrases;
use crate::table::{DataError, rows};

/// How the words of a frame stand to their parties.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Voice {
    /// The subject does it.
    Active,
    /// The subject suffers it; the agent follows, marked or bare.
    Passive,
    /// The subjects do it with one another and with whoever is marked as the other side.
    Mutual,
    /// A noun: the owner does it.
    Noun,
    /// A noun for what sides do together.
    Meeting,
    /// A passive whose subject belongs to the doer ("troops were deployed").
    Moved,
    /// Said of a meeting told before: it goes on, it is held.
    Session,
}

/// What a frame asks for besides its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// A word of this list in the object.
    List(usize),
    /// A recipient that is named.
    Recipient,
    /// A doer that is named.
    Agent,
    /// A recipient that follows at once.
    Close,
    /// An event of the type told before.
    Told,
}

/// Where to look for a recipient.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The bare object.
    Object,
    /// The owner of the object noun ("the offer of X", "usulan X").
    Owner,
    /// The subject of the clause that depends on it ("agar X …").
    Clause,
    /// After this word.
    After(&'static str),
    /// Nowhere: an event without recipient.
    Nowhere,
}

/// One row of `frames.tsv`.
#[derive(Debug, Clone)]
pub struct Frame {
    /// PLOVER type.
    pub kind: EventType,
    /// PLOVER mode.
    pub mode: Option<&'static str>,
    /// CAMEO code.
    pub cameo: Option<&'static str>,
    /// How the parties stand.
    pub voice: Voice,
    /// Where recipients stand, in order.
    pub recipients: Vec<Place>,
    /// PLOVER contexts that the words imply.
    pub contexts: Vec<&'static str>,
    /// What must be there besides: all but the lists, of which one is enough.
    pub needs: Vec<Need>,
    /// How sure the words are, 0 to 1.
    pub weight: f32,
    /// The row's name.
    pub place: String,
}

/// All frames of a language.
#[derive(Debug, Clone, Default)]
pub struct Frames {
    /// The rows.
    pub rows: Vec<Frame>,
    /// Forms, with the index of their row.
    pub forms: Patterns<usize>,
    /// Forms that tell no event though a shorter form would.
    pub blocked: Patterns<()>,
    /// First words of the forms of verbs.
    verbs: FxHashSet<&'static str>,
    /// Words that tell a PLOVER context.
    pub contexts: Phrases<&'static str>,
}

/// PLOVER's modes, by type.
const MODES: &[(EventType, &[&str])] = &[
    (EventType::Consult, &["visit", "third-party", "multilateral", "phone"]),
    (EventType::Retreat, &["withdraw", "release", "return", "disarm", "ceasefire", "access", "resign"]),
    (EventType::Request, &["assist", "change", "yield", "meet"]),
    (EventType::Reject, &["assist", "change", "yield", "meet"]),
    (EventType::Accuse, &["disapprove", "investigate", "allege"]),
    (EventType::Threaten, &["restrict", "arrest", "relations", "expel", "territory", "violence"]),
    (EventType::Protest, &["demo", "riot", "strike", "hunger", "boycott", "obstruct", "vandalize"]),
    (EventType::Sanction, &["convict", "expel", "withdraw", "discontinue"]),
    (EventType::Mobilize, &["troops", "weapons", "police", "militia"]),
    (
        EventType::Coerce,
        &[
            "seize",
            "restrict",
            "censor",
            "curfew",
            "martial-law",
            "arrest",
            "deport",
            "withhold",
            "misinformation",
            "cyber",
        ],
    ),
    (
        EventType::Assault,
        &[
            "abduct",
            "beat",
            "torture",
            "sexual",
            "targeted",
            "destroy",
            "primitive",
            "firearms",
            "explosives",
            "suicide-attack",
            "aerial",
            "drone",
            "heavy-weapons",
            "crowd-control",
            "unconventional",
        ],
    ),
];

/// PLOVER's contexts.
const CONTEXTS: &[&str] = &[
    "military",
    "intelligence",
    "executive",
    "legislative",
    "election",
    "political_institutions",
    "pro_democracy",
    "pro_autocracy",
    "economic",
    "legal",
    "reparations",
    "human_rights",
    "rights_freedoms",
    "repression",
    "human_security",
    "gender",
    "lgbt",
    "religion_ethnicity",
    "inequality",
    "diplomatic",
    "territory",
    "peacekeeping",
    "health",
    "asylum",
    "migration",
    "disasters",
    "natural_resource",
    "environment",
    "technology",
    "terrorism",
    "cbrn",
    "cyber",
    "misinformation",
    "crime",
    "corruption",
    "illegal_drugs",
    "trafficking",
];

impl Frames {
    /// Whether the lower-case word begins a form of a verb.
    pub fn is_verb(&self, lower: &str) -> bool {
        self.verbs.contains(lower)
    }

    /// Reads `frames.tsv` (type or `none`, mode, CAMEO code, voice, recipients, contexts, needs, weight, forms) and
    /// `contexts.tsv` (context, phrases).
    ///
    /// # Errors
    /// Unknown types, modes of other types, malformed codes, unknown voices, contexts and lists, and weights out of range.
    pub fn parse(
        frames: (&'static str, &'static str),
        contexts: (&'static str, &'static str),
        lists: &Lists,
        errors: &mut Vec<DataError>,
    ) -> Self {
        let mut out = Self::default();
        for row in rows(frames.0, frames.1) {
            if let Err(error) = row.expect(9, 9) {
                errors.push(error);
                continue;
            }
            if row.cell(0) == "none" {
                out.blocked.insert(&row, 8, lists, &(), errors);
                continue;
            }
            let mut bad = |message: String| errors.push(row.error(message));
            let Ok(kind) = row.cell(0).parse::<EventType>().map_err(&mut bad) else { continue };
            let mode = Some(row.cell(1)).filter(|mode| !mode.is_empty());
            let known = MODES.iter().find(|(of, _)| *of == kind).map_or(&[] as &[&str], |(_, modes)| modes);
            if let Some(mode) = mode.filter(|mode| !known.contains(mode)) {
                bad(format!("{kind} has no mode {mode:?}; it has: {}", known.join(" ")));
            }
            let cameo = Some(row.cell(2)).filter(|code| !code.is_empty());
            if cameo.is_some_and(|code| !(2..=4).contains(&code.len()) || !code.bytes().all(|b| b.is_ascii_digit())) {
                bad(format!("{:?} is no CAMEO code", row.cell(2)));
            }
            let voice = match row.cell(3) {
                "active" => Voice::Active,
                "passive" => Voice::Passive,
                "mutual" => Voice::Mutual,
                "noun" => Voice::Noun,
                "meeting" => Voice::Meeting,
                "moved" => Voice::Moved,
                "session" => Voice::Session,
                other => {
                    bad(format!("no voice {other:?}; there are: active passive mutual noun meeting moved session"));
                    continue;
                }
            };
            let recipients = row
                .list(4)
                .map(|place| match place {
                    "object" => Place::Object,
                    "owner" => Place::Owner,
                    "clause" => Place::Clause,
                    "nowhere" => Place::Nowhere,
                    word => Place::After(word),
                })
                .collect();
            let row_contexts: Vec<&str> = row.list(5).collect();
            for context in row_contexts.iter().filter(|context| !CONTEXTS.contains(context)) {
                bad(format!("PLOVER has no context {context:?}"));
            }
            let mut needs = Vec::new();
            for name in row.list(6) {
                match name {
                    "recipient" => needs.push(Need::Recipient),
                    "agent" => needs.push(Need::Agent),
                    "close" => needs.push(Need::Close),
                    "told" => needs.push(Need::Told),
                    _ => match lists.find(name.trim_matches(['{', '}'])) {
                        Some(list) => needs.push(Need::List(list)),
                        None => bad(format!("{name:?} is neither recipient, agent, close, told nor a list")),
                    },
                }
            }
            let weight = row.cell(7).parse::<f32>().unwrap_or(-1.0);
            if !(0.0..=1.0).contains(&weight) {
                bad(format!("the weight {:?} is not between 0 and 1", row.cell(7)));
            }
            let id = out.rows.len();
            out.rows.push(Frame {
                kind,
                mode,
                cameo,
                voice,
                recipients,
                contexts: row_contexts,
                needs,
                weight,
                place: row.place(),
            });
            out.forms.insert(&row, 8, lists, &id, errors);
            if !matches!(voice, Voice::Noun | Voice::Meeting) {
                let firsts = row.list(8).filter_map(|form| form.split_ascii_whitespace().next());
                out.verbs.extend(firsts.flat_map(|step| step.split('/')).map(|word| word.trim_end_matches(['*', '~'])));
            }
        }
        for row in rows(contexts.0, contexts.1) {
            if CONTEXTS.contains(&row.cell(0)) {
                row.list(1).for_each(|phrase| out.contexts.insert(phrase, row.cell(0)));
            } else {
                errors.push(row.error(format!("PLOVER has no context {:?}", row.cell(0))));
            }
        }
        out
    }
}
