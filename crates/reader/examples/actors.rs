//! Prints the phrases and actors of a text: `cargo run -p notula-reader --example actors -- LANGUAGE FILE`.

use notula_reader::{actor, doc::Doc, draft::Draft};

fn main() {
    let mut args = std::env::args().skip(1);
    let (Some(language), Some(path)) = (args.next(), args.next()) else { return };
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let Some(pack) = notula_language::pack(&language) else { return };
    let doc = Doc::new(&text, pack);
    let mut draft = Draft::default();
    actor::read(&doc, &[], args.next().as_deref(), &mut draft);
    for mention in &draft.mentions.all {
        let name = mention.actor.map_or("-", |ix| &draft.actors[ix].name);
        let place = mention
            .place
            .map_or(String::new(), |ix| format!(" @{}/{:?}", draft.places[ix].name, draft.places[ix].country));
        let indent = if mention.parent.is_some() { "      " } else { "" };
        println!(
            "{indent}{:?} [{}] head [{}] -> {name}{place}",
            mention.form,
            doc.slice(mention.tokens.clone()),
            doc.slice(mention.head.clone())
        );
    }
    for (n, a) in draft.actors.iter().enumerate() {
        println!(
            "{n} {} {:?} {:?} {:?} role {:?} {:.2} {:?}",
            a.name, a.kind, a.country, a.sector, a.role, a.confidence, a.why
        );
    }
}
