//! Where one is signed in.

use domain::{time::clock, view::Device};
use leptos::prelude::*;

use crate::{
    api::account::{SignOutDevice, SignOutEverywhere, devices},
    components::form::{FailureNotice, failure_of, go_to},
    i18n::{t, t_string, use_i18n},
    language,
};

/// The browsers that are signed in, each with a way out, and one way out for all.
#[component]
pub fn Devices() -> impl IntoView {
    let i18n = use_i18n();
    let one = ServerAction::<SignOutDevice>::new();
    let everywhere = ServerAction::<SignOutEverywhere>::new();
    let devices = Resource::new_blocking(move || one.version().get(), |_| devices());
    let failed = Signal::derive(move || failure_of(*one).get().or_else(|| failure_of(*everywhere).get()));
    Effect::new(move || {
        if let Some(Ok(address)) = everywhere.value().get() {
            go_to(&address);
        }
    });
    view! {
        <section class="stack tight" aria-labelledby="devices-title">
            <h2 id="devices-title">{t!(i18n, account.devices)}</h2>
            <FailureNotice failure=failed />
            <Transition>
                {move || Suspend::new(async move {
                    devices.await.map(|devices| {
                        let lines = devices.into_iter().map(|device| view! { <Line device one /> }).collect_view();
                        view! { <ul class="card devices">{lines}</ul> }
                    }).ok()
                })}
            </Transition>
            <ActionForm action=everywhere attr:class="everywhere">
                <button type="submit" class="button danger" aria-describedby="everywhere-hint">{t!(i18n, account.everywhere)}</button>
                <p class="muted small" id="everywhere-hint">{t!(i18n, account.everywhere_hint)}</p>
            </ActionForm>
        </section>
    }
}

#[component]
fn Line(device: Device, one: ServerAction<SignOutDevice>) -> impl IntoView {
    let i18n = use_i18n();
    let name = StoredValue::new(browser(&device.agent));
    let named = move || name.get_value().unwrap_or_else(|| t_string!(i18n, account.device_unknown).to_owned());
    let seen = move || {
        let when =
            format!("{}, {}", language::of(i18n.get_locale()).day_month(device.seen.day), clock(device.seen.minute));
        t_string!(i18n, account.device_seen, when = when).to_string()
    };
    let way_out = if device.current {
        view! { <span class="chip ok">{t!(i18n, account.device_current)}</span> }.into_any()
    } else {
        view! {
            <ActionForm action=one>
                <input type="hidden" name="id" value=device.id.to_string() />
                <button type="submit" class="button small" aria-label=move || format!("{}: {}", t_string!(i18n, common.sign_out), named())>
                    {t!(i18n, common.sign_out)}
                </button>
            </ActionForm>
        }.into_any()
    };
    view! {
        <li class="device">
            <div>
                <p class="device-name">{named}</p>
                <p class="muted small">{seen}</p>
            </div>
            {way_out}
        </li>
    }
}

/// «Chrome · Android» from what a browser says of itself. The names are those that people know them by.
fn browser(agent: &str) -> Option<String> {
    const BROWSERS: [(&str, &str); 8] = [
        ("YaBrowser", "Yandex"),
        ("EdgA/", "Edge"),
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser", "Samsung Internet"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];
    const SYSTEMS: [(&str, &str); 6] = [
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "Mac"),
        ("Linux", "Linux"),
    ];
    let find =
        |names: &[(&str, &'static str)]| names.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name);
    match (find(&BROWSERS), find(&SYSTEMS)) {
        (Some(browser), Some(system)) => Some(format!("{browser} · {system}")),
        (one, other) => one.or(other).map(str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use super::browser;

    #[test]
    fn a_browser_is_called_as_people_know_it() {
        let chrome =
            "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36";
        let safari = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605 Version/17.5 Mobile/15E148 Safari/604.1";
        assert_eq!(browser(chrome).as_deref(), Some("Chrome · Android"));
        assert_eq!(browser(safari).as_deref(), Some("Safari · iPhone"));
        assert_eq!(
            browser("Mozilla/5.0 (Windows NT 10.0) Chrome/125 Safari/537 YaBrowser/24.6").as_deref(),
            Some("Yandex · Windows")
        );
        assert_eq!(browser("curl/8"), None);
    }
}
