// Sessions that repeat: every date before it is saved, edits of this one, of those after it, of all; the rule, as others
// expand it.

import AxeBuilder from '@axe-core/playwright';
import ICAL from 'ical.js';
import { Calendar, TALL } from './support/calendar';
import { dayMonthWeekday, emptyWeek, minuteOf, shift } from './support/clock';
import { expect, test } from './support/fixtures';
import { id } from './support/people';
import { kk } from './support/words';

const compact = (day: string) => day.replaceAll('-', '');

/** A plan as the server takes it. */
function plan(day: string, at: string, child = 'C16') {
  return {
    session: null, body: 'ppqq', kind: 'individual', slot: { day, start: minuteOf(at), minutes: 20 }, staff: [id('S03')], room: id('R3'),
    online: false, seats: [{ child: id(child), with_parent: false }], hidden: 0, places: 1, open: false, status: 'confirmed', by: 'staff',
  };
}

test('a weekly series is shown date by date, a date in the way is moved, and the whole is saved', async ({ open, api }) => {
  const day = emptyWeek(0);
  await api.create({ kind: 'individual', day: shift(day, 7), at: '10:00', staff: 'S03', room: 'R3', children: ['C18'] });
  const calendar = await Calendar.open(await open('methodist', { viewport: TALL }), { day });
  const { page } = calendar;
  await page.getByRole('button', { name: kk('calendar.add') }).click();
  const form = page.getByRole('dialog', { name: kk('calendar.add') });
  await form.getByLabel(kk('calendar.date')).fill(day);
  await form.getByLabel(kk('calendar.start')).fill('10:00');
  await form.getByLabel(kk('calendar.staff')).selectOption(id('S03'));
  await form.getByLabel(kk('calendar.room')).selectOption(id('R3'));
  await form.getByRole('searchbox').or(form.getByLabel(kk('calendar.search_child'))).first().fill('Серік');
  await form.getByRole('button', { name: /Серік/ }).first().click();
  await form.getByLabel(kk('series.repeat')).selectOption('weekly');
  await form.getByLabel(kk('series.until')).fill(shift(day, 21));
  await form.getByRole('button', { name: kk('calendar.save_confirmed') }).click();

  const dates = page.getByRole('dialog', { name: kk('series.preview') });
  await expect(dates.getByTestId('series-sum')).toContainText(kk('series.sum_fits', { n: 3 }));
  await expect(dates.getByTestId('series-sum')).toContainText(kk('series.sum_conflicts', { n: 1 }));
  const refused = dates.locator('li.refused');
  await expect(refused).toContainText(dayMonthWeekday('kk', shift(day, 7)));
  await expect(dates.getByRole('button', { name: kk('series.save'), exact: true })).toBeDisabled();
  expect((await new AxeBuilder({ page }).include('dialog[open]').analyze()).violations).toEqual([]);
  await refused.getByRole('combobox').selectOption('shift');
  await expect(dates.getByTestId('series-sum')).toContainText(kk('series.sum_fits', { n: 4 }));
  await dates.getByRole('button', { name: kk('series.save'), exact: true }).click();
  await expect(calendar.notice).toContainText(kk('series.saved'));
  await expect(calendar.notice).toContainText(kk('series.saved_made', { n: 4 }));
  await expect(calendar.column(day).getByRole('button')).toHaveCount(1);
});

test('what is dragged goes alone, with those after it, or with all, and comes back whole', async ({ open, api }) => {
  const day = emptyWeek(10);
  const wish = { session: null, reach: 'following', plan: plan(day, '11:00', 'C17'), rule: 'FREQ=WEEKLY;COUNT=3', choices: [] };
  expect((await api.json('series/save', { wish })).ok()).toBeTruthy();
  const calendar = await Calendar.open(await open('methodist', { viewport: TALL }), { day });
  const { page } = calendar;
  const block = calendar.column(day).getByRole('button');
  await expect(block).toHaveCount(1);
  await calendar.drag(block, { day, at: '11:40' });
  const ask = page.getByRole('dialog', { name: kk('series.ask') });
  await ask.getByRole('button', { name: kk('series.following') }).click();
  const dates = page.getByRole('dialog', { name: kk('series.preview') });
  await expect(dates.getByTestId('series-sum')).toContainText(kk('series.sum_fits', { n: 3 }));
  await dates.getByRole('button', { name: kk('series.save'), exact: true }).click();
  await expect(calendar.notice).toContainText(kk('series.saved_changed', { n: 3 }));
  await expect(block).toHaveAccessibleName(/11:40–12:00/);

  const next = await Calendar.open(page, { day: shift(day, 7) });
  const second = next.column(shift(day, 7)).getByRole('button');
  await expect(second).toHaveAccessibleName(/11:40–12:00/);
  // This one alone, by the keys.
  await second.focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: kk('series.ask') }).getByRole('button', { name: kk('series.only_this') }).click();
  await expect(second).toHaveAccessibleName(/11:30–11:50/);
  const third = await Calendar.open(page, { day: shift(day, 14) });
  await expect(third.column(shift(day, 14)).getByRole('button')).toHaveAccessibleName(/11:40–12:00/);
});

test('the rest of a series is called off with a reason', async ({ open, api }) => {
  const day = emptyWeek(15);
  const wish = { session: null, reach: 'following', plan: plan(day, '15:00', 'C16'), rule: 'FREQ=WEEKLY;COUNT=3', choices: [] };
  expect((await api.json('series/save', { wish })).ok()).toBeTruthy();
  const calendar = await Calendar.open(await open('methodist', { viewport: TALL }), { day: shift(day, 7) });
  const { page } = calendar;
  await calendar.column(shift(day, 7)).getByRole('button', { name: /15:00/ }).click();
  const drawer = page.getByRole('dialog');
  await drawer.getByRole('radio', { name: kk('series.following') }).check();
  await drawer.getByRole('button', { name: kk('calendar.cancel_session') }).click();
  await drawer.getByLabel(kk('calendar.reason'), { exact: true }).fill('Бала көшті');
  await drawer.locator('.cal-cancel').getByRole('button', { name: kk('calendar.cancel_session') }).click();
  const dates = page.getByRole('dialog', { name: kk('series.preview') });
  await expect(dates.locator('li[data-fate="cancel"]')).toHaveCount(2);
  await dates.getByRole('button', { name: kk('series.save'), exact: true }).click();
  await expect(calendar.notice).toContainText(kk('series.saved_cancelled', { n: 2 }));
});

test('a rule that cannot be is said by the dates, and nothing is written', async ({ open }) => {
  const day = emptyWeek(6);
  const calendar = await Calendar.open(await open('methodist', { viewport: TALL }), { day });
  const { page } = calendar;
  await page.getByRole('button', { name: kk('calendar.add') }).click();
  const form = page.getByRole('dialog', { name: kk('calendar.add') });
  await form.getByLabel(kk('series.repeat')).selectOption('own');
  await form.getByLabel(kk('series.rule'), { exact: true }).fill('FREQ=DAILY');
  await form.getByRole('button', { name: kk('calendar.save_draft') }).click();
  await expect(page.getByRole('dialog', { name: kk('series.preview') })).toContainText(kk('rules.problem_endless'));
});

test('random rules give the dates that an independent library gives', async ({ api }) => {
  // A generator of its own, so that a failure can be repeated.
  let seed = 20261124;
  const random = (most: number) => (seed = (seed * 1103515245 + 12345) % 2147483648) % most;
  const pick = <T>(all: T[]) => all[random(all.length)];
  const some = <T>(all: T[], most: number) => [...new Set(Array.from({ length: 1 + random(most) }, () => pick(all)))];
  const days = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
  for (let n = 0; n < 120; n++) {
    const from = shift('2026-12-01', random(60));
    const until = shift(from, 20 + random(250));
    const freq = pick(['DAILY', 'WEEKLY', 'WEEKLY', 'MONTHLY', 'MONTHLY', 'YEARLY']);
    const parts = [`FREQ=${freq}`];
    const interval = 1 + random(4);
    if (interval > 1) parts.push(`INTERVAL=${interval}`);
    if (freq === 'WEEKLY' && random(3)) parts.push(`BYDAY=${some(days, 4).join(',')}`);
    if (freq === 'WEEKLY' && !random(3)) parts.push(`WKST=${pick(['MO', 'SU'])}`);
    if (freq === 'MONTHLY') {
      const how = random(3);
      if (how === 0) parts.push(`BYDAY=${some(['1', '2', '3', '-1'].flatMap((nth) => days.map((day) => nth + day)), 2).join(',')}`);
      if (how === 1) parts.push(`BYMONTHDAY=${some([1, 5, 13, 28, -1], 3).join(',')}`);
    }
    // What a first date that the rule does not give means is not defined (RFC 5545, 3.8.5.3).
    const own = days[(new Date(`${from}T00:00:00Z`).getUTCDay() + 6) % 7];
    if (freq === 'DAILY' && !random(3)) parts.push(`BYDAY=${[...new Set([own, ...some(days, 5)])].join(',')}`);
    if (freq === 'YEARLY') parts.push(`BYMONTH=${some([1, 2, 3, 6, 9], 2).sort().join(',')}`, `BYMONTHDAY=${1 + random(28)}`);
    const rule = `${parts.join(';')};UNTIL=${compact(until)}`;

    const start = ICAL.Time.fromDateString(from);
    const expected: string[] = [];
    const iterator = ICAL.Recur.fromString(rule).iterator(start);
    for (let next = iterator.next(); next && expected.length <= 201; next = iterator.next()) expected.push(next.toString().slice(0, 10));

    const wish = { session: null, reach: 'following', plan: plan(from, '10:00'), rule, choices: [] };
    const answer = await api.json('series/preview', { wish });
    const body = await answer.text();
    if (expected.length === 0 || expected.length > 200) {
      expect(answer.ok(), `${rule} from ${from}`).toBeFalsy();
      expect(body).toContain(expected.length ? 'too_many' : 'nothing');
      continue;
    }
    expect(answer.ok(), `${rule} from ${from}: ${body}`).toBeTruthy();
    const got = (JSON.parse(body) as { rows: { at: { day: string } }[] }).rows.map((row) => row.at.day);
    expect(got, `${rule} from ${from}`).toEqual(expected);
  }
});
