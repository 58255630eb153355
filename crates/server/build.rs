//! The pages are embedded when this crate is compiled; new ones must be noticed.

fn main() {
    println!("cargo:rerun-if-changed=web/dist");
    println!("cargo:rerun-if-changed=build.rs");
}
