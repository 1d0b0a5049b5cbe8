//! The rules against a kindergarten: one file per theme, named as the file of `src` that it mirrors.

mod absence;
mod assistants;
mod booking;
mod care;
mod children;
mod conflicts;
mod context;
mod demo;
mod hours;
mod kindergarten;
mod nearest;
mod papers;
mod people;
mod presence;
mod properties;
mod room;
mod sight;
mod size;
