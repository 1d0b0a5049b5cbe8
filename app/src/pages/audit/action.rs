//! The words of the log in the reader's language.

use crate::i18n::{Locale, td_string};

/// What was done. A word that is newer than this page is shown as the log has it.
pub fn words(locale: Locale, action: &str) -> String {
    let known = match action {
        "session.create" => td_string!(locale, people.did_session_create),
        "session.move" => td_string!(locale, people.did_session_move),
        "session.change" => td_string!(locale, people.did_session_change),
        "session.confirm" => td_string!(locale, people.did_session_confirm),
        "session.cancel" => td_string!(locale, people.did_session_cancel),
        "session.restore" => td_string!(locale, people.did_session_restore),
        "session.done" => td_string!(locale, people.did_session_done),
        "session.no_show" => td_string!(locale, people.did_session_no_show),
        "hours.set" => td_string!(locale, absence.did_hours_set),
        "absence.add" => td_string!(locale, absence.did_absence_add),
        "absence.move" => td_string!(locale, absence.did_absence_move),
        "absence.end" => td_string!(locale, absence.did_absence_end),
        "account.accept" => td_string!(locale, people.did_account_accept),
        "account.invite" => td_string!(locale, people.did_account_invite),
        "account.password" => td_string!(locale, people.did_account_password),
        "account.reset" => td_string!(locale, people.did_account_reset),
        "account.sign_in" => td_string!(locale, people.did_account_sign_in),
        "account.sign_out" => td_string!(locale, people.did_account_sign_out),
        "account.sign_out_device" => td_string!(locale, people.did_account_sign_out_device),
        "account.sign_out_everywhere" => td_string!(locale, people.did_account_sign_out_everywhere),
        "booking.create" => td_string!(locale, people.did_booking_create),
        "booking.cancel" => td_string!(locale, people.did_booking_cancel),
        "booking.leave" => td_string!(locale, people.did_booking_leave),
        "booking.move" => td_string!(locale, people.did_booking_move),
        "waiting.enter" => td_string!(locale, people.did_waiting_enter),
        "waiting.leave" => td_string!(locale, people.did_waiting_leave),
        "waiting.offer" => td_string!(locale, offer.did_offer),
        "waiting.accept" => td_string!(locale, offer.did_accept),
        "waiting.decline" => td_string!(locale, offer.did_decline),
        "waiting.lapse" => td_string!(locale, offer.did_lapse),
        "waiting.withdraw" => td_string!(locale, offer.did_withdraw),
        "waiting.shorten" => td_string!(locale, offer.did_shorten),
        "demo.load" => td_string!(locale, people.did_demo_load),
        "demo.session" => td_string!(locale, people.did_demo_session),
        "holiday.add" => td_string!(locale, holiday.did_add),
        "holiday.remove" => td_string!(locale, holiday.did_remove),
        "holiday.import" => td_string!(locale, holiday.did_import),
        "organisation.found" => td_string!(locale, people.did_organisation_found),
        other => return other.to_owned(),
    };
    known.to_owned()
}
