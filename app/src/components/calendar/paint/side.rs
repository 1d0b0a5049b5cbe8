//! Whom to place: children whose weekly number is not reached, and those who wait.

use chrono::NaiveDate;
use domain::{
    Child, Kind, fold,
    format::{Plural, plural_ru},
};

use super::{Html, session::hue};
use crate::{
    components::calendar::{queue, sheet::Sheet},
    i18n::{Locale, td_string},
    language, words,
};

/// The children of the week of `day` whose names fit the search, and how many there are.
pub fn needs(sheet: &Sheet, locale: Locale, day: NaiveDate, search: &str) -> (String, usize) {
    let (mut html, mut found) = (Html::default(), 0);
    for need in sheet.context.needs(day) {
        let Some(child) = sheet.directory().children.get(&need.child) else { continue };
        if !fold::matches(&child.name.full(), search) {
            continue;
        }
        found += 1;
        let quota = format!("{}/{}", need.planned, need.quota);
        let kind = words::kind_short(locale, need.kind);
        let age = age(locale, child, sheet.today());
        let disorder = child.needs.as_ref().and_then(|needs| needs.disorder.as_deref());
        let about = match disorder {
            Some(disorder) => format!("{kind} · {age} · {disorder}"),
            None => format!("{kind} · {age}"),
        };
        let told = td_string!(
            locale,
            calendar.need_told,
            name = child.name.plain(),
            kind = kind,
            done = need.planned,
            all = need.quota
        )
        .to_string();
        let plan = td_string!(locale, autoplan.for_child, name = child.name.plain()).to_string();
        row(&mut html, child, need.kind, &about, &quota, &told, Some(&plan));
    }
    (html.into(), found)
}

/// The waiting list, the longest wait first.
pub fn waiting(sheet: &Sheet, locale: Locale, search: &str) -> (String, usize) {
    let (mut html, mut found) = (Html::default(), 0);
    let lang = language::of(locale);
    for line in &sheet.waiting {
        let Some(child) = sheet.directory().children.get(&line.child) else { continue };
        if !fold::matches(&child.name.full(), search) {
            continue;
        }
        found += 1;
        let kind = words::kind_short(locale, line.kind);
        let since = td_string!(locale, calendar.since, day = lang.day_month(line.since.day)).to_string();
        let about = match line.session.and_then(|id| sheet.context.get(id)) {
            Some(session) => {
                let slot = session.plan.slot;
                format!("{kind} · {}, {}", lang.day_month(slot.day), domain::time::clock(slot.start))
            }
            None => format!("{kind} · {since}"),
        };
        let offered = queue::until(locale, line);
        let about = offered.as_ref().map_or(about.clone(), |offered| format!("{about} · {offered}"));
        let position = line.position.filter(|_| line.session.is_some()).map(|n| n.to_string()).unwrap_or_default();
        let told =
            [child.name.plain(), kind.to_owned(), since].into_iter().chain(offered).collect::<Vec<_>>().join(", ");
        row(&mut html, child, line.kind, &about, &position, &told, None);
    }
    (html.into(), found)
}

/// A child as a button that can be dragged; `plan` says what the button beside it does, which asks for proposals.
fn row(html: &mut Html, child: &Child, kind: Kind, about: &str, quota: &str, told: &str, plan: Option<&str>) {
    html.raw("<li><button type=\"button\" class=\"need ").raw(hue(kind)).raw("\" data-child=\"").id(child.id.0);
    html.raw("\" data-kind=\"").raw(kind.code()).raw("\" aria-describedby=\"cal-need-keys\" aria-label=\"").text(told);
    html.raw("\"><span class=\"avatar\">").text(&child.name.initials()).raw("</span><b>").text(&child.name.plain());
    html.raw("</b><span class=\"about\">").text(about).raw("</span><em>").text(quota).raw("</em></button>");
    if let Some(plan) = plan {
        html.raw("<button type=\"button\" class=\"need-plan\" data-plan=\"")
            .id(child.id.0)
            .raw("\" title=\"")
            .text(plan);
        html.raw("\" aria-label=\"")
            .text(plan)
            .raw("\"><span class=\"plan-icon\" aria-hidden=\"true\"></span></button>");
    }
    html.raw("</li>");
}

/// «4 жас»; «4 года», «5 лет».
fn age(locale: Locale, child: &Child, today: NaiveDate) -> String {
    let n = child.age(today);
    match plural_ru(n) {
        Plural::One => td_string!(locale, calendar.age_one, n = n).to_string(),
        Plural::Few => td_string!(locale, calendar.age_few, n = n).to_string(),
        Plural::Many => td_string!(locale, calendar.age_many, n = n).to_string(),
    }
}

#[cfg(test)]
mod tests {
    use domain::Position;

    use super::*;
    use crate::components::calendar::{column::tests::day, sheet::tests::sheet};

    #[test]
    fn a_russian_keyboard_finds_the_child() {
        let sheet = sheet(Position::Methodist, vec![]);
        let found = |search: &str| needs(&sheet, Locale::ru, day(23), search).1;
        assert_eq!((found(""), found("алихан"), found("айару көш"), found("ботагоз")), (2, 1, 1, 0));
    }

    #[test]
    fn an_age_is_told_in_the_language_of_the_reader() {
        let sheet = sheet(Position::Methodist, vec![]);
        let told = |locale| needs(&sheet, locale, day(23), "").0;
        assert!(told(Locale::ru).contains("4 года") && told(Locale::kk).contains("4 жас"));
    }
}
