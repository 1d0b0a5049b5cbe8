//! The real router on both databases, with the demonstration kindergarten.

mod base;
mod browser;
mod coverage;
mod documents;
mod feed;
mod files;
mod functions;
mod headers;
mod holiday;
mod ics;
mod input;
mod kindergartens;
mod language;
mod live;
mod minutes;
mod minutes_live;
mod print;
mod samples;
mod sign_in;
