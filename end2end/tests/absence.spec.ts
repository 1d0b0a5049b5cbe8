// Who is not there: recorded, seen in the calendar, and everything that it touches is seen to at once; families are told.

import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { Calendar } from './support/calendar';
import { dayMonthWeekday, emptyWeek, range, shift } from './support/clock';
import { expect, go, test } from './support/fixtures';
import { CHILDREN, id, PEOPLE } from './support/people';
import { inOrder, kk, LANGS } from './support/words';

const STANDARD = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

async function expectNoViolations(page: Page) {
  const result = await new AxeBuilder({ page }).withTags(STANDARD).analyze();
  expect(result.violations.flatMap((found) => found.nodes.map((node) => `${found.id}: ${node.target.join(' ')}`))).toEqual([]);
  const width = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(width, 'nothing hangs over the edge').toBeLessThanOrEqual(0);
}

/** Records that somebody is not there, by way of the form. */
async function record(page: Page, who: string, from: string, to: string, why: string) {
  await go(page, `/staff-hours?who=${id(who)}`);
  await expect(page.getByRole('button', { name: kk('absence.record') })).toBeEnabled({ timeout: 60_000 });
  const form = page.getByRole('form', { name: kk('absence.add') });
  await form.getByLabel(kk('absence.from')).fill(from);
  await form.getByLabel(kk('absence.to')).fill(to);
  await form.getByLabel(kk('absence.why')).selectOption(why);
  await form.getByRole('button', { name: kk('absence.record') }).click();
  await expect(page.getByRole('heading', { level: 1, name: kk('absence.touched_title') })).toBeVisible();
}

test('a specialist falls ill: one lesson is handed over, one moved, one called off, and the family is told', async ({ open, api }) => {
  const monday = emptyWeek(26);
  const day = shift(monday, 2);
  const plan = { kind: 'individual', day, staff: 'S04', room: 'R1' };
  const first = await api.create({ ...plan, at: '10:00', children: ['C01'] });
  const second = await api.create({ ...plan, at: '11:00', children: ['C02'] });
  const third = await api.create({ ...plan, at: '12:00', children: ['C01'] });

  const parent = await open('airu', { phone: true });
  await go(parent, '/bookings');
  const news = parent.locator('[data-news][role="status"]');
  const methodist = await open('methodist');
  await record(methodist, 'S04', monday, shift(monday, 4), 'ill');
  const list = methodist.getByTestId('touched');
  const card = (session: { id: string }) => list.locator(`[data-session="${session.id}"]`);
  await expect(list.getByRole('listitem')).toHaveCount(3);
  await expect(card(first)).toContainText(CHILDREN.C01.replace(' ', '\u00a0'));
  await expectNoViolations(methodist);

  await card(first).getByRole('radio', { name: inOrder(kk('absence.way_hand', { name: '' }).trim()) }).first().check();
  const moves = kk('absence.way_move', { when: '' }).trim();
  await card(second).getByRole('radio', { name: inOrder(moves) }).first().check();
  await card(third).getByRole('radio', { name: kk('absence.way_cancel') }).check();
  await methodist.getByRole('button', { name: kk('absence.do_it', { n: 3 }) }).click();
  const summary = methodist.getByTestId('touched-summary');
  await expect(summary).toHaveText(kk('absence.summary', { done: 3, refused: 0 }));
  await expect(summary).toBeFocused();
  for (const session of [first, second, third]) await expect(card(session)).toContainText(kk('absence.done'));
  await expectNoViolations(methodist);

  // The family: another specialist for one lesson, the other called off, and why nobody comes is not said.
  const what = `${kk('words.kind_individual')}, ${CHILDREN.C01}`;
  await expect(news).toContainText(kk('booking.news_staff', { what, staff: '' }).replace(/, $/, ''));
  const when = `${dayMonthWeekday('kk', day)}, ${range('12:00', 20)}`;
  await expect(news).toContainText(kk('absence.news_away', { what, when }));
  const called = parent.locator(`[data-session="${third.id}"]`);
  await expect(called).toContainText(kk('absence.booking_away'));
  await expect(parent.getByRole('main')).not.toContainText(kk('absence.why_ill'));
  await expect(parent.getByRole('main')).not.toContainText(/ауру|ауыр/i);

  // In the calendar: a band on each day, and nothing of hers left in it but what was called off.
  const calendar = await Calendar.open(methodist, { view: 'day', by: 'staff', day });
  await expect(calendar.column(day, id('S04')).locator('.cal-away')).toContainText(kk('absence.why_ill'));
  await expect(calendar.column(day, id('S04')).locator('.ses:not([data-status="cancelled"])')).toHaveCount(0);
  const other = await open('psychologist');
  const theirs = await Calendar.open(other, { view: 'day', by: 'staff', day });
  await expect(theirs.column(day, id('S04')).locator('.cal-away')).toHaveText(kk('absence.band'));
});

test('what is refused says why, and can be chosen anew', async ({ open, api }) => {
  const day = shift(emptyWeek(27), 1);
  const session = await api.create({ kind: 'individual', day, at: '10:00', staff: 'S04', room: 'R1', children: ['C02'] });
  const page = await open('methodist', { phone: true });
  await record(page, 'S04', day, day, 'leave');
  await expectNoViolations(page);
  const card = page.locator(`[data-session="${session.id}"]`);
  // Meanwhile somebody else has changed it.
  const moved = await api.change(session, { reason: 'басқа' }).catch(() => null);
  expect(moved, 'it stands in an absence: the rules refuse to touch it').toBeNull();
  await api.json('calendar/cancel', { id: session.id, version: session.version, reason: 'басқа' });
  await page.getByRole('button', { name: kk('absence.do_it', { n: 1 }) }).click();
  await expect(page.getByTestId('touched-summary')).toHaveText(kk('absence.summary', { done: 0, refused: 1 }));
  await expect(card).toContainText(kk('absence.refused'));
});

test('hours of absence are moved by keys and by mouse, and taken back by Escape', async ({ open }) => {
  const monday = emptyWeek(28);
  const [day, next] = [shift(monday, 1), shift(monday, 2)];
  const page = await open('psychologist', { viewport: { width: 1440, height: 1500 } });
  await go(page, '/staff-hours');
  await expect(page.getByRole('button', { name: kk('absence.record') })).toBeEnabled({ timeout: 60_000 });
  // Of others one sees nothing here, and the hours are only read.
  await expect(page.getByRole('heading', { level: 2, name: PEOPLE.psychologist.name })).toBeVisible();
  await expect(page.getByRole('navigation', { name: kk('absence.people') })).toHaveCount(0);
  await expect(page.getByText(kk('absence.hours_read'))).toBeVisible();
  const form = page.getByRole('form', { name: kk('absence.add') });
  await form.getByLabel(kk('absence.from')).fill(day);
  await form.getByLabel(kk('absence.some_hours')).check();
  await form.getByLabel(kk('absence.start')).fill('10:00');
  await form.getByLabel(kk('absence.end')).fill('12:00');
  await form.getByLabel(kk('absence.why')).selectOption('training');
  await form.getByRole('button', { name: kk('absence.record') }).click();
  await expect(page.getByText(kk('absence.touched_none'))).toBeVisible();

  const calendar = await Calendar.open(page, { day });
  const band = calendar.grid.locator('.cal-away');
  const on = (day: string) => calendar.column(day).locator('.cal-away');
  const stands = (from: string, to: string, day: string) => expect(on(day)).toHaveAttribute('aria-label', inOrder(dayMonthWeekday('kk', day), `${from}–${to}`));
  await stands('10:00', '12:00', day);
  await band.focus();
  await page.keyboard.press('m');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Alt+ArrowUp');
  await expect(calendar.said).toHaveText(inOrder(dayMonthWeekday('kk', day), '10:10–12:05'));
  await page.keyboard.press('Escape');
  await expect(calendar.said).toHaveText(kk('absence.band_put_back'));
  await stands('10:00', '12:00', day);
  await page.keyboard.press('m');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await stands('11:00', '13:00', next);
  await expect(band).toBeFocused();
  await expect(calendar.notice).toContainText(`11:00–13:00`);

  // With the mouse: the whole to another day, then its lower edge.
  const box = (await band.boundingBox())!;
  const to = await calendar.point({ day, at: '09:30' });
  await page.mouse.move(box.x + box.width / 2, box.y + 30);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y + 30, { steps: 8 });
  await page.mouse.up();
  await stands('09:30', '11:30', day);
  const edge = (await band.boundingBox())!;
  const until = await calendar.point({ day, at: '12:15' });
  await page.mouse.move(edge.x + edge.width / 2, edge.y + edge.height - 3);
  await page.mouse.down();
  await page.mouse.move(edge.x + edge.width / 2, until.y - 3, { steps: 8 });
  await page.mouse.up();
  await stands('09:30', '12:15', day);
  await expect(page, 'a drag follows no link').toHaveURL(/\/calendar/);
  // A click is the link that it is on; there the absence is ended.
  await band.click();
  await expect(page).toHaveURL(/\/staff-hours/);
  const line = page.getByTestId('absences').getByRole('listitem').filter({ hasText: '09:30–12:15' });
  await line.getByRole('button', { name: kk('absence.take_back') }).click();
  await expect(line).toHaveCount(0);
  await expect(page.getByTestId('staff-said')).toBeFocused();
});

for (const lang of LANGS) {
  test(`the working week is written on a phone, ${lang}`, async ({ open }) => {
    const page = await open('head', { phone: true, lang });
    await go(page, `/staff-hours?who=${id('S09')}`);
    await expectNoViolations(page);
    const monday = page.locator('[data-weekday="1"]');
    const windows = monday.locator('.week-window');
    const before = await windows.count();
    await monday.locator('[id^="week-add"]').click();
    await expect(windows).toHaveCount(before + 1);
    const added = windows.last();
    await added.locator('input').first().fill('06:00');
    await added.locator('input').last().fill('06:30');
    await page.locator('.week button[type="submit"]').click();
    await expect(page.getByTestId('hours-saved')).not.toBeEmpty();
    await page.reload();
    await expect(windows).toHaveCount(before + 1);
    // What cannot be is said, and nothing is sent.
    await go(page, `/staff-hours?who=${id('S09')}`);
    await windows.first().locator('input').last().fill('05:00');
    await page.locator('.week button[type="submit"]').click();
    await expect(page.locator('.week [role="alert"]')).toContainText('06:00–05:00');
    await expectNoViolations(page);
    await windows.first().locator('.week-remove').click();
    await expect(monday.locator('[id^="week-add"]')).toBeFocused();
    await page.locator('.week button[type="submit"]').click();
    await expect(page.getByTestId('hours-saved')).not.toBeEmpty();
    await expect(windows).toHaveCount(before);
  });
}
