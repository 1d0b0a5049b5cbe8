//! Bodies and meetings in words.

use domain::{body::composition, meeting::Fault};

use crate::i18n::{Locale, td_string};

/// What is wrong with a composition.
pub fn composition_fault(locale: Locale, fault: composition::Fault) -> &'static str {
    use composition::Fault;
    match fault {
        Fault::NoMeetings => td_string!(locale, meeting.composition_no_meetings),
        Fault::NoNumber => td_string!(locale, meeting.composition_no_number),
        Fault::BeforeOrder => td_string!(locale, meeting.composition_before_order),
        Fault::EndsBeforeItBegins => td_string!(locale, meeting.composition_ends),
        Fault::NoChair => td_string!(locale, meeting.composition_no_chair),
        Fault::TwoChairs => td_string!(locale, meeting.composition_two_chairs),
        Fault::TwoSecretaries => td_string!(locale, meeting.composition_two_secretaries),
        Fault::Twice(_) => td_string!(locale, meeting.composition_twice),
        Fault::NobodyToElect => td_string!(locale, meeting.composition_nobody),
    }
}

/// Why a meeting cannot be called, changed or held so.
pub fn fault(locale: Locale, fault: Fault) -> &'static str {
    match fault {
        Fault::NoMeetings => td_string!(locale, meeting.fault_no_meetings),
        Fault::NoComposition => td_string!(locale, meeting.fault_no_composition),
        Fault::Time => td_string!(locale, meeting.fault_time),
        Fault::OutsideHours => td_string!(locale, meeting.fault_outside_hours),
        Fault::Closed => td_string!(locale, meeting.fault_closed),
        Fault::NoAgenda => td_string!(locale, meeting.fault_no_agenda),
        Fault::TooFar => td_string!(locale, meeting.fault_too_far),
        Fault::Over => td_string!(locale, meeting.fault_over),
        Fault::NotYet => td_string!(locale, meeting.fault_not_yet),
        Fault::Signed => td_string!(locale, meeting.fault_signed),
    }
}
