//! Lists with the same filters, in parts.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use notula_store::Page;
use notula_story::view::{Actor, Conflict, Event, Position, Process, Proposal, Relation, Report, Statement, Story};

use crate::app::App;
use crate::asked::{Asked, Filters, Form, Ordered, Paging, Words};
use crate::error::Problem;
use crate::reply::{self, Listed};
use crate::rows::PlaceOfEvents;

macro_rules! lists {
    ($($(#[doc = $doc:literal])+ $name:ident $path:literal $tag:literal $item:ty, $($taken:ident)+;)+) => {$(
        $(#[doc = $doc])+
        #[utoipa::path(get, path = $path, tag = $tag, params($($taken),+), responses(
            (status = 200, content((Listed<$item> = "application/json"), (String = "text/csv"))),
            (status = "4XX", body = Problem, content_type = "application/problem+json"), (status = "5XX", body = Problem, content_type = "application/problem+json")))]
        pub(super) async fn $name(
            State(app): State<Arc<App>>,
            headers: HeaderMap,
            Asked { query, format, .. }: Asked<($($taken,)+)>,
        ) -> Result<Response, Problem> {
            let page = app.ask(move |store| store.$name(&query)).await?;
            reply::list(&headers, format, &Listed::from(page))
        }
    )+};
}

lists! {
    /// Reports, without their texts.
    reports "/reports" "reports" Report, Filters Words Ordered Paging Form;
    /// Actors; `text` is matched against their names.
    actors "/actors" "facts" Actor, Filters Words Paging Form;
    /// How actors belong together.
    relations "/relations" "facts" Relation, Filters Paging Form;
    /// Events, each with every report that tells it.
    events "/events" "facts" Event, Filters Ordered Paging Form;
    /// Statements; `text` is searched in their words.
    statements "/statements" "facts" Statement, Filters Words Ordered Paging Form;
    /// Positions, with every one that was held before.
    positions "/positions" "facts" Position, Filters Ordered Paging Form;
    /// Proposals through their life.
    proposals "/proposals" "facts" Proposal, Filters Words Ordered Paging Form;
    /// Where sources disagree.
    conflicts "/conflicts" "facts" Conflict, Filters Ordered Paging Form;
    /// Happenings, each with its reports.
    stories "/stories" "stories" Story, Filters Words Ordered Paging Form;
    /// Negotiations and conflicts with their parties.
    processes "/processes" "stories" Process, Filters Words Ordered Paging Form;
}

/// Places of events, with how many events happened there.
#[utoipa::path(get, path = "/places", tag = "facts", params(Filters, Paging, Form), responses(
    (status = 200, content((Listed<PlaceOfEvents> = "application/json"), (String = "text/csv"))),
    (status = "4XX", body = Problem, content_type = "application/problem+json"), (status = "5XX", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn places(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Asked { query, format, .. }: Asked<(Filters, Paging, Form)>,
) -> Result<Response, Problem> {
    let page = app.ask(move |store| store.places(&query)).await?;
    let items = page.items.into_iter().map(|(place, events)| PlaceOfEvents { place, events }).collect();
    reply::list(&headers, format, &Listed::from(Page { items, next: page.next }))
}
