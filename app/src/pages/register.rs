//! The register: children by their groups, one of them with its guardians, and what can be written down of them.

mod card;
mod child_form;
mod guardian_form;
mod import;
mod list;
mod reason_form;
mod rows;

use domain::{
    ChildId, Permission, PersonId, Refusal,
    refusal::Problem,
    register::{Entry, Guardian, Register},
    view::Delta,
};
use leptos::{html, prelude::*, task::spawn_local};
use leptos_router::{hooks::use_query_map, params::ParamsMap};

use crate::{
    Failure,
    alive::use_alive,
    api::register::{
        AddChild, AddGuardian, ChangeChild, ChangeGuardian, EndGuardian, SetGuardianRights, SetLastDay,
        children_register,
    },
    components::{form::FailureNotice, guard::Guard, title::Title},
    i18n::{Locale, t, t_string, td_string, use_i18n},
    live::use_live_from_the_start,
};

use card::ChildCard;
use child_form::{EditChild, LastDay, NewChild};
use guardian_form::{EditGuardian, NewGuardian};
pub use import::ImportPage;
use list::List;
use reason_form::{End, Rights};

/// The register, for those who keep it.
#[component]
pub fn RegisterPage() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Title text=move || t_string!(i18n, register.title) />
        <Guard permission=Permission::KeepRegister page=|_| view! { <Page /> }.into_any() />
    }
}

/// What the page shows beside the list: the address says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Nobody,
    NewChild,
    Child(ChildId),
    EditChild(ChildId),
    LastDay(ChildId),
    NewGuardian(ChildId),
    EditGuardian(ChildId, PersonId),
    Rights(ChildId, PersonId),
    End(ChildId, PersonId),
}

impl Mode {
    fn of(query: &ParamsMap) -> Self {
        let child = query.get_str("child").and_then(|id| id.parse::<ChildId>().ok());
        let who = query.get_str("who").and_then(|id| id.parse::<PersonId>().ok());
        match (query.get_str("do").unwrap_or_default(), child, who) {
            ("new", ..) => Self::NewChild,
            (_, None, _) => Self::Nobody,
            ("edit", Some(child), _) => Self::EditChild(child),
            ("leave", Some(child), _) => Self::LastDay(child),
            ("guardian", Some(child), _) => Self::NewGuardian(child),
            ("change", Some(child), Some(who)) => Self::EditGuardian(child, who),
            ("rights", Some(child), Some(who)) => Self::Rights(child, who),
            ("end", Some(child), Some(who)) => Self::End(child, who),
            (_, Some(child), _) => Self::Child(child),
        }
    }

    fn child(self) -> Option<ChildId> {
        match self {
            Self::Nobody | Self::NewChild => None,
            Self::Child(child)
            | Self::EditChild(child)
            | Self::LastDay(child)
            | Self::NewGuardian(child)
            | Self::EditGuardian(child, _)
            | Self::Rights(child, _)
            | Self::End(child, _) => Some(child),
        }
    }
}

/// What the page's forms do.
#[derive(Clone, Copy)]
struct Deeds {
    add_child: ServerAction<AddChild>,
    change_child: ServerAction<ChangeChild>,
    last_day: ServerAction<SetLastDay>,
    add_guardian: ServerAction<AddGuardian>,
    change_guardian: ServerAction<ChangeGuardian>,
    rights: ServerAction<SetGuardianRights>,
    end: ServerAction<EndGuardian>,
}

/// What the pieces of the page share.
#[derive(Clone, Copy)]
struct Desk {
    all: RwSignal<Register>,
    /// The register is being asked for anew.
    asking: RwSignal<bool>,
    deeds: Deeds,
}

impl Desk {
    /// Asks the server anew.
    fn refresh(self) {
        self.asking.set(true);
        spawn_local(async move {
            if let Ok(fresh) = children_register().await {
                // What is the same is not drawn again: somebody may be reading it.
                if self.all.try_with_untracked(|known| *known != fresh) == Some(true) {
                    self.all.try_set(fresh);
                }
            }
            self.asking.try_set(false);
        });
    }

    fn child(self, id: ChildId) -> Option<Entry> {
        self.all.with(|all| all.child(id).cloned())
    }

    fn guardian(self, child: ChildId, person: PersonId) -> Option<Guardian> {
        self.all.with(|all| all.child(child)?.current().find(|one| one.person == person).cloned())
    }

    /// The other children of a guardian, by name.
    fn others(self, child: ChildId, person: PersonId) -> Vec<String> {
        self.all.with(|all| {
            let theirs = |entry: &&Entry| entry.id != child && entry.current().any(|one| one.person == person);
            all.children.iter().filter(theirs).map(|entry| entry.name.plain()).collect()
        })
    }
}

#[component]
fn Page() -> impl IntoView {
    let i18n = use_i18n();
    let deeds = Deeds {
        add_child: ServerAction::new(),
        change_child: ServerAction::new(),
        last_day: ServerAction::new(),
        add_guardian: ServerAction::new(),
        change_guardian: ServerAction::new(),
        rights: ServerAction::new(),
        end: ServerAction::new(),
    };
    let first = OnceResource::new_blocking(children_register());
    view! {
        <div class="page stack register">
            <div class="page-head">
                <h1>{t!(i18n, register.title)}</h1>
                <div class="row">
                    <a class="button" href="/register/import">{t!(i18n, register.import)}</a>
                    <a class="button primary" href="/register?do=new">{t!(i18n, register.add_child)}</a>
                </div>
            </div>
            <p class="muted register-lead">{t!(i18n, register.lead)}</p>
            <Suspense>
                {move || Suspend::new(async move {
                    match first.await {
                        Ok(all) => {
                            let desk = Desk { all: RwSignal::new(all), asking: RwSignal::new(false), deeds };
                            view! { <Tables desk /> }.into_any()
                        }
                        Err(failure) => view! { <FailureNotice failure=Signal::stored(Some(failure)) /> }.into_any(),
                    }
                })}
            </Suspense>
        </div>
    }
}

#[component]
fn Tables(desk: Desk) -> impl IntoView {
    let i18n = use_i18n();
    let query = use_query_map();
    let mode = Memo::new(move |_| query.with(Mode::of));
    let done = Memo::new(move |_| query.with(|query| query.get("done")));
    let told = NodeRef::<html::P>::new();
    use_live_from_the_start(
        move |delta| {
            if matches!(delta, Delta::Reload { .. }) {
                desk.refresh();
            }
        },
        move || desk.refresh(),
    );
    // A form that was done leads here: what it has changed is asked for, and what was said of it is read out.
    Effect::watch(
        move || query.with(Clone::clone),
        move |_, _, _| {
            if done.with_untracked(Option::is_some) {
                desk.refresh();
                request_animation_frame(move || {
                    if let Some(told) = told.get_untracked() {
                        let _ = told.focus();
                    }
                });
            }
        },
        false,
    );
    // What was wrong with a form is not said of the next.
    Effect::watch(
        move || mode.get(),
        move |_, _, _| {
            let Deeds { add_child, change_child, last_day, add_guardian, change_guardian, rights, end } = desk.deeds;
            add_child.clear();
            change_child.clear();
            last_day.clear();
            add_guardian.clear();
            change_guardian.clear();
            rights.clear();
            end.clear();
        },
        false,
    );
    let said = move || done.get().and_then(|code| done_words(i18n.get_locale(), &code));
    let panel = move || match mode.get() {
        Mode::Nobody => {
            view! { <div class="empty register-nobody"><p>{t!(i18n, register.choose)}</p></div> }.into_any()
        }
        Mode::NewChild => view! { <NewChild desk /> }.into_any(),
        Mode::Child(child) => view! { <ChildCard desk child /> }.into_any(),
        Mode::EditChild(child) => view! { <EditChild desk child /> }.into_any(),
        Mode::LastDay(child) => view! { <LastDay desk child /> }.into_any(),
        Mode::NewGuardian(child) => view! { <NewGuardian desk child /> }.into_any(),
        Mode::EditGuardian(child, person) => view! { <EditGuardian desk child person /> }.into_any(),
        Mode::Rights(child, person) => view! { <Rights desk child person /> }.into_any(),
        Mode::End(child, person) => view! { <End desk child person /> }.into_any(),
    };
    view! {
        <div class="register-parts" class:open=move || mode.get() != Mode::Nobody>
            <List desk mode />
            <div class="stack register-panel">
                <a class="button quiet small register-back" href="/register">
                    <span aria-hidden="true">"‹ "</span> {t!(i18n, register.back)}
                </a>
                <p class="notice ok" role="status" tabindex="-1" hidden=move || said().is_none() node_ref=told data-test="register-said">
                    {said}
                </p>
                {panel}
            </div>
        </div>
    }
}

/// What was done, from the word that stands in the address.
fn done_words(locale: Locale, code: &str) -> Option<&'static str> {
    Some(match code {
        "added" => td_string!(locale, register.done_added),
        "changed" => td_string!(locale, register.done_changed),
        "guardian" => td_string!(locale, register.done_guardian),
        "guardian_changed" => td_string!(locale, register.done_guardian_changed),
        "rights_given" => td_string!(locale, register.done_rights_given),
        "rights_taken" => td_string!(locale, register.done_rights_taken),
        "ended" => td_string!(locale, register.done_ended),
        "left" => td_string!(locale, register.done_left),
        "returned" => td_string!(locale, register.done_returned),
        _ => return None,
    })
}

/// Where the page shows a child.
fn href(child: ChildId) -> String {
    format!("/register?child={child}")
}

/// Who is there twice is said above the form: no field of it is to blame.
fn words_for(locale: Locale, failure: &Failure) -> Option<&'static str> {
    let Failure::Refused(Refusal::Invalid { field, problem: Problem::Taken }) = failure else { return None };
    match field.as_str() {
        "child" => Some(td_string!(locale, register.child_taken)),
        "guardian" => Some(td_string!(locale, register.guardian_taken)),
        _ => None,
    }
}

/// The heading of what stands beside the list. Reading goes on with it when it comes.
#[component]
fn PanelTitle(children: Children) -> impl IntoView {
    let alive = use_alive();
    let came_later = alive.get_untracked();
    let heading = NodeRef::<html::H2>::new();
    let query = use_query_map();
    Effect::new(move || {
        let said = query.with_untracked(|query| query.get_str("done").is_some());
        if let Some(heading) = heading.get().filter(|_| came_later && !said) {
            let _ = heading.focus();
        }
    });
    view! { <h2 tabindex="-1" node_ref=heading>{children()}</h2> }
}

/// Said where an address names a child, or a guardian, who is not there.
#[component]
fn Unknown(desk: Desk) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="empty">
            <p>{move || if desk.asking.get() { t_string!(i18n, common.loading) } else { t_string!(i18n, register.unknown) }}</p>
        </div>
    }
}
