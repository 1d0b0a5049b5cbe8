//! The calendar of sessions: the grid, what one drags in it, and what stands around it.
//!
//! The content of the grid is painted as text, by the same functions on the server and in the browser ([`paint`]): a week
//! of 500 sessions costs no hydration. In the browser the board ([`browser`]) keeps what is shown and touches only the
//! nodes of the sessions that changed. What decides is pure and tested: [`address`], [`sheet`], [`layout`], [`glimpse`], [`shade`],
//! [`drag`], [`filter`], [`paper`]. The frame around the grid is Leptos: [`frame`], [`toolbar`], [`side`], [`editor`], [`notice`],
//! [`proposals`].

pub mod address;
pub mod attendance;
pub mod autoplan;
pub mod band;
#[cfg(feature = "hydrate")]
pub mod browser;
pub mod column;
pub mod desk;
pub mod drag;
pub mod editor;
pub mod facts;
pub mod fields;
pub mod filter;
pub mod finder;
pub mod fit;
pub mod frame;
pub mod glimpse;
#[cfg(feature = "ssr")]
pub mod kept;
pub mod layout;
pub mod notice;
pub mod packed;
pub mod paint;
pub mod paper;
pub mod print_menu;
pub mod proposals;
pub mod queue;
pub mod reason;
pub mod roster;
pub mod send;
pub mod series;
pub mod shade;
pub mod sheet;
pub mod side;
pub mod suspended;
pub mod toolbar;
pub mod when;
