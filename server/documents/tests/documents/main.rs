//! Documents, read back by programs that are not ours.

mod cms;
mod forms;
mod http;
mod minutes;
mod ncanode;
mod papers;
mod press;
mod seal;
mod stamp;
mod tools;
