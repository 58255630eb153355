//! The actors of one report: one per real-world entity.

use notula_knowledge::{BodyId, Entry, OutletId, PersonForm, PersonId, StateId};
use notula_language::{ActorWord, ActorWordKind, Class, CueFrame, CueKind, Property, Word};
use notula_model::NameKind;
use notula_record::{ActorKind, Sector};
use rustc_hash::{FxHashMap, FxHashSet};

use super::phrase::{Head, Phrase};
use super::refer::Salience;
use super::spot::Name;
use crate::doc::Doc;
use crate::draft::ActorDraft;
use crate::mention::ActorIx;

/// What makes two mentions one actor.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Key {
    State(StateId),
    Body(BodyId),
    Outlet(OutletId),
    Person(PersonId),
    /// A name that the base does not have, in lower case.
    Name(String),
    /// Unnamed people or an organ of one side.
    Part(Option<ActorIx>, &'static str),
}

/// What the layer knows of an actor beyond its draft.
#[derive(Debug, Clone, Default)]
pub struct Notes {
    /// Words under which it was named: offices, groups, organs.
    pub words: Vec<&'static ActorWord>,
    /// The owner of its office.
    pub owner: Option<ActorIx>,
    /// Nothing but capitals speak for it.
    pub weak: bool,
}

/// Gathers actors.
pub struct Registry<'d, 'a> {
    doc: &'d Doc<'a>,
    /// Day of the report, for the terms of office.
    date: Option<&'d str>,
    keys: FxHashMap<Key, ActorIx>,
    /// Short forms introduced by the report, and words of people's names, in lower case.
    shorts: FxHashMap<String, ActorIx>,
    parts: FxHashMap<String, Vec<ActorIx>>,
    /// Words that the report has without a capital.
    plain: FxHashSet<&'a str>,
    /// The actors.
    pub actors: Vec<ActorDraft>,
    /// What else is known of each.
    pub notes: Vec<Notes>,
}

impl<'d, 'a> Registry<'d, 'a> {
    /// An empty registry.
    pub fn new(doc: &'d Doc<'a>, date: Option<&'d str>) -> Self {
        Self {
            doc,
            date,
            keys: FxHashMap::default(),
            shorts: FxHashMap::default(),
            parts: FxHashMap::default(),
            plain: (0..doc.tokens.len()).filter(|&n| !doc.tokens[n].capital).map(|n| doc.word(n)).collect(),
            actors: Vec::new(),
            notes: Vec::new(),
        }
    }

    fn actor(&mut self, key: Key, make: impl FnOnce() -> ActorDraft) -> ActorIx {
        if let Some(&ix) = self.keys.get(&key) {
            return ix;
        }
        let ix = self.actors.len();
        self.actors.push(make());
        self.notes.push(Notes::default());
        self.keys.insert(key, ix);
        ix
    }

    /// Takes note of every full name, so that a surname that comes before its full name is understood.
    pub fn announce(&mut self, phrase: &Phrase) {
        if let Some(owner) = &phrase.owner {
            self.announce(owner);
            if let (Head::Named(name), Some(row)) = (&owner.head, phrase.words.first()) {
                self.announce_state(name, row);
            }
        }
        let Head::Named(name) = &phrase.head else { return };
        let person = matches!(name.person(), Some((_, PersonForm::Full | PersonForm::Alias)));
        let titled = is_titled(phrase);
        if ((person && name.state().is_none()) || (titled && name.tokens.len() > 1) || phrase.short.is_some())
            && let Some(ix) = self.named(phrase, name)
        {
            self.learn_short(phrase, ix);
        }
    }

    fn learn_short(&mut self, phrase: &Phrase, ix: ActorIx) {
        if let Some(short) = &phrase.short {
            self.shorts.entry(self.doc.slice(short.clone()).to_lowercase()).or_insert(ix);
        }
    }

    /// The actor that a phrase means, made if it is new; `None` for what the phrase alone cannot tell.
    ///
    /// `salience` resolves an owner that takes up an earlier mention ("a spokesperson of the ministry").
    pub fn resolve(&mut self, phrase: &Phrase, salience: &Salience) -> Option<ActorIx> {
        let owner = match &phrase.owner {
            Some(owner) => self.resolve(owner, salience).or_else(|| salience.refer(self.doc, owner, self)),
            None if phrase.owner_pronoun => salience.owner(self.doc, phrase),
            None => None,
        };
        match &phrase.head {
            Head::Pronoun { .. } => None,
            Head::Named(name) => {
                let ix = self.named(phrase, name)?;
                self.learn_short(phrase, ix);
                self.describe(ix, phrase, owner);
                self.note_organ(ix, name);
                if owner.is_none() {
                    self.suppose_country(ix, phrase, salience);
                }
                Some(ix)
            }
            // "which serves as chair of the bloc": no other than who serves
            Head::Word(row) if row.kind == ActorWordKind::Office && self.serves(phrase) => None,
            Head::Word(row) => self.unnamed(phrase, row, owner),
        }
    }

    /// An unknown name that has a president, a parliament or a government is a state's.
    fn announce_state(&mut self, name: &Name, row: &ActorWord) {
        let political = match row.kind {
            ActorWordKind::Office => {
                !row.owner_follows && row.sector == Some(Sector::Gov) && !row.is(Property::Opposite)
            }
            ActorWordKind::Organ | ActorWordKind::Government => !row.is(Property::Vague),
            _ => false,
        };
        let text = self.doc.slice(name.tokens.clone());
        if !political || !name.entries.is_empty() || text.chars().any(|c| c.is_ascii_digit()) {
            return;
        }
        self.actor(Key::Name(text.to_lowercase()), || ActorDraft {
            name: usual_case(text),
            kind: ActorKind::State,
            country: None,
            sector: Some(Sector::Gov),
            role: None,
            role_of: None,
            wikidata: None,
            confidence: 0.7,
            why: vec![format!("owner of {}", row.place)],
        });
    }

    fn named(&mut self, phrase: &Phrase, name: &Name) -> Option<ActorIx> {
        let text = self.doc.slice(name.tokens.clone());
        let lower = text.to_lowercase();
        let titled = is_titled(phrase);
        if !titled && let Some(&ix) = self.shorts.get(&lower) {
            return Some(ix);
        }
        if !titled {
            if let Some(state) = self.choose_state(name) {
                return Some(self.state(state));
            }
            if let Some(body) = name.body() {
                return Some(self.actor(Key::Body(body), || ActorDraft {
                    name: body.name().to_owned(),
                    kind: ActorKind::Organisation,
                    country: body.country().map(str::to_owned),
                    sector: Some(body.sector()),
                    role: None,
                    role_of: None,
                    wikidata: body.wikidata().map(str::to_owned),
                    confidence: 0.95,
                    why: vec![format!("knowledge/bodies.tsv {}", body.key())],
                }));
            }
        }
        // a name of the report itself comes before a bare surname of the base
        let lone = name.tokens.len() == 1;
        if lone && let Some(ix) = self.by_part(&lower) {
            return Some(ix);
        }
        if let Some((person, form)) = name.person() {
            let sure = match form {
                PersonForm::Full | PersonForm::Alias => true,
                PersonForm::Surname { unique } => {
                    unique || self.keys.contains_key(&Key::Person(person)) || self.title_fits(phrase, person)
                }
            };
            if sure {
                let ix = self.person(person);
                self.learn_parts(&lower, ix);
                return Some(ix);
            }
        }
        if !titled && let Some(outlet) = name.outlet() {
            return Some(self.actor(Key::Outlet(outlet), || ActorDraft {
                name: outlet.name().to_owned(),
                kind: ActorKind::Organisation,
                country: None,
                sector: Some(Sector::Med),
                role: None,
                role_of: None,
                wikidata: None,
                confidence: 0.9,
                why: vec!["knowledge/outlets.tsv".to_owned()],
            }));
        }
        if name.has_place() && !titled {
            return None;
        }
        self.unknown(phrase, text, &lower, titled)
    }

    /// Of several states of one name ("Congolese"), the one that the report has by another name as well.
    fn choose_state(&self, name: &Name) -> Option<StateId> {
        let states = || {
            name.entries.iter().filter_map(|entry| if let Entry::State(state, _) = entry { Some(*state) } else { None })
        };
        states().find(|state| self.keys.contains_key(&Key::State(*state))).or_else(|| states().next())
    }

    /// An actor for a name that the base does not have.
    fn unknown(&mut self, phrase: &Phrase, text: &str, lower: &str, titled: bool) -> Option<ActorIx> {
        let actors = &self.doc.pack.actors;
        let words: Vec<&str> = lower.split_whitespace().collect();
        let is = |kind: ActorWordKind| {
            words.iter().any(|word| {
                actors.forms.all(0, |n| (n == 0).then_some(*word)).any(|(_, row)| actors.rows[*row].kind == kind)
            })
        };
        let letters = text.chars().filter(|c| c.is_alphabetic());
        let end = phrase.tokens.end;
        let next =
            self.doc.tokens.get(end).filter(|_| self.doc.sentence_of(end) == self.doc.sentence_of(phrase.tokens.start));
        // "the Quad said", but not "the Gulf state"
        let article = words.len() == 1
            && phrase
                .tokens
                .start
                .checked_sub(1)
                .is_some_and(|n| self.doc.has(n, Class::Article) && !self.doc.has(n, Class::Indefinite))
            && self.doc.pack.grammar.has_possessive_mark()
            && next.is_none_or(|next| {
                !next.is_word()
                    || next.classes != notula_language::Classes::default()
                    || self.doc.pack.grammar.looks_like_verb(self.doc.lower(end))
            });
        let capitals = words.len() == 1 && letters.clone().count() >= 2 && letters.clone().all(char::is_uppercase);
        let body = !titled
            && (capitals || article || is(ActorWordKind::Body) || is(ActorWordKind::Organ) || is(ActorWordKind::Group));
        if !titled && !body && is(ActorWordKind::Place) {
            return None;
        }
        // two words and a verb beside them: a person who acts
        let verb = |at: usize| {
            self.doc.tokens.get(at).is_some_and(|token| token.is_word() && !token.capital)
                && (self.doc.pack.grammar.looks_like_verb(self.doc.lower(at)) || self.doc.has(at, Class::Auxiliary))
        };
        let before = phrase.tokens.start.checked_sub(1).is_some_and(|n| verb(n) || self.doc.has(n, Class::Agent));
        let common = words.iter().any(|word| self.plain.contains(word));
        let acts = (2..5).contains(&words.len()) && !common && (before || next.is_some() && verb(end))
            || words.len() == 1 && !capitals && !article && !common && self.speaks(phrase);
        // the model's word counts where the report itself gives no office
        let seen = if titled { None } else { self.doc.name_kind(phrase.at.clone()) };
        let seen = seen.filter(|&(_, confidence)| confidence >= if words.len() > 1 { 0.6 } else { 0.85 });
        let body = match seen {
            Some((NameKind::Location, _)) => return None,
            Some((kind, _)) if !capitals => kind == NameKind::Organisation,
            _ => body,
        };
        let weak = !titled && phrase.short.is_none() && !acts && seen.is_none();
        let kind = if body { ActorKind::Organisation } else { ActorKind::Person };
        // one capitalised word without any evidence is an adjective or a place as often as an actor
        let proven = self.keys.contains_key(&Key::Name(lower.to_owned()));
        if weak && !proven && (!body || text.chars().any(|c| c.is_ascii_digit())) {
            return None;
        }
        let fresh = !self.keys.contains_key(&Key::Name(lower.to_owned()));
        let told = if titled {
            "office and name"
        } else if acts {
            "name and verb"
        } else {
            "capitalised name"
        };
        let mut evidence = vec![told.to_owned()];
        if let (Some(syntax), Some((seen, _))) = (&self.doc.syntax, seen) {
            let what = if seen == NameKind::Person { "a person" } else { "an organisation" };
            evidence.push(format!("{} takes it for {what}", syntax.namer()));
        }
        let ix = self.actor(Key::Name(lower.to_owned()), || ActorDraft {
            name: usual_case(text),
            kind,
            country: None,
            sector: body.then_some(Sector::Unk),
            role: None,
            role_of: None,
            wikidata: None,
            confidence: if weak { 0.5 } else { 0.85 },
            why: evidence,
        });
        if fresh {
            self.notes[ix].weak = weak;
            if !body && words.len() > 1 {
                self.learn_parts(lower, ix);
            }
        } else if !weak {
            self.notes[ix].weak = false;
            self.actors[ix].confidence = self.actors[ix].confidence.max(0.85);
            if titled {
                self.actors[ix].kind = ActorKind::Person;
            }
        }
        Some(ix)
    }

    /// Whether a single capitalised name stands beside a verb of speech: "Okello said", "kata Wirya".
    fn speaks(&self, phrase: &Phrase) -> bool {
        let doc = self.doc;
        let cues = &doc.pack.cues;
        let long = doc.slice(phrase.tokens.clone()).chars().count() > 3;
        let says = |at: usize, order: &[CueFrame]| {
            let bare = |n: usize| (n == at).then(|| doc.lower(n));
            doc.sentence_of(at) == doc.sentence_of(phrase.tokens.start)
                && cues.at(at, bare).is_some_and(|(len, cue)| {
                    len == 1
                        && matches!(cue.kind, CueKind::Say | CueKind::Claim)
                        && cue.frames.has(CueFrame::Quote)
                        && (order.is_empty() || order.iter().any(|&frame| cue.frames.has(frame)))
                })
        };
        let (before, after) = (phrase.tokens.start.checked_sub(1), phrase.tokens.end);
        let closed = doc.tokens.get(after).is_none_or(|token| {
            !token.is_word() || token.classes.any(&[Class::Preposition, Class::Recipient, Class::Relative])
        });
        let joined = before.is_some_and(|at| doc.tokens[at].classes.any(&[Class::Conjunction, Class::Preposition]));
        long && !joined
            && (after < doc.tokens.len() && says(after, &[])
                || closed && before.is_some_and(|at| says(at, &[CueFrame::Inverted, CueFrame::Inverts])))
    }

    /// Whether the office of the phrase is one that the base has for the person.
    fn title_fits(&self, phrase: &Phrase, person: PersonId) -> bool {
        phrase
            .words
            .iter()
            .any(|row| person.terms().any(|term| term.role.to_lowercase().contains(&row.english.to_lowercase())))
    }

    fn learn_parts(&mut self, lower: &str, ix: ActorIx) {
        for part in lower.split_whitespace() {
            let part = part.trim_start_matches("al-").trim_start_matches("el-");
            let known = self.parts.entry(part.to_owned()).or_default();
            if !known.contains(&ix) {
                known.push(ix);
            }
        }
    }

    /// The person of this report one of whose names is `lower`: the last name counts before the others.
    fn by_part(&self, lower: &str) -> Option<ActorIx> {
        let part = lower.trim_start_matches("al-").trim_start_matches("el-");
        let known = self.parts.get(part)?;
        let last = known.iter().copied().find(|&ix| {
            self.actors[ix]
                .name
                .rsplit(' ')
                .next()
                .is_some_and(|name| name.to_lowercase().trim_start_matches("al-").trim_start_matches("el-") == part)
        });
        last.or(known.first().copied())
    }

    fn person(&mut self, person: PersonId) -> ActorIx {
        let date = self.date;
        self.actor(Key::Person(person), || ActorDraft {
            name: person.name().to_owned(),
            kind: ActorKind::Person,
            country: person.country().map(str::to_owned),
            sector: Some(person.sector()),
            role: date.and_then(|date| person.role_at(date)).map(|term| term.role.to_owned()),
            role_of: None,
            wikidata: person.wikidata().map(str::to_owned),
            confidence: 0.97,
            why: vec!["knowledge/people.tsv".to_owned()],
        })
    }

    /// The actor for a state.
    pub fn state(&mut self, state: StateId) -> ActorIx {
        self.actor(Key::State(state), || ActorDraft {
            name: state.name().to_owned(),
            kind: if state.iso3() == "EUR" { ActorKind::Group } else { ActorKind::State },
            country: Some(state.iso3().to_owned()),
            sector: Some(Sector::Gov),
            role: None,
            role_of: None,
            wikidata: None,
            confidence: 0.95,
            why: vec![format!("states.tsv {}", state.iso3())],
        })
    }

    /// The state with this code, if the report has it or can have it.
    pub fn state_of(&mut self, iso3: &str) -> Option<ActorIx> {
        notula_knowledge::state(iso3).map(|state| self.state(state))
    }

    fn describe(&mut self, ix: ActorIx, phrase: &Phrase, owner: Option<ActorIx>) {
        let Some(first) = phrase.words.first() else {
            // "Iran's Larijani": whose state owns the name
            let state = owner.filter(|&owner| self.actors[owner].kind == ActorKind::State);
            if let Some(state) = state.filter(|_| self.actors[ix].country.is_none() && self.notes[ix].words.is_empty())
            {
                self.actors[ix].country = self.actors[state].country.clone();
            }
            return;
        };
        for row in &phrase.words {
            if !self.notes[ix].words.iter().any(|known| std::ptr::eq(*known, *row)) {
                self.notes[ix].words.push(row);
            }
        }
        let country = owner.and_then(|owner| self.actors[owner].country.clone());
        let role = self.role(first, phrase, owner);
        if self.notes[ix].owner.is_none() {
            self.notes[ix].owner = owner;
        }
        // the spokesman of an armed group is one of its own
        let body = owner.map(|owner| &self.actors[owner]).filter(|of| of.kind == ActorKind::Organisation);
        let theirs = body.and_then(|of| of.sector).filter(|_| matches!(first.sector, None | Some(Sector::Gov)));
        let draft = &mut self.actors[ix];
        if draft.country.is_none() && first.kind != ActorWordKind::Kin {
            draft.country = country.clone();
        }
        if draft.sector.is_none() && !(first.sector.is_none() && owner.is_none()) {
            draft.sector = theirs.or(first.sector).or(Some(Sector::Gov));
        }
        if draft.role.is_none() {
            draft.role = Some(role);
            draft.role_of = owner;
            draft.why.push(format!("office {}", first.place));
        }
        if first.kind == ActorWordKind::Kin && draft.country.is_none() {
            draft.country = country;
        }
    }

    /// The country of an office-holder whose phrase names none: the one that the sentence, else the one before it, speaks
    /// of ("Poland has moved its troops, Defence Minister Karol Wisniak said").
    fn suppose_country(&mut self, ix: ActorIx, phrase: &Phrase, salience: &Salience) {
        use Sector::{Cop, Gov, Jud, Leg, Mil, Spy};
        let official = phrase.words.iter().any(|row| {
            row.kind == ActorWordKind::Office && matches!(row.sector, Some(Gov | Mil | Leg | Jud | Cop | Spy))
        });
        if !official || self.actors[ix].country.is_some() || self.actors[ix].wikidata.is_some() {
            return;
        }
        let country = salience.country(self.doc.sentence_of(phrase.tokens.start), &self.actors);
        if country.is_none() {
            return;
        }
        let draft = &mut self.actors[ix];
        draft.country = country;
        draft.confidence = draft.confidence.min(0.75);
        draft.why.push("country: that of the sentence".to_owned());
    }

    fn role(&self, first: &ActorWord, phrase: &Phrase, owner: Option<ActorIx>) -> String {
        match owner {
            None => first.english.to_owned(),
            Some(owner) => {
                let of = &self.actors[owner];
                let by_office = phrase.owner.as_ref().is_some_and(|o| !o.words.is_empty());
                match (&of.role, by_office) {
                    (Some(role), true) if of.kind == ActorKind::Person => format!("{} of the {role}", first.english),
                    _ => format!("{} of {}", first.english, of.name),
                }
            }
        }
    }

    fn unnamed(&mut self, phrase: &Phrase, row: &'static ActorWord, owner: Option<ActorIx>) -> Option<ActorIx> {
        let country = owner.and_then(|owner| self.actors[owner].country.clone());
        match row.kind {
            ActorWordKind::Government => {
                let owner = owner?;
                let found = match self.actors[owner].kind {
                    ActorKind::Person => country.and_then(|iso3| self.state_of(&iso3)),
                    _ => Some(owner),
                };
                if let Some(ix) = found
                    && !self.notes[ix].words.iter().any(|known| std::ptr::eq(*known, row))
                {
                    self.notes[ix].words.push(row);
                }
                found
            }
            ActorWordKind::Office => {
                let owner = owner?;
                // the counterpart of a person is on another side
                if row.is(Property::Opposite) && self.actors[owner].kind == ActorKind::Person {
                    return None;
                }
                self.office(row, owner)
            }
            ActorWordKind::Group => {
                // "delegasi kedua negara" belongs to both sides, "the officials" were named before
                // … and armed people without an owner are mostly those of before
                let armed = matches!(row.sector, Some(Sector::Mil | Sector::Reb)) && !phrase.indefinite;
                if owner.is_none() && (phrase.owner.is_some() || phrase.definite || phrase.owner_pronoun || armed) {
                    return None;
                }
                if owner.is_none() && row.is(Property::Owned) {
                    return None;
                }
                if row.is(Property::Opposite) && owner.is_some_and(|owner| self.actors[owner].kind == ActorKind::Person)
                {
                    return None;
                }
                Some(self.part(row, owner, ActorKind::Group))
            }
            ActorWordKind::Organ => {
                // a general's army is that of the country
                let commander = owner
                    .filter(|&owner| row.sector == Some(Sector::Mil) && self.actors[owner].kind == ActorKind::Person);
                let owner = commander.and(country.as_deref()).and_then(|iso3| self.state_of(iso3)).or(owner);
                let named = phrase.short.is_some();
                if owner.is_none() && !named {
                    return None;
                }
                // "the Jaish armed group": the group that the name names
                if row.is(Property::Kind)
                    && let Some(owner) = owner.filter(|&owner| self.actors[owner].kind == ActorKind::Organisation)
                    && matches!(self.actors[owner].sector, Some(Sector::Reb | Sector::Unk | Sector::Ngo))
                {
                    return Some(owner);
                }
                if row.is(Property::Vague)
                    && owner.is_none_or(|owner| self.actors[owner].kind != ActorKind::State)
                    && !named
                {
                    return None;
                }
                let ix = self.part(row, owner, ActorKind::Organisation);
                self.learn_short(phrase, ix);
                Some(ix)
            }
            _ => None,
        }
    }

    /// Whether words such as "serves as" stand right before the phrase.
    fn serves(&self, phrase: &Phrase) -> bool {
        let doc = self.doc;
        let Some(list) = doc.pack.lists.find("serves") else { return false };
        let end = (0..phrase.tokens.start).rev().find(|&n| !doc.has(n, Class::Article)).map_or(0, |n| n + 1);
        let word = |n: usize| (n < end).then(|| Word { lower: doc.lower(n), bare: doc.bare(n) });
        let floor = doc.sentence(phrase.tokens.start).start.max(end.saturating_sub(2));
        (floor..end).any(|from| doc.pack.lists.stands(list, from, &word) == Some(end - from))
    }

    /// Who holds an office of `owner`: a person of the report or of the base, else an unnamed one.
    pub fn office(&mut self, row: &'static ActorWord, owner: ActorIx) -> Option<ActorIx> {
        self.holder(row, owner).or_else(|| Some(self.part(row, Some(owner), ActorKind::Group)))
    }

    /// The word for an organ inside a name of the base ("Kementerian Luar Negeri Pakistan"), by which it is taken up.
    fn note_organ(&mut self, ix: ActorIx, name: &Name) {
        if name.body().is_none() {
            return;
        }
        let doc = self.doc;
        let actors = &doc.pack.actors;
        let organ = name.tokens.clone().find_map(|at| {
            let mut rows = actors.forms.all(at, doc.words_from(at)).map(|(_, row)| &actors.rows[*row]);
            rows.find(|row| row.kind == ActorWordKind::Organ)
        });
        if let Some(row) = organ
            && !self.notes[ix].words.iter().any(|known| std::ptr::eq(*known, row))
        {
            self.notes[ix].words.push(row);
        }
    }

    /// An organ of `owner`.
    pub fn organ(&mut self, row: &'static ActorWord, owner: ActorIx) -> ActorIx {
        self.part(row, Some(owner), ActorKind::Organisation)
    }

    /// The person of the report who holds the office, else the one whom the base has for the day of the report.
    fn holder(&mut self, row: &ActorWord, owner: ActorIx) -> Option<ActorIx> {
        let same = |ix: &ActorIx| {
            self.actors[*ix].kind == ActorKind::Person
                && (self.notes[*ix].owner == Some(owner)
                    || self.actors[owner].kind == ActorKind::State
                        && self.actors[*ix].country == self.actors[owner].country)
                && self.notes[*ix].words.iter().any(|known| {
                    covers(row.english, known.english) || row.is(Property::Leads) && known.is(Property::Leads)
                })
        };
        if let Some(ix) = (0..self.actors.len()).rev().find(same) {
            return Some(ix);
        }
        if self.actors[owner].kind != ActorKind::State {
            return None;
        }
        let country = self.actors[owner].country.clone()?;
        let wanted = format!("{} of", row.english.to_lowercase());
        let date = self.date?;
        let (person, _) = notula_knowledge::holders(&country, date)
            .find(|(_, term)| term.role.to_lowercase().starts_with(&wanted) && term.from.is_some())?;
        if let Some(&ix) = self.keys.get(&Key::Person(person)) {
            return Some(ix);
        }
        // one person at a time holds it, so that the office names the person
        row.is(Property::Sole).then(|| self.person(person))
    }

    fn part(&mut self, row: &'static ActorWord, owner: Option<ActorIx>, kind: ActorKind) -> ActorIx {
        let of = owner.map(|owner| &self.actors[owner]);
        let country = of.and_then(|of| of.country.clone());
        let name = match of {
            None => row.english.to_owned(),
            Some(of) if matches!(row.kind, ActorWordKind::Organ) => format!("{} of {}", row.english, of.name),
            Some(of) => format!("{} {}", of.name, row.english),
        };
        let sector = match (row.sector, of) {
            // officials of an armed group or party are its own
            (Some(Sector::Gov), Some(of)) if of.kind == ActorKind::Organisation || of.sector == Some(Sector::Mil) => {
                of.sector.or(row.sector)
            }
            (sector, _) => sector,
        };
        let ix = self.actor(Key::Part(owner, row.english), || ActorDraft {
            name,
            kind,
            country,
            sector,
            role: None,
            role_of: owner,
            wikidata: None,
            confidence: if owner.is_some() { 0.85 } else { 0.5 },
            why: vec![row.place.clone()],
        });
        self.notes[ix].owner = owner;
        if !self.notes[ix].words.iter().any(|known| std::ptr::eq(*known, row)) {
            self.notes[ix].words.push(row);
        }
        ix
    }

    /// What the base has under a name, for places.
    pub fn places(name: &Name) -> impl Iterator<Item = Entry> + '_ {
        name.entries
            .iter()
            .copied()
            .filter(|entry| matches!(entry, Entry::City(_) | Entry::Region(_) | Entry::State(..)))
    }
}

/// Whether the general term can take up the special one: "minister" a "Foreign Minister", "envoy" a "special envoy".
pub(super) fn covers(general: &str, special: &str) -> bool {
    general == special || special.to_lowercase().split(' ').any(|word| word == general.to_lowercase())
}

/// Whether an office or kinship stands with the name, so that it is a person's.
fn is_titled(phrase: &Phrase) -> bool {
    phrase.words.iter().any(|row| matches!(row.kind, ActorWordKind::Office | ActorWordKind::Kin))
}

/// A name in capitals in its usual case.
fn usual_case(text: &str) -> String {
    if text.chars().any(char::is_lowercase) || !text.contains(' ') {
        return text.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    text.split_whitespace()
        .map(|word| {
            let mut chars = word.chars();
            chars.next().map_or_else(String::new, |first| first.to_string() + &chars.as_str().to_lowercase())
        })
        .collect::<Vec<_>>()
        .join(" ")
}
