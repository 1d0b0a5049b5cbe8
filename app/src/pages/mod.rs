//! One file per route.

pub mod account;
pub mod audit;
pub mod bodies;
pub mod book;
pub mod booking;
pub mod bookings;
pub mod calendar;
pub mod consent_form;
pub mod consents;
pub mod document;
pub mod documents;
pub mod holidays;
pub mod home;
pub mod join;
pub mod lazy;
pub mod meeting;
pub mod meeting_call;
pub mod meetings;
pub mod not_found;
pub mod people;
pub mod print;
pub mod register;
pub mod sign_in;
pub mod staff_hours;
pub mod touched;
pub mod verify;
