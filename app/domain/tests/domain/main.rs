//! The rules against a kindergarten: one file per theme, named as the file of `src` that it mirrors.

mod absence;
mod assistants;
mod autoplan;
mod board;
mod booking;
mod care;
mod children;
mod conflicts;
mod context;
mod demo;
mod document;
mod fit;
mod hours;
mod kindergarten;
mod minutes;
mod nearest;
mod offer;
mod papers;
mod people;
mod presence;
mod properties;
mod room;
mod series;
mod sight;
mod size;
