// FullCalendar with what Kenes' week has: working days, sessions beside each other, steps of five minutes.
import { Calendar } from "@fullcalendar/core";
import interaction from "@fullcalendar/interaction";
import timeGrid from "@fullcalendar/timegrid";

window.mount = (element, { day, from, to }) => {
  const calendar = new Calendar(element, {
    plugins: [timeGrid, interaction],
    initialView: "timeGridWeek",
    initialDate: day,
    firstDay: 1,
    weekends: false,
    slotMinTime: from,
    slotMaxTime: to,
    snapDuration: "00:05:00",
    slotEventOverlap: false,
    allDaySlot: false,
    editable: true,
    height: "100%",
  });
  calendar.render();
  return {
    session: "fc-event",
    show(day, sessions) {
      calendar.batchRendering(() => {
        calendar.removeAllEvents();
        calendar.gotoDate(day);
        calendar.addEventSource(sessions);
      });
    },
  };
};
