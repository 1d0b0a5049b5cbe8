//! Booking, in three steps: what, when, is it right. Each step is an address; without WASM they are links and one form.

mod confirm;
mod what;
mod when;

use domain::BookingId;
use leptos::{html, prelude::*};
use leptos_router::hooks::use_query_map;

use crate::{
    Failure,
    api::booking::{Book, MoveBooking, Start, Wait, Week, free_days, offer},
    components::{
        booking::{
            choice::{Choice, Step, Wanted},
            door, refused,
        },
        title::Title,
    },
    i18n::{Locale, t, t_string, td_string, use_i18n},
    visit::use_org,
};

/// The forms of the last step. They outlive the screens: what came of one is said above them.
#[derive(Clone, Copy)]
struct Forms {
    book: ServerAction<Book>,
    moving: ServerAction<MoveBooking>,
    wait: ServerAction<Wait>,
}

impl Forms {
    fn failure(self) -> Option<Failure> {
        let failed = |result: Option<Result<(), Failure>>| result.and_then(Result::err);
        failed(self.book.value().get())
            .or_else(|| failed(self.moving.value().get()))
            .or_else(|| failed(self.wait.value().get()))
    }

    fn pending(self) -> bool {
        self.book.pending().get() || self.moving.pending().get() || self.wait.pending().get()
    }

    fn forget(self) {
        self.book.clear();
        self.moving.clear();
        self.wait.clear();
    }
}

/// The page.
#[component]
pub fn BookPage() -> impl IntoView {
    let i18n = use_i18n();
    let phone = use_org().phone;
    let query = use_query_map();
    let choice = Memo::new(move |_| query.with(Choice::read));
    let start = Resource::new_blocking(move || choice.with(|choice| choice.moving), |moving| offer(text(moving)));
    let week = Resource::new_blocking(move || choice.with(Asked::of), Asked::answer);
    let forms = Forms { book: ServerAction::new(), moving: ServerAction::new(), wait: ServerAction::new() };
    let step = Memo::new(move |_| choice.with(Choice::step));
    let heading = NodeRef::<html::H1>::new();

    // What was refused belongs to what was chosen then.
    Effect::watch(move || choice.get(), move |_, _, _| forms.forget(), false);
    // The next step begins where it says so: for those who listen, too.
    Effect::watch(
        move || step.get(),
        move |_, _, _| {
            if let Some(heading) = heading.get_untracked() {
                let _ = heading.focus();
            }
        },
        false,
    );

    let title = move || match (step.get(), choice.with(|choice| choice.moving.is_some())) {
        (Step::What, _) => t_string!(i18n, booking.what_title),
        (Step::When, false) => t_string!(i18n, booking.when_title),
        (Step::When, true) => t_string!(i18n, booking.when_move_title),
        (Step::Confirm, false) => t_string!(i18n, booking.confirm_title),
        (Step::Confirm, true) => t_string!(i18n, booking.confirm_move_title),
    };
    let here = door::here();
    view! {
        <Title text=move || t_string!(i18n, booking.title) />
        <div class="page narrow book">
            <p class="book-step">{t!(i18n, booking.step)}": "{move || format!("{} / 3", step.get().number())}</p>
            <h1 tabindex="-1" node_ref=heading>{title}</h1>
            <Transition>
                {move || {
                    let (locale, choice, here, phone) = (i18n.get_locale(), choice.get(), here.clone(), phone.clone());
                    Suspend::new(async move {
                        match (start.await, week.await) {
                            (Ok(start), Ok(week)) => {
                                let screen = Screen { locale, choice, start, phone };
                                screen.show(week.as_ref(), forms)
                            }
                            (Err(failure), _) | (_, Err(failure)) => door::closed(locale, &failure, &here),
                        }
                    })
                }}
            </Transition>
        </div>
    }
}

fn text(id: Option<BookingId>) -> String {
    id.map(|id| id.to_string()).unwrap_or_default()
}

/// What the server is asked for a choice. Choosing among the times that it gave asks nothing anew; the last step does.
#[derive(Clone, PartialEq)]
struct Asked(Option<Choice>);

impl Asked {
    fn of(choice: &Choice) -> Self {
        Self((choice.step() != Step::What).then(|| if choice.settled { choice.clone() } else { choice.without_time() }))
    }

    async fn answer(self) -> Result<Option<Week>, Failure> {
        let Some(Choice { child: Some(child), kind: Some(kind), staff, day, .. }) = self.0 else { return Ok(None) };
        let staff = match staff {
            Some(Wanted::Person(id)) => id.to_string(),
            _ => String::new(),
        };
        let day = day.map(|day| day.to_string()).unwrap_or_default();
        free_days(child.to_string(), kind.code().to_owned(), staff, day).await.map(Some)
    }
}

/// What every screen stands on.
struct Screen {
    locale: Locale,
    choice: Choice,
    start: Start,
    phone: String,
}

impl Screen {
    fn show(&self, week: Option<&Week>, forms: Forms) -> AnyView {
        // A child without a contract is told so before anything is chosen, whatever the address says.
        let barred = self.choice.child_of(&self.start.offer).is_none_or(|child| !child.contract);
        match (self.choice.step(), week) {
            (Step::When, Some(week)) if !barred => self.when(week),
            (Step::Confirm, Some(week)) if !barred => self.confirm(week, forms),
            _ => self.what(),
        }
    }

    /// What has been chosen, and the way back to it.
    fn chosen(&self, change: bool) -> AnyView {
        let locale = self.locale;
        let offer = &self.start.offer;
        let Some(child) = self.choice.child_of(offer) else { return ().into_any() };
        let kind = self.choice.kind.map(|kind| crate::words::kind(locale, kind)).unwrap_or_default();
        let minutes =
            self.choice.kind_of(offer).map(|kind| td_string!(locale, common.minutes, n = kind.minutes).to_string());
        let detail = [Some(kind.to_owned()), minutes].into_iter().flatten().collect::<Vec<_>>().join("\u{a0}· ");
        let staff = match self.choice.staff {
            Some(Wanted::Person(id)) => self
                .choice
                .kind_of(offer)
                .and_then(|kind| kind.staff.iter().find(|(staff, _)| *staff == id))
                .map(|(_, name)| name.plain()),
            Some(Wanted::Anybody) => Some(td_string!(locale, booking.anybody).to_owned()),
            None => None,
        };
        let moving = self.start.moving.as_ref().map(|booking| {
            td_string!(locale, booking.now_at, when = crate::components::booking::facts::when(locale, &booking.slot))
                .to_string()
        });
        view! {
            <section class="card chosen" aria-label=td_string!(locale, booking.chosen)>
                <span class="avatar" aria-hidden="true">{child.name.initials()}</span>
                <div class="chosen-text">
                    <p class="chosen-child">{child.name.plain()}</p>
                    <p class="muted">{detail}</p>
                    {staff.map(|staff| view! { <p class="muted">{staff}</p> })}
                    {moving.map(|moving| view! { <p class="chosen-now">{moving}</p> })}
                </div>
                {(change && self.choice.moving.is_none()).then(|| view! {
                    <a class="chosen-change" href=self.choice.first_step().href()>
                        {td_string!(locale, common.change)}
                        <span class="visually-hidden">": "{child.name.plain()}", "{kind}</span>
                    </a>
                })}
            </section>
        }
        .into_any()
    }
}

/// The bar at the foot of a screen: what it comes to, and the one button.
fn bar(title: String, detail: String, button: AnyView) -> AnyView {
    view! {
        <div class="book-bar">
            <div class="book-bar-inside">
                <div class="book-bar-text">
                    <p class="book-bar-title">{title}</p>
                    <p class="muted small">{detail}</p>
                </div>
                {button}
            </div>
        </div>
    }
    .into_any()
}

/// The notice of what was refused, above the screen.
fn refusal(screen: &Screen, forms: Forms) -> AnyView {
    let (locale, choice) = (screen.locale, screen.choice.clone());
    let directory = refused::directory(&screen.start.offer);
    (move || forms.failure().map(|failure| refused::notice(locale, &failure, &choice, &directory, forms.wait)))
        .into_any()
}
