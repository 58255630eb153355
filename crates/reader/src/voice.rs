//! The first person: "I", "we", "our troops" in a quotation mean its speaker or the speaker's side.

use notula_language::{ActorWordKind, Class};
use notula_record::{ActorKind, Form, StatementKind};

use crate::doc::Doc;
use crate::draft::Draft;
use crate::mention::{ActorIx, Mention, Mentions};

/// Adds mentions for the first person of every statement's content, and turns "negara kami" toward the speaker's state.
///
/// "We" of a person who acts for a state is that person: the side is the same, and the sentence says no more.
pub fn bind(doc: &Doc, draft: &mut Draft) {
    let mut added = Vec::new();
    let mut own = Vec::new();
    for statement in &draft.statements {
        let Some(&speaker) = statement.speakers.first() else { continue };
        let quoted = statement.kind != StatementKind::Indirect;
        for content in &statement.content {
            for at in doc.tokens_in(content) {
                let token = &doc.tokens[at];
                if quoted
                    && token.classes.any(&[Class::PronounI, Class::PronounWe])
                    && draft.mentions.outer_at(at).is_none()
                {
                    added.push(Mention {
                        tokens: at..at + 1,
                        head: at..at + 1,
                        form: Form::Pronoun,
                        actor: Some(speaker),
                        place: None,
                        parent: None,
                        plural: token.has(Class::PronounWe),
                    });
                }
                if let Some(mention) = draft.mentions.outer_at(at)
                    && draft.mentions.all[mention].tokens.start == at
                    && is_own(doc, at)
                {
                    own.push((mention, speaker));
                }
            }
        }
    }
    for (mention, speaker) in own {
        if let Some(state) = state_of(draft, speaker) {
            draft.mentions.all[mention].actor = Some(state);
        }
    }
    if !added.is_empty() {
        added.append(&mut draft.mentions.all);
        draft.mentions = Mentions::new(doc, added);
    }
}

fn is_own(doc: &Doc, at: usize) -> bool {
    let actors = &doc.pack.actors;
    actors.forms.all(at, doc.words_from(at)).any(|(_, row)| actors.rows[*row].kind == ActorWordKind::Own)
}

/// The actor that is the speaker's state, if the report has it.
fn state_of(draft: &Draft, speaker: ActorIx) -> Option<ActorIx> {
    let country = draft.actors[speaker].country.as_ref()?;
    (0..draft.actors.len())
        .find(|&ix| draft.actors[ix].kind == ActorKind::State && draft.actors[ix].country.as_ref() == Some(country))
}
