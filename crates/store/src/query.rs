//! What can be asked of a store.

use notula_record::{EventType, Status};
use notula_story::ids::{ActorId, ProcessId, StoryId};

/// Which facts or reports are wanted. Everything that is given must hold; in a list, one of its members must.
///
/// ```
/// use notula_store::Query;
/// let query = Query { since: Some("2025-12-01".into()), issues: vec!["process.talks".into()], ..Query::default() };
/// assert_eq!(query.limit, 50);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    /// Not before this day (ISO 8601): the day of the fact, or else of the report.
    pub since: Option<String>,
    /// Not after this day.
    pub until: Option<String>,
    /// These identities take part, speak or stand.
    pub actors: Vec<ActorId>,
    /// An actor of one of these countries does (ISO 3166-1 alpha-3).
    pub countries: Vec<String>,
    /// On these issues; `territory` stands for all that begin with `territory.`.
    pub issues: Vec<String>,
    /// These PLOVER types.
    pub types: Vec<EventType>,
    /// With this status.
    pub statuses: Vec<Status>,
    /// Of this story.
    pub story: Option<StoryId>,
    /// Of this process.
    pub process: Option<ProcessId>,
    /// From reports in these languages.
    pub languages: Vec<String>,
    /// At least as probable.
    pub min_confidence: f32,
    /// Full text, for search.
    pub text: Option<String>,
    /// In what order.
    pub order: Order,
    /// How many at most; 1 to 1,000.
    pub limit: u32,
    /// Where the page before ended.
    pub after: Option<Cursor>,
}

impl Default for Query {
    fn default() -> Self {
        Self {
            since: None,
            until: None,
            actors: Vec::new(),
            countries: Vec::new(),
            issues: Vec::new(),
            types: Vec::new(),
            statuses: Vec::new(),
            story: None,
            process: None,
            languages: Vec::new(),
            min_confidence: 0.0,
            text: None,
            order: Order::default(),
            limit: 50,
            after: None,
        }
    }
}

/// Order of an answer. Ties are settled by number, so that every order is total and a cursor finds its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// By day, the latest first; what has no day comes last.
    #[default]
    Latest,
    /// By day, the earliest first; what has no day comes last.
    Earliest,
}

/// A place in an answer, opaque to callers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor(pub String);

/// A part of an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Page<T> {
    /// In the order asked for.
    pub items: Vec<T>,
    /// Where to go on; null at the end.
    pub next: Option<Cursor>,
}
