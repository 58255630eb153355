//! The parameters, as the document of the API describes them.

use notula_record::{EventType, Status};
use notula_story::ids::{ActorId, ProcessId, StoryId};
use utoipa::{IntoParams, ToSchema};

/// Parameters that a request may have.
pub(crate) trait Taken: Send + Sync {
    /// Whether there is one of this name.
    fn takes(name: &str) -> bool;
}

macro_rules! taken {
    ($($of:ident)+) => {
        impl<$($of: Taken),+> Taken for ($($of,)+) {
            fn takes(name: &str) -> bool {
                $($of::takes(name))||+
            }
        }
    };
}
taken!(A B);
taken!(A B C);
taken!(A B C D);
taken!(A B C D E);

/// Declares parameters for the document, and their names for [`Taken`].
macro_rules! params {
    ($(#[$of_all:meta])* $all:ident { $($(#[$of_one:meta])* $one:ident: $kind:ty,)+ }) => {
        $(#[$of_all])*
        #[derive(Debug, IntoParams)]
        #[into_params(parameter_in = Query)]
        #[allow(dead_code)]
        pub(crate) struct $all { $($(#[$of_one])* $one: $kind,)+ }

        impl Taken for $all {
            fn takes(name: &str) -> bool {
                [$(stringify!($one)),+].iter().any(|one| one.trim_start_matches("r#") == name)
            }
        }
    };
}

/// ISO 3166-1 alpha-3.
#[derive(Debug, ToSchema)]
#[schema(pattern = "^[A-Za-z]{3}$", example = "SDN")]
#[allow(dead_code)]
pub(crate) struct Country(String);

/// Code of an issue, or the part before its point.
#[derive(Debug, ToSchema)]
#[schema(pattern = "^[a-z.-]{1,40}$", example = "ceasefire.general")]
#[allow(dead_code)]
pub(crate) struct Issue(String);

/// ISO 639.
#[derive(Debug, ToSchema)]
#[schema(pattern = "^[a-z]{2,3}$", example = "id")]
#[allow(dead_code)]
pub(crate) struct Language(String);

params! {
    /// Which facts or reports are wanted.
    Filters {
        /// Not before this day: the day of the fact, or else of the report.
        #[param(format = Date, example = "2026-01-01")]
        since: Option<String>,
        /// Not after this day.
        #[param(format = Date, example = "2026-12-31")]
        until: Option<String>,
        /// Each of these actors takes part, speaks or stands.
        #[param(style = Form, explode = false, min_items = 1, max_items = 100)]
        actor: Option<Vec<ActorId>>,
        /// An actor of one of these countries does.
        #[param(style = Form, explode = false, min_items = 1, max_items = 100)]
        country: Option<Vec<Country>>,
        /// On one of these issues; `territory` stands for all that begin with `territory.`.
        #[param(style = Form, explode = false, min_items = 1, max_items = 100)]
        issue: Option<Vec<Issue>>,
        /// Events of one of these PLOVER types.
        #[param(style = Form, explode = false, min_items = 1, max_items = 100)]
        r#type: Option<Vec<EventType>>,
        /// Events of which this became.
        #[param(style = Form, explode = false, min_items = 1, max_items = 100)]
        status: Option<Vec<Status>>,
        /// Of this story.
        story: Option<StoryId>,
        /// Of this process.
        process: Option<ProcessId>,
        /// From reports in one of these languages.
        #[param(style = Form, explode = false, min_items = 1, max_items = 100)]
        language: Option<Vec<Language>>,
        /// At least as probable.
        #[param(minimum = 0, maximum = 1)]
        min_confidence: Option<f32>,
    }
}

params! {
    /// What may be searched for, beside other filters.
    Words {
        /// Words, "a phrase", -without, begin*.
        #[param(max_length = 500)]
        text: Option<String>,
    }
}

params! {
    /// What must be searched for.
    Text {
        /// Words, "a phrase", -without, begin*.
        #[param(max_length = 500, pattern = r"\S", example = "truce")]
        text: String,
    }
}

params! {
    /// In what order.
    Ordered {
        /// `latest` or `earliest` first.
        #[param(pattern = "^(latest|earliest)$")]
        order: Option<String>,
    }
}

params! {
    /// Which part of a list.
    Paging {
        /// How many at most.
        #[param(minimum = 1, maximum = 1000)]
        limit: Option<u32>,
        /// `next` of the part before. One that this list has not given finds nothing (404).
        #[param(max_length = 500)]
        after: Option<String>,
    }
}

params! {
    /// The form of an answer.
    Form {
        /// `json` or `csv`; without it, the header `Accept` decides.
        #[param(pattern = "^(json|csv)$")]
        format: Option<String>,
    }
}

params! {
    /// The rows of an export.
    Kinds {
        /// Kind of rows, where the form is a table.
        #[param(pattern = "^(events|statements|positions|proposals|conflicts|actors|reports)$")]
        of: Option<String>,
    }
}

#[cfg(test)]
mod tests {
    use notula_export::Of;

    use super::*;

    #[test]
    fn every_kind_of_rows_is_described() {
        let parameter = &Kinds::into_params(|| None)[0];
        let text = serde_json::to_string(parameter).unwrap();
        assert!(Of::ALL.into_iter().all(|of| text.contains(of.name())), "{text}");
    }

    #[test]
    fn names_are_those_of_the_description() {
        let named = Filters::into_params(|| None);
        assert!(named.len() > 10 && named.iter().all(|parameter| Filters::takes(&parameter.name)));
    }
}
