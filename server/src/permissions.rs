//! Who may go where: every route and every server function with the permission that it names.
//!
//! The door is shut for what is not in these lists. A server function asks for its permission itself, too
//! (`app::state::authorise`); a test holds the lists, the router and the functions together.

use app::{Failure, state::Visitor};
use axum::{
    extract::{MatchedPath, Request, State},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use domain::{Permission, Refusal};
use http::{HeaderMap, Method, StatusCode, header};

use crate::{Server, api, language, plain};
use Permission::{
    BookForChild, CallMeetings, Invite, KeepBodies, KeepDocuments, KeepForms, KeepHolidays, KeepOrders, KeepRegister,
    KeepStaff, OwnAccount, PlanOwn, Public, ReadAudit, ReadDigests, ResetPassword, SeeCalendar, SeeDecisions,
    SeeMeetings,
};

/// Pages and other routes.
pub const ROUTES: &[(&str, Permission)] = &[
    ("/", Public),
    ("/sign-in", Public),
    ("/join", Public),
    ("/join/{code}", Public),
    ("/lang/{code}", Public),
    // Whoever knows the secret address may read it.
    ("/feeds/{secret}/kenes.ics", Public),
    ("/account", OwnAccount),
    ("/live", OwnAccount),
    ("/live/minutes/{meeting}", SeeMeetings),
    ("/book", BookForChild),
    ("/bookings", BookForChild),
    ("/bookings/{session}/{child}", BookForChild),
    ("/bookings/{session}/{child}/kenes.ics", BookForChild),
    ("/documents", BookForChild),
    ("/documents/{document}", OwnAccount),
    ("/documents/{document}/kenes.pdf", OwnAccount),
    ("/documents/{document}/scans/{no}", OwnAccount),
    ("/verify/{seal}", Public),
    ("/minutes/{meeting}/kenes.pdf", SeeMeetings),
    ("/meetings", SeeMeetings),
    ("/meetings/call", CallMeetings),
    ("/meetings/{meeting}", SeeMeetings),
    ("/meetings/{meeting}/change", CallMeetings),
    ("/meetings/{meeting}/kenes.ics", SeeMeetings),
    ("/bodies", KeepBodies),
    ("/consents", KeepDocuments),
    ("/consents/forms/{form}", KeepDocuments),
    ("/consents/{form}/kenes.zip", KeepDocuments),
    ("/calendar", SeeCalendar),
    ("/calendar/print", SeeCalendar),
    ("/holidays", KeepHolidays),
    ("/staff-hours", SeeCalendar),
    ("/staff-hours/absence/{absence}", SeeCalendar),
    ("/people", Invite),
    ("/register", KeepRegister),
    ("/register/import", KeepRegister),
    ("/register/template.csv", KeepRegister),
    ("/decisions", SeeDecisions),
    ("/orders/{order}", KeepOrders),
    ("/digests", ReadDigests),
    ("/audit", ReadAudit),
];

/// Server functions.
pub const FUNCTIONS: &[(&str, Permission)] = &[
    ("/api/account/sign-in", Public),
    ("/api/account/sign-out", Public),
    ("/api/account/sign-out-everywhere", OwnAccount),
    ("/api/account/sign-out-device", OwnAccount),
    ("/api/account/devices", OwnAccount),
    ("/api/account/change-password", OwnAccount),
    ("/api/account/feeds", OwnAccount),
    ("/api/account/make-feed", OwnAccount),
    ("/api/account/revoke-feed", OwnAccount),
    ("/api/account/invitation", Public),
    ("/api/account/accept", Public),
    ("/api/booking/public", Public),
    ("/api/booking/offer", BookForChild),
    ("/api/booking/free-days", BookForChild),
    ("/api/booking/book", BookForChild),
    ("/api/booking/move", BookForChild),
    ("/api/booking/cancel", BookForChild),
    ("/api/booking/list", BookForChild),
    ("/api/booking/one", BookForChild),
    ("/api/booking/wait", BookForChild),
    ("/api/booking/waiting", BookForChild),
    ("/api/booking/leave-waiting", BookForChild),
    ("/api/offer/accept", BookForChild),
    ("/api/offer/decline", BookForChild),
    ("/api/calendar/view", SeeCalendar),
    ("/api/calendar/create", PlanOwn),
    ("/api/calendar/change", PlanOwn),
    ("/api/calendar/cancel", PlanOwn),
    ("/api/calendar/mark", PlanOwn),
    ("/api/calendar/note", PlanOwn),
    ("/api/calendar/attendance", PlanOwn),
    ("/api/series/preview", PlanOwn),
    ("/api/series/save", PlanOwn),
    ("/api/series/of", SeeCalendar),
    ("/api/calendar/hold", PlanOwn),
    ("/api/holiday/list", KeepHolidays),
    ("/api/holiday/add", KeepHolidays),
    ("/api/holiday/remove", KeepHolidays),
    ("/api/holiday/preview", KeepHolidays),
    ("/api/holiday/import", KeepHolidays),
    ("/api/autoplan/propose", PlanOwn),
    ("/api/autoplan/accept", PlanOwn),
    ("/api/absence/hours", SeeCalendar),
    ("/api/absence/set-hours", KeepStaff),
    ("/api/absence/add", SeeCalendar),
    ("/api/absence/change", SeeCalendar),
    ("/api/absence/end", SeeCalendar),
    ("/api/absence/touched", SeeCalendar),
    ("/api/absence/settle", PlanOwn),
    ("/api/document/list", BookForChild),
    ("/api/document/one", OwnAccount),
    ("/api/document/read", OwnAccount),
    ("/api/document/sign", OwnAccount),
    ("/api/document/text", OwnAccount),
    ("/api/document/sign-eds", OwnAccount),
    ("/api/document/end", OwnAccount),
    ("/api/document/start", BookForChild),
    ("/api/document/verify", Public),
    ("/api/decision/list", SeeDecisions),
    ("/api/decision/settle", SeeDecisions),
    ("/api/decision/make-order", KeepOrders),
    ("/api/decision/orders", KeepOrders),
    ("/api/decision/order", KeepOrders),
    ("/api/decision/save-order", KeepOrders),
    ("/api/decision/give-order", KeepOrders),
    ("/api/decision/publish", SeeMeetings),
    ("/api/decision/digests", ReadDigests),
    ("/api/decision/read-digest", ReadDigests),
    ("/api/body/list", KeepBodies),
    ("/api/body/compose", KeepBodies),
    ("/api/body/quorum", KeepBodies),
    ("/api/body/council", KeepBodies),
    ("/api/meeting/year", SeeMeetings),
    ("/api/meeting/one", SeeMeetings),
    ("/api/meeting/reply", SeeMeetings),
    ("/api/meeting/call-form", CallMeetings),
    ("/api/meeting/call", CallMeetings),
    ("/api/meeting/change", CallMeetings),
    ("/api/meeting/cancel", CallMeetings),
    ("/api/meeting/mark", CallMeetings),
    ("/api/meeting/guests", CallMeetings),
    ("/api/meeting/elect", CallMeetings),
    ("/api/minutes/begin", SeeMeetings),
    ("/api/minutes/one", SeeMeetings),
    ("/api/minutes/act", SeeMeetings),
    ("/api/minutes/text", SeeMeetings),
    ("/api/minutes/sign-eds", SeeMeetings),
    ("/api/minutes/write-addition", SeeMeetings),
    ("/api/minutes/verify", Public),
    ("/api/minutes-text/history", SeeMeetings),
    ("/api/remark/make", SeeMeetings),
    ("/api/remark/settle", SeeMeetings),
    ("/api/consent/forms", KeepDocuments),
    ("/api/consent/board", KeepDocuments),
    ("/api/consent/ask", KeepDocuments),
    ("/api/consent/remind", KeepDocuments),
    ("/api/consent/witness", KeepDocuments),
    ("/api/consent/form", KeepDocuments),
    ("/api/consent/save-form", KeepForms),
    ("/api/consent/retire-form", KeepForms),
    ("/api/consent/suspended", SeeCalendar),
    ("/api/register/list", KeepRegister),
    ("/api/register/add-child", KeepRegister),
    ("/api/register/change-child", KeepRegister),
    ("/api/register/last-day", KeepRegister),
    ("/api/register/add-guardian", KeepRegister),
    ("/api/register/change-guardian", KeepRegister),
    ("/api/register/rights", KeepRegister),
    ("/api/register/end-guardian", KeepRegister),
    ("/api/register/preview", KeepRegister),
    ("/api/register/import", KeepRegister),
    ("/api/people/list", Invite),
    ("/api/people/invite", Invite),
    ("/api/people/reset-password", ResetPassword),
    ("/api/people/audit", ReadAudit),
];

/// The permission that a route or a server function names.
pub fn needed(path: &str) -> Option<Permission> {
    ROUTES.iter().chain(FUNCTIONS).find(|(listed, _)| *listed == path).map(|(_, permission)| *permission)
}

/// Lets in who may come in. Nothing is rendered, read or decoded for anybody else.
pub async fn door(State(server): State<Server>, request: Request, next: Next) -> Response {
    // Without a route there is nothing behind the door but the words that there is nothing.
    let Some(route) = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned()) else {
        return next.run(request).await;
    };
    let actor = request.extensions().get::<Visitor>().and_then(|visitor| visitor.actor.as_ref());
    match (needed(&route), actor) {
        (Some(Public), _) => next.run(request).await,
        (Some(permission), Some(actor)) if actor.may(permission) => next.run(request).await,
        (Some(_), None) => sign_in_first(&request, &route),
        (Some(_), Some(_)) => forbidden(&server, &request, &route),
        (None, _) => {
            tracing::error!(%route, "a route that names no permission");
            forbidden(&server, &request, &route)
        }
    }
}

fn sign_in_first(request: &Request, route: &str) -> Response {
    let headers = request.headers();
    if route.starts_with("/live") || (is_function(route) && !wants_page(headers)) {
        return api::refuse(&Failure::Refused(Refusal::SignIn));
    }
    // After a form without scripts, the page that it was on.
    let here = if *request.method() == Method::GET && !is_function(route) {
        request.uri().path_and_query().map(|here| here.as_str().to_owned())
    } else {
        let from = headers.get(header::REFERER).and_then(|from| url::Url::parse(from.to_str().ok()?).ok());
        from.map(|from| from.query().map_or_else(|| from.path().to_owned(), |query| format!("{}?{query}", from.path())))
    };
    let to: String = url::form_urlencoded::byte_serialize(here.unwrap_or_default().as_bytes()).collect();
    Redirect::to(&format!("/sign-in?to={to}")).into_response()
}

fn forbidden(server: &Server, request: &Request, route: &str) -> Response {
    if is_function(route) && !wants_page(request.headers()) {
        return api::refuse(&Failure::Refused(Refusal::Forbidden));
    }
    if route.starts_with("/live") {
        return StatusCode::FORBIDDEN.into_response();
    }
    plain::forbidden(language::of(request.headers()), &server.sheet.path)
}

fn is_function(route: &str) -> bool {
    route.starts_with("/api/")
}

fn wants_page(headers: &HeaderMap) -> bool {
    headers
        .get(header::ACCEPT)
        .and_then(|accepted| accepted.to_str().ok())
        .is_some_and(|accepted| accepted.contains("text/html"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_listed_twice() {
        let all: Vec<_> = ROUTES.iter().chain(FUNCTIONS).map(|(path, _)| path).collect();
        for path in &all {
            assert_eq!(all.iter().filter(|other| other == &path).count(), 1, "{path}");
        }
    }

    #[test]
    fn what_is_not_listed_names_no_permission() {
        assert_eq!(needed("/audit"), Some(ReadAudit));
        assert_eq!(needed("/api/secret"), None);
    }
}
