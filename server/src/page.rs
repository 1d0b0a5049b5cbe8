//! The application's pages and server functions, as `leptos_axum` serves them.

use app::{App, shell};
use axum::{
    Router,
    extract::{Request, State},
    middleware,
    response::{IntoResponse as _, Redirect, Response},
};
use http::{StatusCode, Uri};
use leptos::prelude::provide_context;
use leptos_axum::{LeptosRoutes as _, generate_route_list};

use crate::{Server, api, security};

/// Pages and server functions.
pub fn routes(server: &Server) -> Router<Server> {
    let options = server.leptos.clone();
    Router::new()
        .leptos_routes_with_context(server, generate_route_list(App), context(server), move || shell(options.clone()))
        .layer(middleware::from_fn(api::statuses))
}

/// Where there is no page: the application says so. Leptos would find `/audit/` to be `/audit`, past the door.
pub async fn missing(State(server): State<Server>, request: Request) -> Response {
    if let Some(plain) = without_slash(request.uri()) {
        return Redirect::permanent(&plain).into_response();
    }
    let options = server.leptos.clone();
    let render = leptos_axum::render_app_async_with_context(context(&server), move || shell(options.clone()));
    let mut response = render(request).await;
    if response.status() == StatusCode::OK {
        *response.status_mut() = StatusCode::NOT_FOUND;
    }
    response
}

/// The address without the slash at its end, where it has one and stays on this site: `//host` and `/\\host` would not.
fn without_slash(uri: &Uri) -> Option<String> {
    let plain = uri.path().strip_suffix('/')?.trim_end_matches('/');
    let inside = plain.strip_prefix('/')?;
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    (!inside.starts_with(['/', '\\'])).then(|| format!("{plain}{query}"))
}

fn context(server: &Server) -> impl Fn() + Clone + Send + Sync + 'static {
    let state = server.app.clone();
    move || {
        provide_context(state.clone());
        security::allow_own_scripts(&state.ncalayer);
    }
}
