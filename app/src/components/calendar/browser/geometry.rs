//! Where the columns and the minutes are on the screen.

use web_sys::HtmlElement;

use super::dom;

/// The grid as measured: once when something is picked up, and again when it has been scrolled.
#[derive(Clone, Debug, Default)]
pub(super) struct Geometry {
    left: f64,
    top: f64,
    height: f64,
    /// Pixels to a minute.
    px: f64,
    /// First minute of the grid.
    from: u16,
    /// Left edge and width of each column, from the left edge of the grid.
    columns: Vec<(f64, f64)>,
    /// The part of the grid that can be seen.
    view: (f64, f64, f64, f64),
    /// What stands over it at its left and at its top: the axis of hours, the heads.
    over: (f64, f64),
}

/// The part of an element that is on the screen.
fn seen(scroll: &HtmlElement) -> (f64, f64, f64, f64) {
    let (rect, screen) = (scroll.get_bounding_client_rect(), leptos::prelude::window());
    let size = |side: Result<wasm_bindgen::JsValue, _>| side.ok().and_then(|side| side.as_f64()).unwrap_or(f64::MAX);
    let (width, height) = (size(screen.inner_width()), size(screen.inner_height()));
    (rect.left().max(0.0), rect.top().max(0.0), rect.right().min(width), rect.bottom().min(height))
}

impl Geometry {
    pub(super) fn measure(scroll: &HtmlElement, (from, to): (u16, u16)) -> Option<Self> {
        let body = dom::find(scroll, ".cal-body")?;
        let rect = body.get_bounding_client_rect();
        let size = |selector: &str| dom::find(scroll, selector).map(|found| found.get_bounding_client_rect());
        let axis = size(".cal-axis").map_or(0.0, |axis| axis.width());
        let heads = size(".cal-heads").map_or(0.0, |heads| heads.height());
        let columns = dom::find_all(&body, ".cal-col")
            .iter()
            .map(|column| (f64::from(column.offset_left()), f64::from(column.offset_width())))
            .collect();
        Some(Self {
            left: rect.left(),
            top: rect.top(),
            height: rect.height(),
            px: rect.height() / f64::from((to - from).max(1)),
            from,
            columns,
            view: seen(scroll),
            over: (axis, heads),
        })
    }

    /// The grid has been scrolled: everything else stays.
    pub(super) fn follow(&mut self, scroll: &HtmlElement) {
        if let Some(body) = dom::find(scroll, ".cal-body") {
            let rect = body.get_bounding_client_rect();
            (self.left, self.top) = (rect.left(), rect.top());
        }
        self.view = seen(scroll);
    }

    /// Whether there is room below a time of a column, and at the right of the column, for what is said there.
    pub(super) fn room(&self, n: usize, slot: domain::Slot) -> (bool, bool) {
        const HIGH: f64 = 190.0;
        const WIDE: f64 = 300.0;
        let (_, top, right, bottom) = self.view;
        let minutes = |minute: u16| f64::from(minute.saturating_sub(self.from)) * self.px;
        let below = bottom - (self.top + minutes(slot.end()));
        let above = self.top + minutes(slot.start) - top - self.over.1;
        let left = self.columns.get(n).map_or(0.0, |(left, _)| self.left + left);
        (below >= HIGH || below >= above, left + WIDE <= right)
    }

    /// The column and the minute under a point; the nearest column for a point beside them. None outside the grid.
    pub(super) fn at(&self, x: f64, y: f64, outside: bool) -> Option<(usize, i32)> {
        let (left, top, right, bottom) = self.view;
        if !outside && !(left..=right).contains(&x) | !(top..=bottom).contains(&y) {
            return None;
        }
        let (x, y) = (x - self.left, (y - self.top).clamp(0.0, self.height));
        let column = self.columns.iter().position(|(left, width)| x < left + width)?.min(self.columns.len() - 1);
        #[expect(clippy::cast_possible_truncation, reason = "clamped to the grid")]
        let minute = (y / self.px) as i32;
        Some((column, minute + i32::from(self.from)))
    }

    /// Left edge and width of a column.
    pub(super) fn column(&self, n: usize) -> Option<(f64, f64)> {
        self.columns.get(n).copied()
    }

    /// How far to scroll in the next frame when the pointer is at an edge of what can be seen.
    pub(super) fn pull(&self, x: f64, y: f64) -> (f64, f64) {
        const EDGE: f64 = 44.0;
        const FASTEST: f64 = 14.0;
        let (left, top, right, bottom) = self.view;
        let pull = |at: f64, low: f64, high: f64| {
            let (before, after) = (low + EDGE - at, at - (high - EDGE));
            if before > 0.0 {
                -(before / EDGE).min(1.0) * FASTEST
            } else if after > 0.0 {
                (after / EDGE).min(1.0) * FASTEST
            } else {
                0.0
            }
        };
        // What stands over the grid at its edges is no part of it.
        (pull(x, left + self.over.0, right), pull(y, top + self.over.1, bottom))
    }
}
