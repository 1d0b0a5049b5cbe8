//! The command `kenes`.
fn main() {}
