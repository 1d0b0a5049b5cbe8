use chrono::NaiveDate;
use crate::{Context, Plan, Slot};
/// The nearest legal times for the same plan, nearest first.
pub fn nearest(_plan: &Plan, _context: &Context) -> Vec<Slot> { Vec::new() }
/// Every legal start of the plan on a day, in order, in steps of `step` minutes.
pub fn free(_plan: &Plan, _day: NaiveDate, _step: u16, _context: &Context) -> Vec<Slot> { Vec::new() }
