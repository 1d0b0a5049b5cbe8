// The server's days. Its clock starts at KENES_CLOCK (playwright.config.ts) and runs on.

import type { Lang } from './words';

/** The Tuesday on which the tests are held. */
export const TODAY = '2026-11-24';

/** `2026-12-08` moved by days. */
export function shift(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

/** Weeks with a holiday. */
const HOLIDAYS = ['2027-03-08', '2027-03-22', '2027-05-03', '2027-07-05'];

/** The Monday of a week that nobody else uses: each test of the calendar has a number of its own. */
export function emptyWeek(number: number): string {
  const mondays = Array.from({ length: 33 }, (_, week) => shift('2027-01-11', 7 * week));
  return mondays.filter((monday) => !HOLIDAYS.includes(monday))[number];
}

/** What the server's clock shows: minutes since midnight. */
export function serverMinute(): number {
  const start = new Date(process.env.KENES_CLOCK!).getTime();
  const now = new Date(start + Date.now() - Number(process.env.KENES_TEST_STARTED));
  return ((now.getUTCHours() + 5) % 24) * 60 + now.getUTCMinutes();
}

/** `09:20` of a minute of the day. */
export function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

/** A minute of the day of `09:20`. */
export function minuteOf(time: string): number {
  const [hours, minutes] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

/** `09:20–09:40`. */
export function range(start: string, minutes: number): string {
  return `${start}–${clock(minuteOf(start) + minutes)}`;
}

/** `8 желтоқсан, сейсенбі`; `8 декабря, вторник`. */
export function dayMonthWeekday(lang: Lang, day: string): string {
  const part = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(lang === 'kk' ? 'kk-KZ' : 'ru-RU', { ...options, timeZone: 'UTC' })
      .formatToParts(new Date(`${day}T00:00:00Z`));
  const find = (options: Intl.DateTimeFormatOptions, type: string) => part(options).find((part) => part.type === type)!.value;
  const month = find({ day: 'numeric', month: 'long' }, 'month');
  return `${Number(day.slice(8))} ${month}, ${find({ weekday: 'long' }, 'weekday')}`;
}
