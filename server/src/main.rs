//! The command `kenes`.

use std::process::ExitCode;

use clap::Parser as _;
use server::{commands, config::Cli};

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
