//! A load of made-up records, the same every time: negotiations between made-up parties, told by outlets in two
//! languages, with copies, updates and look-alikes. Sizes are those of records of agency reports: some 1,600 letters,
//! a dozen actors, seven events, seven statements.

use notula_record::{
    Actor, ActorKind, ActorRef, Document, Event, EventType, Form, Mention, Outlet, Place, PlaceRef, PlanStatus,
    Position, Proposal, Published, PublishedBasis, Record, Relation, RelationKind, Sector, Span, Stance, Statement,
    StatementKind, Status, Time, TimeType,
};

/// Splitmix64 (Steele, Lea and Flood 2014).
#[derive(Debug, Clone)]
pub(crate) struct Dice(u64);

impl Dice {
    /// The same seed gives the same throws.
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Less than `n`.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }

    /// Small numbers often, large ones seldom (as words and actors are).
    fn seldom(&mut self, n: usize) -> usize {
        let unit = (self.next() >> 11) as f64 / (1u64 << 53) as f64;
        (((n as f64 + 1.0).powf(unit) - 1.0) as usize).min(n - 1)
    }

    fn pick<'t, T>(&mut self, list: &'t [T]) -> &'t T {
        &list[self.below(list.len())]
    }
}

/// Codes of states that take part; their names are made up.
const STATES: usize = 60;
const PROCESSES: usize = 400;
const SYLLABLES: [&str; 40] = [
    "ba", "ko", "ri", "ma", "tel", "son", "vi", "dar", "lu", "pen", "ga", "mor", "shi", "ten", "al", "bra", "cu",
    "del", "e", "fan", "gor", "hu", "is", "jo", "kal", "lor", "mi", "nor", "o", "pra", "quen", "ros", "sta", "tur",
    "ul", "ver", "wen", "xa", "yo", "zan",
];
const OUTLETS: [(&str, &str); 12] = [
    ("Harbour Post", "harbourpost.example"),
    ("Kabar Pagi", "kabarpagi.example"),
    ("Northern Wire", "northernwire.example"),
    ("Suara Selat", "suaraselat.example"),
    ("The Ledger", "ledger.example"),
    ("Warta Kota", "wartakota.example"),
    ("Delta Times", "deltatimes.example"),
    ("Berita Timur", "beritatimur.example"),
    ("Morning Courier", "courier.example"),
    ("Lintas Berita", "lintas.example"),
    ("Capital Daily", "capitaldaily.example"),
    ("Radar Utara", "radarutara.example"),
];
const ISSUES: [&str; 10] = [
    "territory.occupied",
    "territory.withdrawal",
    "security.guarantees",
    "security.ceasefire",
    "process.talks",
    "process.leaders-meeting",
    "humanitarian.prisoners",
    "humanitarian.aid",
    "economy.sanctions",
    "economy.trade",
];
const ACTS: [(EventType, &str, &str, &str); 8] = [
    (EventType::Consult, "met", "bertemu", "040"),
    (EventType::Agree, "signed an agreement with", "menandatangani perjanjian dengan", "057"),
    (EventType::Request, "urged", "mendesak", "020"),
    (EventType::Accuse, "accused", "menuduh", "112"),
    (EventType::Reject, "turned down an offer by", "menolak tawaran", "120"),
    (EventType::Threaten, "threatened", "mengancam", "130"),
    (EventType::Assault, "attacked positions of", "menyerang posisi", "190"),
    (EventType::Aid, "sent aid to", "mengirim bantuan untuk", "070"),
];

fn name(seed: u64, parts: usize) -> String {
    let mut dice = Dice::new(seed.wrapping_mul(0x1234_5677) ^ 0x5bd1);
    let mut word: String = (0..parts).map(|_| *dice.pick(&SYLLABLES)).collect();
    if let Some(first) = word.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    word
}

fn code(state: usize) -> String {
    let letter = |n: usize| char::from(b'A' + (n % 26) as u8);
    // user-assigned codes of ISO 3166-1, so that no real state is meant
    ['X', letter(state / 26), letter(state)].iter().collect()
}

fn state_name(state: usize) -> String {
    format!("{}ia", name(state as u64 + 1, 3))
}

fn person_name(person: u64) -> String {
    format!("{} {}", name(person.wrapping_mul(7) + 11, 2), name(person.wrapping_mul(13) + 5, 3))
}

/// Words of no meaning, frequent and rare ones.
fn filler(dice: &mut Dice, words: usize, out: &mut Text) {
    for at in 0..words {
        let word = dice.seldom(30_000) as u64;
        let text = name(word + 1_000_000, 1 + (word % 3) as usize + usize::from(word > 200)).to_lowercase();
        out.push(if at == 0 { "" } else { " " });
        out.push(&text);
    }
}

/// A text that grows, with spans of what was put in.
#[derive(Debug, Default)]
struct Text {
    text: String,
    points: usize,
    paragraphs: Vec<[usize; 2]>,
    begin: usize,
}

impl Text {
    fn push(&mut self, piece: &str) -> Span {
        let start = self.points;
        self.points += piece.chars().count();
        self.text.push_str(piece);
        Span { start, end: self.points, quote: piece.to_owned() }
    }

    fn from(&self, start: usize) -> Span {
        let quote = self.text.chars().skip(start).collect();
        Span { start, end: self.points, quote }
    }

    fn paragraph(&mut self) {
        self.paragraphs.push([self.begin, self.points]);
        self.push("\n");
        self.begin = self.points;
    }
}

/// The record number `n` of the load.
pub(crate) fn record(n: usize) -> Record {
    let mut dice = Dice::new(n as u64 ^ 0x6e6f_7475_6c61);
    // one in six copies a report of the last hundred, word for word but for its outlet and the last line
    let of = if n > 100 && dice.below(6) == 0 { n - 1 - dice.below(100) } else { n };
    let mut record = told(of, n);
    if of != n {
        let mut text = Text { text: record.document.text.clone(), points: 0, paragraphs: Vec::new(), begin: 0 };
        text.points = text.text.chars().count();
        let start = text.points;
        text.push("\n(");
        filler(&mut dice, 3, &mut text);
        text.push(")");
        record.document.paragraphs.push([start + 1, text.points]);
        record.document.text = text.text;
    }
    record
}

/// The report number `of`, as number `n` gives it.
fn told(of: usize, n: usize) -> Record {
    let mut dice = Dice::new((of as u64).wrapping_mul(0x2545_f491));
    let indonesian = dice.below(2) == 1;
    // reports come day by day, five hundred a day; stories last three days
    let day = 14_000 + (of / 500) as i32;
    let process = dice.seldom(PROCESSES);
    let mut of_process = Dice::new(process as u64 + 77);
    let sides: Vec<usize> = (0..3).map(|_| of_process.seldom(STATES)).collect();
    let happening = (of / 1500) as u64 * 1_000 + process as u64 * 7 + dice.below(3) as u64;
    let mut of_story = Dice::new(happening);
    let act = of_story.below(ACTS.len());
    let town = format!("{}burg", name(of_story.below(900) as u64 + 50_000, 2));

    let mut record = Record {
        schema: notula_record::SCHEMA.to_owned(),
        document: Document::default(),
        actors: Vec::new(),
        places: Vec::new(),
        times: Vec::new(),
        statements: Vec::new(),
        events: Vec::new(),
        positions: Vec::new(),
        proposals: Vec::new(),
        relations: Vec::new(),
    };
    for (at, &state) in sides.iter().enumerate() {
        record.actors.push(actor(at + 1, &state_name(state), ActorKind::State, state, None));
    }
    for at in 0..6 {
        // the same few people speak in a process; now and then somebody new
        let state = sides[at % sides.len()];
        let person = if dice.below(12) == 0 {
            900_000 + of as u64 * 8 + at as u64
        } else {
            (state * 40 + dice.seldom(25)) as u64
        };
        let mut person = actor(at + 4, &person_name(person), ActorKind::Person, state, Some("spokesperson"));
        person.role_of = Some(format!("a{}", at % sides.len() + 1));
        record.actors.push(person);
    }
    let mut text = Text::default();
    let mention = |record: &mut Record, at: usize, span: Span| {
        record.actors[at].mentions.push(Mention { span, form: Form::Name });
    };

    record.places.push(Place {
        id: "p1".to_owned(),
        name: town.clone(),
        country: Some(code(sides[0])),
        lat: Some(f64::from(of_story.below(120) as u32) - 60.0),
        lon: Some(f64::from(of_story.below(300) as u32) - 150.0),
        reference: Some(PlaceRef { geonames: Some(of_story.below(9_000_000) as u32) }),
        mentions: Vec::new(),
        confidence: 0.9,
        why: vec!["places.tsv".to_owned()],
    });
    let date = notula_story::days::text(day - of_story.below(3) as i32);

    // what the story is about, then what else is told
    for sentence in 0..7 {
        let (act, first, second) = match sentence {
            0 => (act, 3 + of_story.below(3), of_story.below(3)),
            _ => (dice.below(ACTS.len()), dice.below(record.actors.len()), dice.below(record.actors.len())),
        };
        let (kind, english, local, cameo) = ACTS[act];
        let start = text.points;
        let span = text.push(&record.actors[first].name.clone());
        mention(&mut record, first, span);
        text.push(" ");
        text.push(if indonesian { local } else { english });
        text.push(" ");
        let span = text.push(&record.actors[second].name.clone());
        mention(&mut record, second, span);
        text.push(if indonesian { " di " } else { " in " });
        let span = text.push(&town);
        if sentence == 0 {
            record.places[0].mentions.push(Mention { span, form: Form::Name });
        }
        text.push(if indonesian { " pada hari " } else { " on " });
        let span = text.push(if indonesian { "Kamis" } else { "Thursday" });
        if sentence < 4 {
            record.times.push(Time {
                id: format!("t{}", sentence + 1),
                value: Some(date.clone()),
                kind: TimeType::Date,
                span,
                confidence: 0.9,
                why: vec!["times.tsv:40".to_owned()],
            });
        }
        let evidence = text.from(start);
        if first != second {
            record.events.push(Event {
                id: format!("e{}", sentence + 1),
                kind,
                mode: None,
                contexts: vec!["diplomatic".to_owned()],
                initiators: vec![format!("a{}", first + 1)],
                recipients: vec![format!("a{}", second + 1)],
                place: Some("p1".to_owned()),
                time: Some(date.clone()),
                status: *dice.pick(&[
                    Status::Occurred,
                    Status::Occurred,
                    Status::Occurred,
                    Status::Planned,
                    Status::Denied,
                ]),
                statement: None,
                cameo: Some(cameo.to_owned()),
                quad: kind.quad().to_owned(),
                evidence: vec![evidence],
                confidence: 0.5 + dice.below(50) as f32 / 100.0,
                why: vec![format!("frames.tsv:{}", 40 + act), "place of the sentence".to_owned()],
            });
        }
        text.push(", ");
        let words = 8 + dice.below(8);
        filler(&mut dice, words, &mut text);
        text.push(". ");

        // somebody says something
        let speaker = 3 + dice.below(6);
        text.push("“");
        let start = text.points;
        let words = 8 + dice.below(10);
        filler(&mut dice, words, &mut text);
        let content = text.from(start);
        text.push(",” ");
        let cue = text.push(if indonesian { "kata" } else { "said" });
        text.push(" ");
        let span = text.push(&record.actors[speaker].name.clone());
        mention(&mut record, speaker, span);
        text.push(".");
        record.statements.push(Statement {
            id: format!("s{}", sentence + 1),
            speaker: Some(format!("a{}", speaker + 1)),
            speakers: Vec::new(),
            addressee: Vec::new(),
            kind: StatementKind::Direct,
            content: vec![content.clone()],
            cue: Some(cue),
            via: None,
            time: Some(date.clone()),
            place: None,
            confidence: 0.6 + dice.below(40) as f32 / 100.0,
            why: vec!["cues.tsv:12".to_owned()],
        });
        if sentence % 2 == 0 {
            record.positions.push(Position {
                id: format!("o{}", record.positions.len() + 1),
                actor: format!("a{}", (speaker - 3) % 3 + 1),
                issue: (*dice.pick(&ISSUES)).to_owned(),
                stance: *dice.pick(Stance::ALL),
                toward: None,
                condition: None,
                statement: Some(format!("s{}", sentence + 1)),
                evidence: vec![content],
                confidence: 0.6,
                why: vec!["stances.tsv:7".to_owned()],
            });
        }
        text.paragraph();
    }
    if dice.below(2) == 0 {
        let points = 5 + of_story.below(20);
        let label = if indonesian { format!("rencana {points} butir") } else { format!("{points}-point plan") };
        let span = text.push(&label);
        record.proposals.push(Proposal {
            id: "r1".to_owned(),
            label,
            proposers: vec!["a1".to_owned()],
            addressees: vec!["a2".to_owned()],
            issues: vec![(*of_story.pick(&ISSUES)).to_owned()],
            status: *dice.pick(PlanStatus::ALL),
            evidence: vec![span],
            confidence: 0.6,
            why: vec!["proposals.tsv:3".to_owned()],
        });
        text.push(".");
    }
    for at in 0..2 {
        let Some(span) = record.actors[3 + at].mentions.first().map(|mention| mention.span.clone()) else { continue };
        record.relations.push(Relation {
            a: format!("a{}", 4 + at),
            b: format!("a{}", at + 1),
            kind: RelationKind::Represents,
            evidence: vec![span],
            confidence: 0.7,
            why: vec!["role".to_owned()],
        });
    }
    text.paragraphs.push([text.begin, text.points]);
    let named: Vec<String> =
        record.actors.iter().filter(|actor| !actor.mentions.is_empty()).map(|actor| actor.id.clone()).collect();
    let keep = |id: &String| named.contains(id);
    // actors that nothing in the text names are none of the report's
    record.actors.retain(|actor| keep(&actor.id));
    record.actors.iter_mut().for_each(|actor| actor.role_of = actor.role_of.take().filter(keep));
    record.positions.retain(|position| keep(&position.actor));
    record.relations.retain(|relation| keep(&relation.a) && keep(&relation.b));
    record.proposals.iter_mut().for_each(|proposal| {
        proposal.proposers.retain(keep);
        proposal.addressees.retain(keep);
    });
    document(&mut record, text, n, day, indonesian, &town);
    record
}

fn actor(number: usize, name: &str, kind: ActorKind, state: usize, role: Option<&str>) -> Actor {
    Actor {
        id: format!("a{number}"),
        name: name.to_owned(),
        kind,
        country: Some(code(state)),
        sector: Some(Sector::Gov),
        role: role.map(str::to_owned),
        role_of: None,
        reference: (kind == ActorKind::State)
            .then(|| ActorRef { wikidata: Some(format!("Q{}", 900_000_000 + state)), base: None }),
        mentions: Vec::new(),
        confidence: 0.9,
        why: vec!["states.tsv".to_owned()],
    }
}

fn document(record: &mut Record, text: Text, n: usize, day: i32, indonesian: bool, town: &str) {
    let mut dice = Dice::new(n as u64 + 9);
    let outlet = OUTLETS[(dice.below(OUTLETS.len() / 2)) * 2 + usize::from(indonesian)];
    let mut hash = Dice::new(n as u64);
    let url = format!("https://{}/news/{n}", outlet.1);
    let points = text.points;
    record.document = Document {
        id: format!("sha256:{}", (0..4).map(|_| format!("{:016x}", hash.next())).collect::<String>()),
        source: url.clone(),
        url: Some(url),
        title: Some(format!(
            "{} {} {town}",
            record.actors.first().map_or("", |actor| actor.name.as_str()),
            if indonesian { "berunding di" } else { "talks at" }
        )),
        outlet: Some(Outlet { name: Some(outlet.0.to_owned()), domain: Some(outlet.1.to_owned()) }),
        authors: vec![person_name(dice.below(300) as u64 + 70_000)],
        dateline: None,
        language: Some(if indonesian { "id" } else { "en" }.to_owned()),
        published: Some(Published {
            value: notula_story::days::text(day),
            basis: PublishedBasis::Metadata,
            confidence: 0.99,
        }),
        text: text.text,
        paragraphs: text.paragraphs,
        source_map: vec![[0, 140, points]],
        dropped: Vec::new(),
        ..Document::default()
    };
}
