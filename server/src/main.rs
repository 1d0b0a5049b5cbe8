//! The command `kenes`.

use std::process::ExitCode;

use clap::Parser as _;
use server::{commands, config::Cli};

// A page is thousands of small pieces of text, made and dropped at once: glibc's allocator spends a fifth more on them.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

#[tokio::main]
async fn main() -> ExitCode {
    match commands::run(Cli::parse().command).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("kenes: {fault}");
            ExitCode::FAILURE
        }
    }
}
