//! The browser's own voice. It reads one part after the other; what it reads is marked in the text.

use std::time::Duration;

use domain::Lang;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{SpeechSynthesis, SpeechSynthesisUtterance, SpeechSynthesisVoice};

use super::{aloud, sheet::Reading};

/// A little slower than talk: it is to be understood at once.
const PACE: f32 = 0.95;

/// What is being said, kept as long as it is: browsers forget what nobody holds.
struct Saying {
    utterance: SpeechSynthesisUtterance,
    _over: Closure<dyn FnMut()>,
    _failed: Closure<dyn FnMut()>,
}

/// Reads a text, and marks what it reads.
#[derive(Clone, Copy)]
pub(super) struct Reader {
    reading: RwSignal<Reading>,
    /// What is being read, in its parts.
    parts: StoredValue<Vec<(usize, String)>>,
    /// How often it has begun or stopped: what was said before counts for nothing.
    turn: StoredValue<u32>,
    held: StoredValue<Option<Saying>, LocalStorage>,
}

fn synthesis() -> Option<SpeechSynthesis> {
    let known = js_sys::Reflect::has(&window(), &"speechSynthesis".into()).unwrap_or(false);
    if known { window().speech_synthesis().ok() } else { None }
}

/// Whether this browser can speak. Asked early: some get their voices only then.
pub(super) fn is_there() -> bool {
    synthesis().map(|synthesis| synthesis.get_voices()).is_some()
}

fn voice(synthesis: &SpeechSynthesis, lang: Lang) -> Option<SpeechSynthesisVoice> {
    let mut all: Vec<SpeechSynthesisVoice> =
        synthesis.get_voices().iter().filter_map(|voice| voice.dyn_into().ok()).collect();
    let tags: Vec<_> = all.iter().map(|voice| (voice.lang(), voice.local_service())).collect();
    aloud::voice(lang, &tags).map(|n| all.swap_remove(n))
}

/// Whether a voice here speaks this language.
pub(super) fn speaks(lang: Lang) -> bool {
    synthesis().and_then(|synthesis| voice(&synthesis, lang)).is_some()
}

impl Reader {
    pub(super) fn new(reading: RwSignal<Reading>) -> Self {
        Self { reading, parts: StoredValue::default(), turn: StoredValue::new(0), held: StoredValue::new_local(None) }
    }

    /// Reads a text from its beginning.
    pub(super) fn read(self, lang: Lang, parts: Vec<(usize, String)>) {
        self.stop();
        self.parts.set_value(parts);
        self.say(lang, 0, self.turn.get_value());
    }

    /// Silence.
    pub(super) fn stop(self) {
        let _ = self.turn.try_update_value(|turn| *turn += 1);
        let _ = self.reading.try_set(None);
        if let Some(synthesis) = synthesis() {
            synthesis.cancel();
        }
    }

    fn say(self, lang: Lang, n: usize, turn: u32) {
        if self.turn.try_get_value() != Some(turn) {
            return;
        }
        let part = self.parts.with_value(|parts| parts.get(n).cloned());
        let Some((synthesis, (line, text))) = synthesis().zip(part) else {
            self.reading.set(None);
            return;
        };
        let (Some(voice), Ok(utterance)) = (voice(&synthesis, lang), SpeechSynthesisUtterance::new_with_text(&text))
        else {
            self.reading.set(None);
            return;
        };
        utterance.set_lang(&voice.lang());
        utterance.set_voice(Some(&voice));
        utterance.set_rate(PACE);
        self.reading.set(Some((lang, line)));
        // Not inside the event of what is thrown away then.
        let over =
            Closure::<dyn FnMut()>::new(move || set_timeout(move || self.say(lang, n + 1, turn), Duration::ZERO));
        let failed = Closure::<dyn FnMut()>::new(move || {
            if self.turn.try_get_value() == Some(turn) {
                let _ = self.reading.try_set(None);
            }
        });
        utterance.set_onend(Some(over.as_ref().unchecked_ref()));
        utterance.set_onerror(Some(failed.as_ref().unchecked_ref()));
        synthesis.speak(&utterance);
        // The closures of what was said before are dropped with it: it has ended, or was silenced.
        let before =
            self.held.try_update_value(|held| held.replace(Saying { utterance, _over: over, _failed: failed }));
        if let Some(Some(before)) = before {
            before.utterance.set_onend(None);
            before.utterance.set_onerror(None);
        }
    }
}
