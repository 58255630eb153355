//! Serves the samples from a store that is thrown away, to work on the pages: `cargo run -p notula-server --example rehearsal -- 8080`.

#[path = "../tests/support/mod.rs"]
mod support;

fn main() -> std::io::Result<()> {
    let port = std::env::args().nth(1).and_then(|port| port.parse().ok()).unwrap_or(8080);
    let settings = notula_server::Settings { listen: ([127, 0, 0, 1], port).into(), rate: 0, ..Default::default() };
    let samples = support::samples();
    notula_server::serve(settings, samples.store.clone(), support::reader(), |address| println!("http://{address}/"))
}
