//! Records for tests, written as what they say.

use notula_record::{CodePoints, Record};
use notula_story::InMemory;
use serde_json::{Value, json};

/// A record in the making.
#[derive(Debug, Clone)]
pub(crate) struct Report {
    value: Value,
    text: String,
}

/// A report of this day in this language, by this outlet.
pub(crate) fn report(name: &str, day: &str, language: &str, text: &str) -> Report {
    let mut at = 0;
    let mut paragraphs = Vec::new();
    for line in text.split('\n') {
        let length = line.chars().count();
        paragraphs.push(json!([at, at + length]));
        at += length + 1;
    }
    let value = json!({
        "schema": "notula.record/1",
        "document": {
            "id": format!("sha256:{name}"), "source": format!("{name}.txt"), "title": null,
            "outlet": {"name": format!("Outlet {name}"), "domain": null}, "authors": [], "dateline": null,
            "language": language, "published": {"value": day, "basis": "metadata", "confidence": 1.0},
            "text": text, "paragraphs": paragraphs, "source_map": [], "dropped": []
        },
        "actors": [], "places": [], "times": [], "statements": [], "events": [], "positions": [], "proposals": [],
        "relations": []
    });
    Report { value, text: text.to_owned() }
}

impl Report {
    fn span(&self, quote: &str) -> Value {
        let from = self.text.find(quote).unwrap_or_else(|| panic!("{quote:?} is not in {:?}", self.text));
        json!(CodePoints::new(&self.text).span(&self.text, from..from + quote.len()))
    }

    fn push(mut self, list: &str, value: Value) -> Self {
        self.value[list].as_array_mut().unwrap().push(value);
        self
    }

    /// The page's address.
    pub(crate) fn at(mut self, url: &str) -> Self {
        self.value["document"]["url"] = json!(url);
        self
    }

    /// An actor: id, name, kind, country or "", sector.
    pub(crate) fn actor(self, id: &str, name: &str, kind: &str, country: &str, sector: &str) -> Self {
        let country = (!country.is_empty()).then_some(country);
        let mention = self.text.find(name).map(|_| {
            let mut mention = self.span(name);
            mention["form"] = json!("name");
            mention
        });
        let mentions: Vec<Value> = mention.into_iter().collect();
        self.push(
            "actors",
            json!({"id": id, "name": name, "kind": kind, "country": country, "sector": sector, "role": null,
                   "role_of": null, "ref": null, "mentions": mentions, "confidence": 0.9}),
        )
    }

    /// A state.
    pub(crate) fn state(self, id: &str, name: &str, country: &str) -> Self {
        self.actor(id, name, "state", country, "GOV")
    }

    /// A place: id, name, country, degrees.
    pub(crate) fn place(self, id: &str, name: &str, country: &str, lat: f64, lon: f64) -> Self {
        self.push(
            "places",
            json!({"id": id, "name": name, "country": country, "lat": lat, "lon": lon, "ref": null, "mentions": [],
                   "confidence": 0.9}),
        )
    }

    /// An event: id, type, who, to whom, status, time or "", place or "", the words.
    #[allow(clippy::too_many_arguments)]
    pub(crate) fn event(
        self,
        id: &str,
        kind: &str,
        from: &[&str],
        to: &[&str],
        status: &str,
        time: &str,
        place: &str,
        words: &str,
    ) -> Self {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let evidence = [self.span(words)];
        self.push(
            "events",
            json!({"id": id, "type": kind, "mode": null, "contexts": [], "initiators": from, "recipients": to,
                   "place": some(place), "time": some(time), "status": status, "statement": null, "cameo": null,
                   "quad": "", "evidence": evidence, "confidence": 0.8}),
        )
    }

    /// A length of time.
    pub(crate) fn lasting(self, value: &str, words: &str) -> Self {
        let span = self.span(words);
        self.push("times", json!({"id": "t1", "value": value, "type": "duration", "span": span, "confidence": 0.9}))
    }

    /// A date.
    pub(crate) fn dated(self, value: &str, words: &str) -> Self {
        let span = self.span(words);
        self.push("times", json!({"id": "t1", "value": value, "type": "date", "span": span, "confidence": 0.9}))
    }

    /// A statement.
    pub(crate) fn said(self, id: &str, speaker: &str, words: &str) -> Self {
        let content = [self.span(words)];
        self.push(
            "statements",
            json!({"id": id, "speaker": speaker, "addressee": [], "kind": "direct", "content": content, "cue": null,
                   "via": null, "time": null, "place": null, "confidence": 0.9}),
        )
    }

    /// A position.
    pub(crate) fn stands(self, id: &str, actor: &str, issue: &str, stance: &str, words: &str) -> Self {
        let evidence = [self.span(words)];
        self.push(
            "positions",
            json!({"id": id, "actor": actor, "issue": issue, "stance": stance, "toward": null, "condition": null,
                   "statement": null, "evidence": evidence, "confidence": 0.7}),
        )
    }

    /// A proposal.
    pub(crate) fn plan(self, id: &str, label: &str, by: &[&str], to: &[&str], status: &str) -> Self {
        let evidence = [self.span(label)];
        self.push(
            "proposals",
            json!({"id": id, "label": label, "proposers": by, "addressees": to, "issues": ["process.plan"],
                   "status": status, "evidence": evidence, "confidence": 0.7}),
        )
    }

    /// The record.
    pub(crate) fn record(&self) -> Record {
        serde_json::from_value(self.value.clone()).unwrap()
    }
}

/// Files reports in this order.
pub(crate) fn filed(reports: &[Report]) -> InMemory {
    let mut memory = InMemory::default();
    for report in reports {
        memory.add(&report.record()).unwrap();
    }
    memory
}
