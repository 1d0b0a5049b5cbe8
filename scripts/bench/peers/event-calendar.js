// Event Calendar with what Kenes' week has: working days, sessions beside each other, steps of five minutes.
import { Interaction, TimeGrid, createCalendar } from "@event-calendar/core";
import "@event-calendar/core/index.css";

window.mount = (element, { day, from, to }) => {
  const calendar = createCalendar(element, [TimeGrid, Interaction], {
    view: "timeGridWeek",
    date: day,
    firstDay: 1,
    hiddenDays: [0, 6],
    slotMinTime: from,
    slotMaxTime: to,
    snapDuration: "00:05:00",
    slotEventOverlap: false,
    allDaySlot: false,
    editable: true,
    height: "100%",
    events: [],
  });
  return {
    session: "ec-event",
    show(day, sessions) {
      calendar.setOption("events", sessions);
      calendar.setOption("date", day);
    },
  };
};
