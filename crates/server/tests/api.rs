//! The API as a program sees it, over the project's samples.

mod support;

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use axum::response::Response;
use http_body_util::BodyExt;
use notula_server::{Scope, Settings, Token};
use serde_json::{Value, json};
use tower::ServiceExt;

/// A server and the store behind it.
struct Server {
    router: Router,
    _samples: support::Samples,
}

impl std::ops::Deref for Server {
    type Target = Router;

    fn deref(&self) -> &Router {
        &self.router
    }
}

fn server() -> Server {
    serving(Settings::default())
}

fn serving(settings: Settings) -> Server {
    let samples = support::samples();
    let router = notula_server::router(settings, Arc::clone(&samples.store), support::reader());
    Server { router, _samples: samples }
}

fn guarded() -> Server {
    let tokens = vec![
        Token::new("sari", Scope::Write, "the secret of sari").unwrap(),
        Token::new("budi", Scope::Read, "the secret of budi").unwrap(),
    ];
    serving(Settings { tokens, ..Settings::default() })
}

fn asking(path: &str) -> axum::http::request::Builder {
    Request::builder().uri(path).header(header::HOST, "localhost")
}

async fn answer(server: &Router, request: Request<Body>) -> Response {
    server.clone().oneshot(request).await.unwrap()
}

async fn text(response: Response) -> String {
    let bytes = axum::body::to_bytes(response.into_body(), 64 << 20).await.unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

async fn get(server: &Router, path: &str) -> (StatusCode, Value) {
    let response = answer(server, asking(path).body(Body::empty()).unwrap()).await;
    let status = response.status();
    (status, serde_json::from_str(&text(response).await).unwrap_or(Value::Null))
}

async fn post(server: &Router, path: &str, body: &Value, with: &[(&str, &str)]) -> (StatusCode, Value) {
    let mut request = asking(path).method("POST").header(header::CONTENT_TYPE, "application/json");
    for (name, value) in with {
        request = request.header(*name, *value);
    }
    let response = answer(server, request.body(Body::from(body.to_string())).unwrap()).await;
    let status = response.status();
    (status, serde_json::from_str(&text(response).await).unwrap_or(Value::Null))
}

const OURS: &[(&str, &str)] = &[("x-notula", "1")];

#[tokio::test]
async fn lists_come_in_parts_that_join_without_gap_or_double() {
    let server = server();
    let (status, whole) = get(&server, "/api/v1/events?limit=1000").await;
    assert_eq!(status, StatusCode::OK);
    let ids = |page: &Value| page["items"].as_array().unwrap().iter().map(|e| e["id"].clone()).collect::<Vec<_>>();
    let (mut joined, mut after) = (Vec::new(), String::new());
    loop {
        let (_, page) = get(&server, &format!("/api/v1/events?limit=7{after}")).await;
        joined.extend(ids(&page));
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => break,
        }
    }
    assert!(joined.len() > 50);
    assert_eq!(joined, ids(&whole));
}

#[tokio::test]
async fn filters_reach_the_store() {
    let server = server();
    let (_, planned) = get(&server, "/api/v1/events?status=planned&type=CONSULT,AGREE&limit=1000").await;
    let planned = planned["items"].as_array().unwrap();
    assert!(!planned.is_empty());
    for event in planned {
        assert_eq!(event["status"], "planned");
        assert!(["CONSULT", "AGREE"].contains(&event["type"].as_str().unwrap()));
    }
    let (status, problem) = get(&server, "/api/v1/events?since=tomorrow").await;
    assert_eq!((status, problem["status"].as_u64()), (StatusCode::BAD_REQUEST, Some(400)));
    let (status, problem) = get(&server, "/api/v1/events?after=%00%01").await;
    assert_eq!(status, StatusCode::NOT_FOUND, "{problem}");
    let (status, problem) = get(&server, "/api/v1/export/xlsx?text=truce").await;
    assert_eq!(status, StatusCode::BAD_REQUEST, "{problem}");
}

#[tokio::test]
async fn what_has_not_changed_is_not_sent_again() {
    let server = server();
    let first = answer(&server, asking("/api/v1/processes").body(Body::empty()).unwrap()).await;
    let tag = first.headers()[header::ETAG].clone();
    let again = asking("/api/v1/processes").header(header::IF_NONE_MATCH, tag).body(Body::empty()).unwrap();
    let again = answer(&server, again).await;
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    assert_eq!(text(again).await, "");
}

#[tokio::test]
async fn a_kept_answer_goes_when_the_store_changes() {
    let server = server();
    let (_, before) = get(&server, "/api/v1/events/E3").await;
    assert_eq!(get(&server, "/api/v1/events/E3").await.1, before);
    post(&server, "/api/v1/corrections", &json!({ "change": "confirm", "fact": "E3" }), OURS).await;
    let (_, after) = get(&server, "/api/v1/events/E3").await;
    assert_eq!((before["confidence"] == 1.0, after["confidence"] == 1.0), (false, true));
}

#[tokio::test]
async fn tables_come_as_csv() {
    let server = server();
    let request = asking("/api/v1/statements?limit=3").header(header::ACCEPT, "text/csv").body(Body::empty()).unwrap();
    let table = text(answer(&server, request).await).await;
    let mut lines = csv::Reader::from_reader(table.as_bytes());
    assert_eq!(&lines.headers().unwrap()[0], "id");
    assert_eq!(lines.records().map(Result::unwrap).count(), 3);
}

#[tokio::test]
async fn exports_hold_all_that_the_filters_let_through() {
    let server = server();
    let all =
        text(answer(&server, asking("/api/v1/export/csv?of=statements").body(Body::empty()).unwrap()).await).await;
    let (_, totals) = get(&server, "/api/v1/totals").await;
    let rows = csv::Reader::from_reader(all.as_bytes()).records().map(Result::unwrap).count();
    assert_eq!(rows as u64, totals["statements"].as_u64().unwrap());
    let (status, _) = get(&server, "/api/v1/export/doc").await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_compressed_export_ends_well() {
    let request =
        asking("/api/v1/export/csv?of=statements").header(header::ACCEPT_ENCODING, "gzip").body(Body::empty());
    let server = server();
    let response = answer(&server, request.unwrap()).await;
    assert_eq!(response.headers()[header::CONTENT_ENCODING], "gzip");
    let mut body = response.into_body();
    let mut bytes = 0;
    while let Some(frame) = body.frame().await {
        bytes += frame.unwrap().data_ref().map_or(0, |data| data.len());
    }
    assert!(bytes > 1000);
}

#[tokio::test]
async fn a_pasted_report_is_read_and_nothing_is_stored() {
    let server = server();
    let (_, before) = get(&server, "/api/v1/totals").await;
    let report =
        json!({ "text": "Jakarta, Warta Utara --\nMenteri itu menolak usul damai Malaysia.\nADVERTISEMENT\n" });
    let (status, reading) = post(&server, "/api/v1/read", &report, OURS).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(reading["record"]["document"]["text"], "Menteri itu menolak usul damai Malaysia.");
    let raw: Vec<char> = reading["raw"].as_str().unwrap().chars().collect();
    let dropped = &reading["record"]["document"]["dropped"][0];
    let stretch = dropped["start"].as_u64().unwrap() as usize..dropped["end"].as_u64().unwrap() as usize;
    assert!(!raw[stretch].is_empty());
    assert_eq!(get(&server, "/api/v1/totals").await.1, before);
}

#[tokio::test]
async fn bytes_in_another_encoding_are_read_as_they_are() {
    let (status, reading) = post(
        &server(),
        "/api/v1/read",
        &json!({ "bytes": "VnXoaeYgYmVydGVtdSBLdXJ0aSBkaSBCcnVzc2VsIHVudHVrIGJlcnVuZGluZyB0ZW50YW5nIEtvc292bw==" }),
        OURS,
    )
    .await;
    assert_eq!(status, StatusCode::OK);
    assert!(reading["record"]["document"]["text"].as_str().unwrap().starts_with("Vučić bertemu"));
}

#[tokio::test]
async fn what_cannot_be_read_is_said_plainly() {
    let server = server();
    for (body, status) in [
        (json!({ "text": " \n" }), StatusCode::UNPROCESSABLE_ENTITY),
        (json!({ "bytes": "JVBERi0xLjQ=" }), StatusCode::UNPROCESSABLE_ENTITY),
        (json!({ "bytes": "?" }), StatusCode::BAD_REQUEST),
        (json!({}), StatusCode::BAD_REQUEST),
        (json!({ "text": "a", "published": "yesterday" }), StatusCode::BAD_REQUEST),
        (json!({ "text": "a", "colour": "red" }), StatusCode::UNPROCESSABLE_ENTITY),
        (json!({ "text": "a".repeat((4 << 20) + 1) }), StatusCode::PAYLOAD_TOO_LARGE),
        (json!({ "text": "a".repeat(20 << 20) }), StatusCode::PAYLOAD_TOO_LARGE),
    ] {
        let (found, problem) = post(&server, "/api/v1/read", &body, OURS).await;
        assert_eq!(found, status, "{problem}");
        assert!(!problem["detail"].as_str().unwrap().is_empty());
    }
}

#[tokio::test]
async fn a_stored_report_can_be_found_again() {
    let server = server();
    let report = json!({ "text": "Kairo, Warta Utara --\nMenteri Luar Negeri Mesir bertemu utusan Qatar pada Senin (2/2).", "source": "mine.txt" });
    let (status, stored) = post(&server, "/api/v1/reports", &report, OURS).await;
    assert_eq!(status, StatusCode::CREATED);
    let id = stored["added"]["new"].as_str().unwrap().to_owned();
    assert_eq!(get(&server, &format!("/api/v1/reports/{id}")).await.1["source"], "mine.txt");
    let (status, again) = post(&server, "/api/v1/reports", &report, OURS).await;
    assert_eq!((status, again["added"]["known"].as_str()), (StatusCode::OK, Some(id.as_str())));
}

#[tokio::test]
async fn corrections_say_who_and_are_listed() {
    let server = guarded();
    let sari = [("authorization", "Bearer the secret of sari")];
    let (status, made) =
        post(&server, "/api/v1/corrections", &json!({ "change": "reject", "fact": "E3", "note": "no" }), &sari).await;
    assert_eq!(status, StatusCode::CREATED);
    assert_eq!(made["by"], "sari");
    let budi = [("authorization", "Bearer the secret of budi")];
    let (status, _) = post(&server, "/api/v1/corrections", &json!({ "change": "reject", "fact": "E3" }), &budi).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    for (wrong, expected) in [
        (json!({ "change": "reject", "fact": "X3" }), StatusCode::UNPROCESSABLE_ENTITY),
        (json!({ "change": "reject", "fact": "E999999" }), StatusCode::NOT_FOUND),
        (json!({ "change": "undo", "correction": u64::MAX }), StatusCode::NOT_FOUND),
        (json!({ "change": "merge-actors", "from": "A1", "into": "A1" }), StatusCode::CONFLICT),
    ] {
        let (status, problem) = post(&server, "/api/v1/corrections", &wrong, &sari).await;
        assert_eq!(status, expected, "{problem}");
    }
    let listed =
        asking("/api/v1/corrections").header("authorization", "Bearer the secret of budi").body(Body::empty()).unwrap();
    let listed: Value = serde_json::from_str(&text(answer(&server, listed).await).await).unwrap();
    assert_eq!(listed["items"][0]["fact"], "E3");
    assert_eq!(listed["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn without_a_token_nothing_is_told() {
    let server = guarded();
    for path in [
        "/api/v1/reports",
        "/api/v1/search?text=a",
        "/api/v1/export/csv",
        "/api/v1/changes",
        "/metrics",
        "/api/v1/nothing",
    ] {
        let (status, _) = get(&server, path).await;
        assert!(matches!(status, StatusCode::UNAUTHORIZED | StatusCode::NOT_FOUND), "{path}: {status}");
    }
    let wrong = asking("/api/v1/reports").header("authorization", "Bearer the secret").body(Body::empty()).unwrap();
    assert_eq!(answer(&server, wrong).await.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(get(&server, "/api/v1/session").await.1, json!({ "name": null, "scope": null, "tokens": true }));
}

#[tokio::test]
async fn signing_in_gives_a_cookie_that_pages_elsewhere_cannot_use() {
    let server = guarded();
    let (status, _) = post(&server, "/api/v1/session", &json!({ "token": "wrong" }), OURS).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    let request = asking("/api/v1/session")
        .method("POST")
        .header("x-notula", "1")
        .header(header::CONTENT_TYPE, "application/json");
    let response =
        answer(&server, request.body(Body::from(json!({ "token": "the secret of sari" }).to_string())).unwrap()).await;
    let cookie = response.headers()[header::SET_COOKIE].to_str().unwrap().to_owned();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"));
    let session = cookie.split(';').next().unwrap();
    let who = asking("/api/v1/session").header(header::COOKIE, session).body(Body::empty()).unwrap();
    let who: Value = serde_json::from_str(&text(answer(&server, who).await).await).unwrap();
    assert_eq!(who["name"], "sari");
    // with the cookie alone nothing can be changed
    let (status, _) =
        post(&server, "/api/v1/corrections", &json!({ "change": "confirm", "fact": "E3" }), &[("cookie", session)])
            .await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    let elsewhere = [("cookie", session), ("x-notula", "1"), ("origin", "https://elsewhere.example")];
    let (status, _) =
        post(&server, "/api/v1/corrections", &json!({ "change": "confirm", "fact": "E3" }), &elsewhere).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn other_names_of_the_machine_are_refused() {
    let request =
        Request::builder().uri("/api/v1/totals").header(header::HOST, "rebound.example").body(Body::empty()).unwrap();
    assert_eq!(answer(&server(), request).await.status(), StatusCode::MISDIRECTED_REQUEST);
    let request = Request::builder().uri("/api/v1/totals").body(Body::empty()).unwrap();
    assert_eq!(answer(&server(), request).await.status(), StatusCode::MISDIRECTED_REQUEST);
}

#[tokio::test]
async fn every_answer_forbids_what_the_pages_do_not_need() {
    let server = server();
    for path in ["/", "/api/v1/totals", "/reports/N1", "/no/such/page", "/api/v1/reports/N999999"] {
        let response = answer(&server, asking(path).body(Body::empty()).unwrap()).await;
        let policy = response.headers()[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{path}");
        assert_eq!(response.headers()[header::X_CONTENT_TYPE_OPTIONS], "nosniff", "{path}");
        assert!(!response.headers().contains_key("access-control-allow-origin"), "{path}");
    }
}

#[tokio::test]
async fn hostile_paths_find_nothing() {
    let server = server();
    for path in [
        "/../Cargo.toml",
        "/assets/../../Cargo.toml",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/api/v1/samples/..%2f..%2fCargo.toml",
        "/.keep",
    ] {
        let response = answer(&server, asking(path).body(Body::empty()).unwrap()).await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND, "{path}");
        assert!(!text(response).await.contains("[package]"), "{path}");
    }
}

#[tokio::test]
async fn too_many_requests_are_sent_away() {
    let server = serving(Settings { rate: 2, ..Settings::default() });
    let mut refused = 0;
    for _ in 0..12 {
        let response = answer(&server, asking("/health").body(Body::empty()).unwrap()).await;
        refused += u32::from(response.status() == StatusCode::TOO_MANY_REQUESTS);
    }
    assert!((3..=5).contains(&refused), "{refused}");
}

#[tokio::test]
async fn a_process_has_a_feed_and_a_calendar() {
    let server = server();
    let feed = text(answer(&server, asking("/api/v1/processes/P1/feed.atom").body(Body::empty()).unwrap()).await).await;
    assert!(feed.contains("<feed xmlns=\"http://www.w3.org/2005/Atom\">") && feed.contains("<entry>"));
    let calendar =
        text(answer(&server, asking("/api/v1/processes/P2/calendar.ics").body(Body::empty()).unwrap()).await).await;
    assert!(calendar.starts_with("BEGIN:VCALENDAR"));
    assert_eq!(get(&server, "/api/v1/processes/P999/feed.atom").await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn search_tells_where_the_words_stand_and_how_they_spread() {
    let (_, found) = get(&server(), "/api/v1/search?text=truce").await;
    let hit = &found["items"][0];
    let snippet: Vec<char> = hit["snippet"].as_str().unwrap().chars().collect();
    let [start, end] = [0, 1].map(|i| hit["found"][0][i].as_u64().unwrap() as usize);
    assert_eq!(snippet[start..end].iter().collect::<String>().to_lowercase(), "truce");
    assert_eq!(found["facets"]["counted"].as_u64().unwrap() as usize, found["items"].as_array().unwrap().len());
}

#[tokio::test]
async fn every_described_address_answers() {
    let server = server();
    let (_, document) = get(&server, "/api/v1/openapi.json").await;
    assert_eq!(document["openapi"], "3.1.0");
    let paths = document["paths"].as_object().unwrap();
    assert!(paths.len() > 25);
    for (path, item) in paths.iter().filter(|(_, item)| item.get("get").is_some()) {
        let filled = path
            .replace("/reports/{id}", "/reports/N1")
            .replace("/actors/{id}", "/actors/A1")
            .replace("/events/{id}", "/events/E1")
            .replace("/statements/{id}", "/statements/S1")
            .replace("/proposals/{id}", "/proposals/R1")
            .replace("/stories/{id}", "/stories/T1")
            .replace("/processes/{id}", "/processes/P1")
            .replace("{form}", "jsonl")
            .replace("{name}", "en-06-khartoum");
        assert!(!filled.contains('{'), "{filled}");
        let filled = if path.ends_with("/search") { filled + "?text=truce" } else { filled };
        let response = answer(&server, asking(&filled).body(Body::empty()).unwrap()).await;
        assert_eq!(response.status(), StatusCode::OK, "{filled}");
        let kind = response.headers()[header::CONTENT_TYPE].to_str().unwrap().split(';').next().unwrap().to_owned();
        let described = &item["get"]["responses"]["200"]["content"];
        let any = described.get("application/octet-stream").is_some();
        assert!(any || described.as_object().is_none_or(|kinds| kinds.contains_key(&kind)), "{path} answers {kind}");
    }
}

#[tokio::test]
async fn the_description_refers_to_nothing_that_it_lacks() {
    let document = serde_json::to_value(notula_server::document()).unwrap();
    fn check(value: &Value, document: &Value) {
        match value {
            Value::Object(map) => {
                if let Some(Value::String(to)) = map.get("$ref") {
                    let pointer = to.strip_prefix('#').unwrap();
                    assert!(document.pointer(pointer).is_some(), "{to} is missing");
                }
                map.values().for_each(|value| check(value, document));
            }
            Value::Array(list) => list.iter().for_each(|value| check(value, document)),
            _ => {}
        }
    }
    check(&document, &document);
    let schemas = &document["components"]["schemas"];
    assert_eq!(schemas["EventType"]["enum"][0], "AGREE");
    assert_eq!(schemas["PlanStatus"]["enum"][2], "under-negotiation");
    assert_eq!(schemas["Event"]["properties"]["id"]["$ref"], "#/components/schemas/EventId");
    assert_eq!(schemas["EventId"]["pattern"], "^E[0-9]{1,18}$");
}
