//! A noun phrase around a word for an actor, read from that word to the right: further titles, owner, holder.

use std::ops::Range;

use notula_knowledge::StateForm;
use notula_language::{ActorWord, ActorWordKind, Class, Property};
use notula_record::Sector;

use super::phrase::{
    Head, Phrase, appose, apposed_body, apposed_name, bare, courtesy_name, may_hold, owner_at, owner_start, short_form,
};
use super::spot::{Name, Spots};

/// The phrase while it is read.
pub(super) struct Description<'s, 'd, 'a> {
    spots: &'s Spots<'d, 'a>,
    row: &'static ActorWord,
    head: Range<usize>,
    /// First token of the phrase; an owner may stand before the head.
    start: usize,
    /// End of the sentence.
    end: usize,
    /// Token after what has been read.
    next: usize,
    depth: usize,
    /// Whether possession is told by juxtaposition, without a mark.
    juxtaposes: bool,
    /// Whether the head carries a pronoun for its owner ("menantunya").
    enclitic: bool,
    words: Vec<&'static ActorWord>,
    owner: Option<Box<Phrase>>,
    holder: Option<Name>,
    short: Option<Range<usize>>,
    /// Whether it is the owner of an office, to whose holder a name behind a comma belongs.
    owned: bool,
}

impl<'s, 'd, 'a> Description<'s, 'd, 'a> {
    /// For the head `row` at `head`.
    pub(super) fn new(
        spots: &'s Spots<'d, 'a>,
        head: Range<usize>,
        row: &'static ActorWord,
        owner: Option<Phrase>,
        start: usize,
        depth: usize,
    ) -> Self {
        let doc = spots.doc;
        let last = doc.lower(head.end - 1);
        Self {
            spots,
            row,
            start: start.min(head.start),
            end: doc.sentence(start).end,
            next: head.end,
            depth,
            juxtaposes: !doc.pack.grammar.has_possessive_mark(),
            enclitic: last != doc.bare(head.end - 1) && !doc.pack.actors.has_word(last),
            words: vec![row],
            owner: owner.map(Box::new),
            holder: None,
            short: None,
            owned: false,
            head,
        }
    }

    /// The same as the owner of an office.
    pub(super) fn owned(mut self) -> Self {
        self.owned = true;
        self
    }

    /// Reads on, step by step.
    pub(super) fn phrase(mut self) -> Phrase {
        self.titles();
        self.unknown_body();
        self.kind_of_body();
        self.owner();
        self.seat();
        self.demonstrative();
        self.short = short_form(self.spots, self.next);
        if let Some(short) = &self.short {
            self.next = short.end + 1;
        }
        self.holder();
        self.apposed_body();
        self.finish()
    }

    /// Further offices and modifiers right after: "army chief General", "pejabat senior".
    fn titles(&mut self) {
        let doc = self.spots.doc;
        let more = !self.juxtaposes && self.owner.is_some()
            || self.row.kind == ActorWordKind::Office && !self.row.owner_follows;
        for _ in 0..3 {
            if self.next >= self.end {
                break;
            }
            let title = self.spots.word(self.next, &[ActorWordKind::Office, ActorWordKind::Kin]);
            if let Some((len, row)) = title.filter(|_| more) {
                self.words.push(row);
                self.next += len;
                continue;
            }
            match self.spots.word(self.next, &[ActorWordKind::Modifier]) {
                Some((len, _)) if self.juxtaposes && !doc.has(self.next, Class::Origin) => self.next += len,
                _ => break,
            }
        }
    }

    /// "Kepala Layanan Informasi Negara Mesir": an unknown body before its state.
    fn unknown_body(&mut self) {
        if self.owner.is_some() || !self.juxtaposes || self.row.kind != ActorWordKind::Office {
            return;
        }
        if let Some(body) = self.spots.name(self.next).filter(|name| name.entries.is_empty() && name.tokens.len() > 1)
            && self.spots.name(body.tokens.end).is_some_and(|name| name.state().is_some())
        {
            self.next = body.tokens.end;
        }
    }

    /// "kelompok pemberontak M23", "the paramilitary Rapid Support Forces", "rights group Hengaw".
    fn kind_of_body(&mut self) {
        let row = self.row;
        let fits = row.sector == Some(Sector::Reb) && row.kind == ActorWordKind::Group
            || row.kind == ActorWordKind::Organ && row.is(Property::Kind);
        if !fits || self.next >= self.end {
            return;
        }
        self.holder = self
            .spots
            .proper_body(self.next)
            .or_else(|| self.spots.name(self.next))
            .filter(|name| name.body().is_some() || name.entries.is_empty());
    }

    /// "pejabat senior Budi Santoso", "utusan Daniel Otieno": a full name after a word that could also have an owner there
    /// ("utusan Ruto, Daniel Otieno") is the holder's, unless the base knows its bearer in another office.
    fn borne(&self) -> Option<Name> {
        let spots = self.spots;
        let owned_office = self.row.kind == ActorWordKind::Office && self.row.owner_follows && !self.row.of_body;
        if !self.juxtaposes || self.owned || !(owned_office || self.row.title) {
            return None;
        }
        let name = courtesy_name(spots, self.next).filter(|name| may_hold(name) && !spots.names_body(name))?;
        let after = name.tokens.end;
        let another = spots.doc.is_mark(after, ",") && apposed_name(spots, after + 1, self.end).is_some();
        let word = self.row.english.to_lowercase();
        let known = name
            .person()
            .map(|(person, _)| self.row.title || person.terms().any(|term| term.role.to_lowercase().contains(&word)));
        (name.tokens.len() > 1 && !another && known.unwrap_or(name.entries.is_empty())).then_some(name)
    }

    /// The owner after a genitive word, or in juxtaposition.
    fn owner(&mut self) {
        if self.holder.is_some() || self.enclitic {
            return;
        }
        self.holder = self.borne();
        if self.holder.is_some() {
            return;
        }
        let open = self.owner.is_none();
        let (from, linked) = owner_start(self.spots, self.next, self.juxtaposes && open);
        // "UN envoy for Yemen": the field of an office whose owner is known is part of the phrase
        if linked || self.juxtaposes && open {
            let found = owner_at(self.spots, from, linked, self.row, self.depth);
            // "its ambassador to Chad", "a delegation to Qatar": where they are sent
            let sent = (self.next..from).any(|n| self.spots.doc.has(n, Class::Recipient));
            match found {
                Some(found) if sent && self.row.kind == ActorWordKind::Office => self.next = found.tokens.end,
                Some(found) if !sent => {
                    self.next = found.tokens.end;
                    self.owner.get_or_insert_with(|| Box::new(found));
                }
                _ => {}
            }
        }
    }

    /// "the government in Kinshasa", "the army in Bangkok".
    fn seat(&mut self) {
        let body = matches!(self.row.kind, ActorWordKind::Organ | ActorWordKind::Government);
        if self.owner.is_some() || !body || !self.spots.doc.has(self.next, Class::Locative) {
            return;
        }
        let capital = |name: &Name| matches!(name.state(), Some((_, StateForm::Capital)));
        if let Some(name) = self.spots.name(self.next + 1).filter(capital)
            && name.tokens.end <= self.end
        {
            self.next = name.tokens.end;
            self.owner = Some(Box::new(bare(name.tokens.clone(), Head::Named(name))));
        }
    }

    /// "juru bicara kementerian itu, Guo Jiakun".
    fn demonstrative(&mut self) {
        let stands = self.juxtaposes && self.owner.is_some() && self.spots.doc.has(self.next, Class::Demonstrative);
        if stands && self.next + 1 < self.end {
            self.next += 1;
        }
    }

    /// The holder's name, right after or behind a comma.
    fn holder(&mut self) {
        let row = self.row;
        let held = !row.plural && matches!(row.kind, ActorWordKind::Office | ActorWordKind::Kin);
        if self.holder.is_some() || !held || self.next >= self.end {
            return;
        }
        let direct = self.owner.is_some() || self.enclitic || !row.owner_follows || row.of_body || !self.juxtaposes;
        self.holder = direct
            .then(|| courtesy_name(self.spots, self.next))
            .flatten()
            .filter(|name| may_hold(name) && !self.spots.names_body(name));
        if self.holder.is_none()
            && !self.owned
            && self.spots.doc.is_mark(self.next, ",")
            && let Some((titles, name)) = apposed_name(self.spots, self.next + 1, self.end)
        {
            self.words.extend(titles);
            self.holder = Some(name);
        }
    }

    /// "Kelompok paramiliter Sudan, Pasukan Dukungan Cepat (RSF)".
    fn apposed_body(&mut self) {
        let owned = self.row.kind == ActorWordKind::Organ && self.owner.is_some();
        if self.holder.is_none() && owned && self.spots.doc.is_mark(self.next, ",") && self.next + 1 < self.end {
            self.holder = apposed_body(self.spots, self.next + 1);
        }
    }

    fn finish(self) -> Phrase {
        let doc = self.spots.doc;
        let Some(name) = self.holder else {
            let mut found = bare(self.start..self.next, Head::Word(self.row));
            found.at = self.head;
            found.words = self.words;
            found.owner_pronoun = self.enclitic && self.owner.is_none();
            found.owner = self.owner;
            found.short = self.short;
            let before = self.start.checked_sub(1);
            found.indefinite =
                doc.has(self.start, Class::Indefinite) || before.is_some_and(|n| doc.has(n, Class::Indefinite));
            found.definite = doc.has(self.next, Class::Demonstrative)
                || before.is_some_and(|n| {
                    doc.has(n, Class::Demonstrative) || doc.has(n, Class::Article) && !doc.has(n, Class::Indefinite)
                });
            return found;
        };
        let mut found = bare(self.start..name.tokens.end, Head::Named(name.clone()));
        found.at = name.tokens;
        found.words = self.words;
        // one of the officials has no office of that name
        found.words.retain(|row| !row.title);
        found.owner = self.owner;
        found.owner_pronoun = self.enclitic;
        if matches!(self.row.kind, ActorWordKind::Organ | ActorWordKind::Group) && !self.row.title {
            found.short = short_form(self.spots, found.tokens.end);
            found.tokens.end = found.short.as_ref().map_or(found.tokens.end, |short| short.end + 1);
        } else {
            appose(self.spots, &mut found, self.depth);
        }
        found
    }
}
