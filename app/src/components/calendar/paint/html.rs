//! A string that knows how to take names and numbers.

use std::fmt::Write as _;

use domain::time::push_clock;
use uuid::{Uuid, fmt::Hyphenated};

/// HTML being written, and a string that is used again and again for what is said in it.
#[derive(Default)]
pub struct Html(String, String);

impl Html {
    /// Empty, with room for so many bytes.
    pub fn with_capacity(bytes: usize) -> Self {
        Self(String::with_capacity(bytes), String::with_capacity(256))
    }

    /// Markup of our own.
    pub fn raw(&mut self, markup: &str) -> &mut Self {
        self.0.push_str(markup);
        self
    }

    /// Anybody's words: what means something in HTML is written so that it means nothing. Right for attributes too.
    pub fn text(&mut self, text: &str) -> &mut Self {
        let mut done = 0;
        for (at, byte) in text.bytes().enumerate() {
            let instead = match byte {
                b'&' => "&amp;",
                b'<' => "&lt;",
                b'>' => "&gt;",
                b'"' => "&quot;",
                b'\'' => "&#39;",
                _ => continue,
            };
            self.0.push_str(&text[done..at]);
            self.0.push_str(instead);
            done = at + 1;
        }
        self.0.push_str(&text[done..]);
        self
    }

    /// Anybody's words that are put together first.
    pub fn said(&mut self, say: impl FnOnce(&mut String)) -> &mut Self {
        let mut said = std::mem::take(&mut self.1);
        said.clear();
        say(&mut said);
        self.text(&said);
        self.1 = said;
        self
    }

    /// A number.
    pub fn num(&mut self, number: impl Into<i64>) -> &mut Self {
        let mut digits = [0u8; 20];
        let (mut at, number) = (digits.len(), number.into());
        let mut rest = number.unsigned_abs();
        loop {
            at -= 1;
            digits[at] = b'0' + u8::try_from(rest % 10).unwrap_or(0);
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        if number < 0 {
            self.0.push('-');
        }
        self.0.push_str(std::str::from_utf8(&digits[at..]).unwrap_or_default());
        self
    }

    /// A number of children or places.
    pub fn count(&mut self, number: usize) -> &mut Self {
        self.num(i64::try_from(number).unwrap_or(i64::MAX))
    }

    /// `09:20` from a minute of the day.
    pub fn clock(&mut self, minute: u16) -> &mut Self {
        push_clock(minute, &mut self.0);
        self
    }

    /// An id.
    pub fn id(&mut self, id: Uuid) -> &mut Self {
        self.0.push_str(id.as_hyphenated().encode_lower(&mut [0; Hyphenated::LENGTH]));
        self
    }

    /// A day, as in an address.
    pub fn day(&mut self, day: chrono::NaiveDate) -> &mut Self {
        // Writing to a string does not fail.
        let _ = write!(self.0, "{day}");
        self
    }
}

impl From<Html> for String {
    fn from(html: Html) -> Self {
        html.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl FnOnce(&mut Html) -> &mut Html) -> String {
        let mut html = Html::default();
        write(&mut html);
        html.into()
    }

    #[test]
    fn a_name_can_not_become_markup() {
        assert_eq!(
            written(|html| html.text("<b onclick='x'>\"Әсем\" & Co</b>")),
            "&lt;b onclick=&#39;x&#39;&gt;&quot;Әсем&quot; &amp; Co&lt;/b&gt;"
        );
        assert_eq!(written(|html| html.text("Қалдыбек Әсемгүл")), "Қалдыбек Әсемгүл");
    }

    #[test]
    fn numbers_and_times_are_written_plainly() {
        assert_eq!(written(|html| html.num(0).raw(" ").num(-45).raw(" ").num(1080u16)), "0 -45 1080");
        assert_eq!(written(|html| html.clock(545).raw("–").clock(1439)), "09:05–23:59");
        assert_eq!(written(|html| html.id(Uuid::nil())), "00000000-0000-0000-0000-000000000000");
    }
}
