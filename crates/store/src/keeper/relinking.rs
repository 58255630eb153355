//! Moves the actors of records from one identity to another, with the facts in which they stand.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use notula_record::Record;
use notula_story::ids::{ActorId, FactId, ReportId};
use notula_story::row::{Said, Telling};

use super::adding::find_marked;
use super::place::{Kind, Mark, Marks};
use super::rows::of_fact;
use super::working::{Slot, Working};
use crate::store::Result;

/// Reports of one identity that a split looks through.
const MOST_REPORTS: usize = 20_000;

impl Working<'_> {
    /// The reports that name an identity, or the one that is asked for.
    pub(super) fn reports_of(&self, actor: ActorId, report: Option<ReportId>) -> Result<Vec<ReportId>> {
        if let Some(report) = report {
            return Ok(vec![report]);
        }
        let rows = find_marked(&mut self.conn.borrow_mut(), &Mark::Actor(actor.0).to_string())?;
        let reports = rows.into_iter().filter(|(kind, _)| *kind == Kind::Report).map(|(_, id)| ReportId(id));
        Ok(reports.take(MOST_REPORTS).collect())
    }

    /// Makes these actors of records be `to` instead of `from`.
    pub(super) fn relink(&self, actors: &[(ReportId, String)], from: ActorId, to: ActorId) -> Result<()> {
        let mut by_report: BTreeMap<ReportId, BTreeSet<&str>> = BTreeMap::new();
        for (report, local) in actors {
            by_report.entry(*report).or_default().insert(local);
        }
        for (report, locals) in by_report {
            let Some(mut filed) = self.look_filed(report.0)? else { continue };
            for link in filed.links.iter_mut().filter(|link| locals.contains(link.local.as_str())) {
                link.actor = to;
            }
            let still_there = filed.links.iter().any(|link| link.actor == from);
            let Some(row) = self.look_report(report.0)? else { continue };
            let was = self.marks_of_report(&row, &filed)?;
            let swapped = Marks::read(&filed.marks).swapped(Mark::Actor(from.0), Mark::Actor(to.0), still_there);
            filed.marks = swapped.join();
            self.mark(Kind::Report, report.0, was, self.marks_of_report(&row, &filed)?);
            let told = filed.told.clone();
            self.hands.borrow_mut().filed.put(report.0, Slot { row: filed, dirty: true });
            for (fact, local) in told {
                let named = self.with_record(report.0, |record| names(record, fact, &local, &locals))?;
                if named == Some(true) {
                    self.swap(fact, report, from, to)?;
                }
            }
        }
        Ok(())
    }

    /// Puts one identity in the place of another in a fact, as this report tells it.
    fn swap(&self, fact: FactId, report: ReportId, from: ActorId, to: ActorId) -> Result<()> {
        let was = self.marks_of_fact(fact)?;
        let swap = |actor: &mut ActorId| {
            if *actor == from {
                *actor = to;
            }
        };
        let mut others = false;
        self.with_tellings(fact, |tellings, dirty| {
            *dirty = true;
            for telling in tellings {
                if telling.report == report {
                    in_telling(Arc::make_mut(telling), &swap);
                } else {
                    others |= has(telling, from);
                }
            }
        })?;
        // as long as another report tells it of the old identity, the fact stays with that
        if !others {
            match fact {
                FactId::Event(id) => {
                    self.with_event(id.0, |slot| {
                        Arc::make_mut(&mut slot.row.row).parties.iter_mut().for_each(|party| swap(&mut party.actor));
                    })?;
                }
                FactId::Statement(id) => {
                    self.with_statement(id.0, |slot| {
                        let row = Arc::make_mut(&mut slot.row.row);
                        row.speakers.iter_mut().chain(&mut row.addressees).for_each(swap);
                    })?;
                }
                FactId::Position(id) => {
                    self.with_position(id.0, |slot| {
                        let row = Arc::make_mut(&mut slot.row.row);
                        swap(&mut row.actor);
                        row.toward.iter_mut().for_each(swap);
                    })?;
                }
                FactId::Proposal(id) => {
                    self.with_proposal(id.0, |slot| {
                        let row = Arc::make_mut(&mut slot.row.row);
                        row.proposers.iter_mut().chain(&mut row.addressees).for_each(swap);
                    })?;
                }
            }
        }
        let becomes = self.marks_of_fact(fact)?;
        let (kind, id) = of_fact(fact);
        if let (FactId::Statement(_), Some((place, _))) = (fact, &becomes) {
            // the words carry marks of the speakers too
            self.reword(id, was.as_ref().map(|(place, _)| *place), None)?;
            self.reword(id, None, Some(*place))?;
        }
        self.mark(kind, id, was, becomes);
        Ok(())
    }
}

/// Whether a fact of a record names one of these actors.
fn names(record: &Record, fact: FactId, local: &str, actors: &BTreeSet<&str>) -> bool {
    let any = |mut ids: &mut dyn Iterator<Item = &String>| Iterator::any(&mut ids, |id| actors.contains(id.as_str()));
    match fact {
        FactId::Event(_) => record
            .events
            .iter()
            .filter(|event| event.id == local)
            .any(|event| any(&mut event.initiators.iter().chain(&event.recipients))),
        FactId::Statement(_) => {
            record.statements.iter().filter(|statement| statement.id == local).any(|statement| {
                any(&mut statement.speaker.iter().chain(&statement.speakers).chain(&statement.addressee))
            })
        }
        FactId::Position(_) => record
            .positions
            .iter()
            .filter(|position| position.id == local)
            .any(|position| any(&mut std::iter::once(&position.actor).chain(&position.toward))),
        FactId::Proposal(_) => record
            .proposals
            .iter()
            .filter(|proposal| proposal.id == local)
            .any(|proposal| any(&mut proposal.proposers.iter().chain(&proposal.addressees))),
    }
}

fn in_telling(telling: &mut Telling, swap: &impl Fn(&mut ActorId)) {
    match &mut telling.said {
        Said::Event(said) => said.parties.iter_mut().for_each(|party| swap(&mut party.actor)),
        Said::Position(said) => said.toward.iter_mut().for_each(swap),
        Said::Proposal(said) => said.proposers.iter_mut().chain(&mut said.addressees).for_each(swap),
        Said::Statement => {}
    }
}

fn has(telling: &Telling, actor: ActorId) -> bool {
    match &telling.said {
        Said::Event(said) => said.parties.iter().any(|party| party.actor == actor),
        Said::Position(said) => said.toward == Some(actor),
        Said::Proposal(said) => said.proposers.iter().chain(&said.addressees).any(|other| *other == actor),
        Said::Statement => false,
    }
}
