//! Bodies and meetings in words.

use domain::{
    BodyRole,
    body::{Quorum, composition, composition::ChairTitle},
    meeting::{Fault, Mark, Planned, Reply, State, view::Listed},
    minutes,
    time::clock,
};

use crate::{
    i18n::{Locale, td_string},
    language,
};

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

/// What a chair is called.
fn chair(locale: Locale, title: ChairTitle) -> &'static str {
    match title {
        ChairTitle::Toragha => td_string!(locale, minutes.chair_toragha),
        ChairTitle::Torayym => td_string!(locale, minutes.chair_torayym),
    }
}

/// What somebody is in a body.
pub fn role(locale: Locale, role: BodyRole, title: ChairTitle) -> &'static str {
    match role {
        BodyRole::Chair => chair(locale, title),
        BodyRole::Secretary => td_string!(locale, meeting.role_secretary),
        BodyRole::Member => td_string!(locale, meeting.role_member),
    }
}

/// How many have to be there.
pub fn quorum(locale: Locale, quorum: Quorum) -> String {
    match quorum {
        Quorum::MoreThanHalf => td_string!(locale, meeting.quorum_half).to_owned(),
        Quorum::TwoThirds => td_string!(locale, meeting.quorum_two_thirds).to_owned(),
        Quorum::Count(n) => td_string!(locale, meeting.quorum_count, n = n).to_string(),
    }
}

/// Whether a meeting stands in the plan.
pub fn planned(locale: Locale, planned: Planned) -> &'static str {
    match planned {
        Planned::Planned => td_string!(locale, meeting.planned),
        Planned::Unplanned => td_string!(locale, meeting.unplanned),
    }
}

/// Where a meeting stands.
pub fn state(locale: Locale, state: State) -> &'static str {
    match state {
        State::Called => td_string!(locale, meeting.state_called),
        State::Held => td_string!(locale, meeting.state_held),
        State::Cancelled => td_string!(locale, meeting.state_cancelled),
    }
}

/// Where the minutes of a meeting stand, said beside the meeting.
pub fn minutes_state(locale: Locale, state: minutes::State) -> &'static str {
    match state {
        minutes::State::Draft => td_string!(locale, meeting.minutes_draft),
        minutes::State::Sent => td_string!(locale, meeting.minutes_sent),
        minutes::State::ChairSigned => td_string!(locale, meeting.minutes_chair_signed),
        minutes::State::Locked => td_string!(locale, meeting.minutes_locked),
    }
}

/// What somebody answered to their invitation.
pub fn reply(locale: Locale, reply: Option<Reply>) -> &'static str {
    match reply {
        Some(Reply::Comes) => td_string!(locale, meeting.reply_comes),
        Some(Reply::CannotCome) => td_string!(locale, meeting.reply_cannot),
        None => td_string!(locale, meeting.reply_none),
    }
}

/// Whether somebody was there.
pub fn mark(locale: Locale, mark: Mark) -> &'static str {
    match mark {
        Mark::Present => td_string!(locale, meeting.mark_present),
        Mark::Absent => td_string!(locale, meeting.mark_absent),
    }
}

/// The heading of a meeting: «№ 2 жоспарлы отырыс»; one that does not take place has no number.
pub fn title(locale: Locale, number: Option<u32>, planned: Planned) -> String {
    match number {
        Some(number) => {
            td_string!(locale, meeting.numbered, number = number, planned = self::planned(locale, planned)).to_string()
        }
        None => self::planned(locale, planned).to_owned(),
    }
}

/// When it is held: «2026 жылғы 25 қараша, сәрсенбі, 10:00–11:30».
pub fn when(locale: Locale, listed: &Listed) -> String {
    let day = language::of(locale).long_date_weekday(listed.day);
    format!("{day}, {}–{}", clock(listed.start), clock(listed.end))
}
