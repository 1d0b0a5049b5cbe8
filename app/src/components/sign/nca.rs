//! `NCALayer`, the program of the national certification authority that signs with the ЭЦҚ: what the browser says to it
//! and what it answers. It listens on the reader's own machine; keys and passwords never leave it.
//!
//! Its module `kz.gov.pki.knca.basics` takes named arguments. It greets with `{"result":{"version":"1.4"}}`, and answers
//! `{"status":true,"body":{"result":["…"]}}` with a CMS in base64, bare or between PEM lines; without a result somebody
//! has closed its window. `{"status":false,"code":"…","message":"…"}` is a refusal; a program without the module says
//! `{"success":false,"errorCode":"MODULE_NOT_FOUND"}`.

use domain::Lang;
use serde_json::{Value, json};

/// The module that signs.
const MODULE: &str = "kz.gov.pki.knca.basics";

/// Extended key usage of keys that sign, of people and of those who sign for an organisation.
const SIGNS: &str = "1.3.6.1.5.5.7.3.4";

/// The longest message of theirs that is shown, in letters.
const LONGEST: usize = 300;

/// Why there is no signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NcaError {
    /// Nobody listens there: not started, or not installed.
    NotRunning,
    /// It has closed the connection before it answered.
    Gone,
    /// Its window was closed without signing, or whoever waited has stopped.
    Cancelled,
    /// It is too old: it has no such module.
    ModuleMissing,
    /// It has refused, in its own words: an expired key, for one.
    Refused(String),
    /// It answered what is no signature.
    Malformed,
}

/// What a message of `NCALayer` is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    /// A greeting, or a sign of life: the answer comes later.
    Nothing,
    /// A signature, in base64.
    Signature(String),
    /// There will be none.
    Not(NcaError),
}

/// What is asked: a detached CMS over what `data` is the base64 of, with a time stamp of the authority, whatever the key
/// is kept on. The program speaks `lang`.
pub fn request(data: &str, lang: Lang) -> String {
    json!({
        "module": MODULE,
        "method": "sign",
        "args": {
            "allowedStorages": null,
            "format": "cms",
            "data": data,
            "signingParams": { "decode": true, "encapsulate": false, "digested": false, "tsaProfile": {} },
            "signerParams": { "extKeyUsageOids": [SIGNS] },
            "locale": match lang { Lang::Kk => "kk", Lang::Ru => "ru" },
        },
    })
    .to_string()
}

/// What a message says.
pub fn heard(message: &str) -> Heard {
    let Ok(answer) = serde_json::from_str::<Value>(message) else {
        // Its sign of life is no JSON.
        let alive = message.trim().trim_matches('-') == "heartbeat" || message.trim().is_empty();
        return if alive { Heard::Nothing } else { Heard::Not(NcaError::Malformed) };
    };
    let text = |key: &str| answer.get(key).and_then(Value::as_str).unwrap_or_default();
    if answer == json!({}) || answer.pointer("/result/version").is_some() {
        return Heard::Nothing;
    }
    if text("errorCode") == "MODULE_NOT_FOUND" {
        return Heard::Not(NcaError::ModuleMissing);
    }
    let told = [text("message"), text("errorCode"), text("code")];
    if told.iter().any(|told| is_cancel(told)) {
        return Heard::Not(NcaError::Cancelled);
    }
    match answer.get("status").and_then(Value::as_bool) {
        Some(true) => match answer.pointer("/body/result") {
            None | Some(Value::Null) => Heard::Not(NcaError::Cancelled),
            Some(result) => first_text(result).and_then(bare).map_or(Heard::Not(NcaError::Malformed), Heard::Signature),
        },
        _ => match told.iter().find(|told| !told.is_empty()) {
            Some(told) => Heard::Not(NcaError::Refused(told.chars().take(LONGEST).collect())),
            None => Heard::Not(NcaError::Malformed),
        },
    }
}

fn is_cancel(told: &str) -> bool {
    let told = told.to_ascii_lowercase();
    ["action.canceled", "user_canceled", "user_cancelled", "action_canceled"].contains(&told.as_str())
}

/// A result is a text, or a list of one for each document.
fn first_text(result: &Value) -> Option<&str> {
    match result {
        Value::String(text) => Some(text),
        Value::Array(all) => all.first().and_then(first_text),
        _ => None,
    }
}

/// The base64 alone, without PEM lines. None when it is none, or does not begin as DER of a CMS does.
fn bare(text: &str) -> Option<String> {
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("-----"));
    let base64: String = lines.flat_map(str::split_whitespace).collect();
    let letters = base64.trim_end_matches('=');
    let is_base64 = letters.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/'));
    // A SEQUENCE whose length takes two bytes: M I.
    (is_base64 && base64.len() > 64 && base64.starts_with('M')).then_some(base64)
}

#[cfg(feature = "hydrate")]
pub use browser::{Call, sign};

#[cfg(feature = "hydrate")]
mod browser {
    use std::{
        cell::{Cell, RefCell},
        future::poll_fn,
        rc::Rc,
        task::{Poll, Waker},
    };

    use domain::Lang;
    use leptos::prelude::window;
    use wasm_bindgen::{JsCast, closure::Closure};
    use web_sys::{MessageEvent, WebSocket};

    use super::{Heard, NcaError, heard, request};

    type Answer = Result<Vec<u8>, NcaError>;

    /// A conversation with `NCALayer`, from which one can step back.
    #[derive(Clone, Default)]
    pub struct Call(Rc<RefCell<(Option<Answer>, Option<Waker>)>>);

    impl Call {
        /// Waits no longer.
        pub fn give_up(&self) {
            self.end(Err(NcaError::Cancelled));
        }

        /// The first end counts.
        fn end(&self, answer: Answer) {
            let mut state = self.0.borrow_mut();
            state.0.get_or_insert(answer);
            if let Some(waker) = state.1.take() {
                drop(state);
                waker.wake();
            }
        }

        async fn ended(&self) -> Answer {
            poll_fn(|context| {
                let mut state = self.0.borrow_mut();
                if let Some(answer) = state.0.take() {
                    return Poll::Ready(answer);
                }
                state.1 = Some(context.waker().clone());
                Poll::Pending
            })
            .await
        }
    }

    /// The connection. It ends with whoever waits.
    struct Line(WebSocket);

    impl Drop for Line {
        fn drop(&mut self) {
            for set in [WebSocket::set_onopen, WebSocket::set_onmessage, WebSocket::set_onclose] {
                set(&self.0, None);
            }
            let _ = self.0.close();
        }
    }

    /// Has `NCALayer` at this address sign `data`: a detached CMS in DER. It takes as long as people take to find their
    /// key and type its password.
    ///
    /// # Errors
    /// Why there is no signature.
    pub async fn sign(address: &str, data: &[u8], lang: Lang, call: &Call) -> Answer {
        // `btoa` takes a text of which every letter is a byte.
        let bytes: String = data.iter().copied().map(char::from).collect();
        let asked = request(&window().btoa(&bytes).map_err(|_| NcaError::Malformed)?, lang);
        let line = Line(WebSocket::new(address).map_err(|_| NcaError::NotRunning)?);
        let talking = Rc::new(Cell::new(false));
        let opened = {
            let (socket, call, talking) = (line.0.clone(), call.clone(), talking.clone());
            Closure::<dyn Fn()>::new(move || {
                talking.set(true);
                if socket.send_with_str(&asked).is_err() {
                    call.end(Err(NcaError::Gone));
                }
            })
        };
        let said = {
            let call = call.clone();
            Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
                match event.data().as_string().map(|text| heard(&text)) {
                    Some(Heard::Nothing) => {}
                    Some(Heard::Signature(base64)) => call.end(decoded(&base64).ok_or(NcaError::Malformed)),
                    Some(Heard::Not(why)) => call.end(Err(why)),
                    None => call.end(Err(NcaError::Malformed)),
                }
            })
        };
        // Comes after every error, too.
        let closed = {
            let call = call.clone();
            Closure::<dyn Fn()>::new(move || {
                call.end(Err(if talking.get() { NcaError::Gone } else { NcaError::NotRunning }));
            })
        };
        line.0.set_onopen(Some(opened.as_ref().unchecked_ref()));
        line.0.set_onmessage(Some(said.as_ref().unchecked_ref()));
        line.0.set_onclose(Some(closed.as_ref().unchecked_ref()));
        call.ended().await
    }

    fn decoded(base64: &str) -> Option<Vec<u8>> {
        let bytes = window().atob(base64).ok()?;
        bytes.chars().map(|letter| u8::try_from(u32::from(letter)).ok()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cms() -> String {
        format!("MIIB{}==", "aB3+".repeat(40))
    }

    #[test]
    fn a_detached_cms_is_asked_for_in_the_readers_language() {
        let asked: Value = serde_json::from_str(&request("0LA=", Lang::Kk)).expect("JSON");
        assert_eq!(asked["module"], "kz.gov.pki.knca.basics");
        assert_eq!(asked["method"], "sign");
        assert_eq!(asked["args"]["format"], "cms");
        assert_eq!(asked["args"]["data"], "0LA=");
        assert_eq!(asked["args"]["locale"], "kk");
        let params = &asked["args"]["signingParams"];
        assert_eq!((&params["decode"], &params["encapsulate"]), (&json!(true), &json!(false)));
        assert_eq!(asked["args"]["signerParams"]["extKeyUsageOids"], json!([SIGNS]));
        let russian: Value = serde_json::from_str(&request("", Lang::Ru)).expect("JSON");
        assert_eq!(russian["args"]["locale"], "ru");
    }

    #[test]
    fn a_greeting_is_no_answer() {
        for message in [r#"{"result":{"version":"1.4"}}"#, "--heartbeat--", "{}", ""] {
            assert_eq!(heard(message), Heard::Nothing, "{message}");
        }
    }

    #[test]
    fn a_signature_is_found_bare_or_between_pem_lines() {
        let pem = format!("-----BEGIN CMS-----\n{}\r\n{}\n-----END CMS-----\n", &cms()[..60], &cms()[60..]);
        for result in [json!([cms()]), json!(cms()), json!([pem]), json!(pem)] {
            let answer = json!({ "status": true, "body": { "result": result } }).to_string();
            assert_eq!(heard(&answer), Heard::Signature(cms()), "{answer}");
        }
    }

    #[test]
    fn whoever_closes_the_window_has_cancelled() {
        for message in [
            r#"{"status":true,"body":{}}"#,
            r#"{"status":true}"#,
            r#"{"status":false,"code":"USER_CANCELED","message":"closed"}"#,
            r#"{"code":"500","message":"action.canceled"}"#,
        ] {
            assert_eq!(heard(message), Heard::Not(NcaError::Cancelled), "{message}");
        }
    }

    #[test]
    fn an_old_program_has_no_such_module() {
        let answer = r#"{"success":false,"errorCode":"MODULE_NOT_FOUND"}"#;
        assert_eq!(heard(answer), Heard::Not(NcaError::ModuleMissing));
    }

    #[test]
    fn a_refusal_is_told_in_its_own_words_and_not_at_any_length() {
        let answer = r#"{"status":false,"code":"SIGNING_FAILURE","message":"Сертификаттың мерзімі өткен"}"#;
        assert_eq!(heard(answer), Heard::Not(NcaError::Refused("Сертификаттың мерзімі өткен".to_owned())));
        let long = json!({ "status": false, "message": "ұ".repeat(9000) }).to_string();
        assert!(matches!(heard(&long), Heard::Not(NcaError::Refused(text)) if text.chars().count() == LONGEST));
    }

    #[test]
    fn what_is_no_signature_is_not_taken_for_one() {
        for message in [
            "<html>",
            "[]",
            "true",
            r#"{"status":true,"body":{"result":[]}}"#,
            r#"{"status":true,"body":{"result":["MIIB"]}}"#,
            r#"{"status":true,"body":{"result":{"cms":1}}}"#,
            r#"{"hello":1}"#,
        ] {
            assert_eq!(heard(message), Heard::Not(NcaError::Malformed), "{message}");
        }
        let html = json!({ "status": true, "body": { "result": format!("M<{}>", "a".repeat(100)) } }).to_string();
        assert_eq!(heard(&html), Heard::Not(NcaError::Malformed));
    }
}
