//! What is printed of minutes.

use app::{
    i18n::{Locale, td_string},
    words,
};
use chrono::NaiveDate;
use documents::{AdditionSheet, Ink, MinutesSheet};
use domain::{
    Lang,
    document::Route,
    minutes::{
        State,
        lines::{Line, lines},
        view::{MinutesView, Office, Signed},
    },
};

/// All that is printed of locked minutes and of the additions that are locked.
pub(super) fn sheet(view: &MinutesView, lang: Lang, day: NaiveDate, public_url: &str) -> MinutesSheet {
    let locale = locale(lang);
    let text = if lang == Lang::Kk { &view.kk } else { &view.ru };
    // The kindergarten and the title as they were when it was signed.
    let (mut organisation, mut title) = (String::new(), String::new());
    for line in lines(text) {
        match line {
            Line::Middle(words) if organisation.is_empty() => organisation = words,
            Line::Title(words) => title = words,
            _ => {}
        }
    }
    let additions = view.additions.iter().filter(|addition| addition.state == State::Locked);
    MinutesSheet {
        lang,
        chair: ink(&view.signatures, Office::Chair, locale),
        secretary: ink(&view.signatures, Office::Secretary, locale),
        marks: words::minutes::marks(locale, view),
        note: words::minutes::note(locale, view).to_owned(),
        coded: td_string!(locale, minutes.coded).to_owned(),
        address: format!("{public_url}/verify/{}", view.seal),
        additions: additions
            .map(|addition| AdditionSheet {
                text: if lang == Lang::Kk { addition.kk.clone() } else { addition.ru.clone() },
                chair: ink(&addition.signatures, Office::Chair, locale),
                secretary: ink(&addition.signatures, Office::Secretary, locale),
                marks: words::minutes::addition_marks(locale, view.chair_title, addition),
            })
            .collect(),
        text: text.clone(),
        title,
        day,
        organisation,
    }
}

fn locale(lang: Lang) -> Locale {
    match lang {
        Lang::Kk => Locale::kk,
        Lang::Ru => Locale::ru,
    }
}

fn ink(signatures: &[Signed], office: Office, locale: Locale) -> Option<Ink> {
    let signed = signatures.iter().find(|signed| signed.office == office)?;
    Some(match signed.route {
        Route::Drawn => super::drawn(signed.strokes.as_ref()?),
        Route::Typed => Ink::Typed(signed.typed.clone()?),
        Route::Paper => Ink::Words(td_string!(locale, document.ink_paper).to_owned()),
        Route::Eds => Ink::Words(td_string!(locale, document.ink_eds).to_owned()),
    })
}
