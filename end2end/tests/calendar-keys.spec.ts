// The calendar without a mouse.

import { Calendar, TALL } from './support/calendar';
import { dayMonthWeekday, emptyWeek, range, shift } from './support/clock';
import { expect, test } from './support/fixtures';
import { CHILDREN } from './support/people';
import { inOrder, kk } from './support/words';

const told = (day: string, at: string, minutes = 20) => `${dayMonthWeekday('kk', day)}, ${range(at, minutes)}`;

test('by keys alone: find a session, pick it up, carry it, put it down; the focus stays with it', async ({ open, api }) => {
  const day = emptyWeek(13);
  const session = await api.create({ kind: 'individual', day, at: '10:00', staff: 'S03', room: 'R3', children: ['C16'] });
  const other = await api.create({ kind: 'individual', day: shift(day, 1), at: '10:00', staff: 'S03', room: 'R3', children: ['C17'] });
  const page = await open('psychologist', { viewport: TALL });
  const calendar = await Calendar.open(page, { day });
  const block = calendar.byId(session.id);
  const keys = page.keyboard;

  // Tab leads to one session, arrows to the others.
  await page.getByRole('heading', { level: 1 }).evaluate((heading) => { heading.tabIndex = -1; heading.focus(); });
  for (let presses = 0; !(await block.evaluate((node) => node === document.activeElement)); presses++) {
    expect(presses, 'Tab reaches the grid').toBeLessThan(30);
    await keys.press('Tab');
  }
  await keys.press('ArrowRight');
  await expect(calendar.byId(other.id)).toBeFocused();
  await keys.press('ArrowLeft');
  await expect(block).toBeFocused();

  await keys.press('Enter');
  await expect(calendar.said).toContainText(kk('calendar.picked_up'));
  await keys.press('ArrowDown');
  await expect(calendar.said).toHaveText(`${told(day, '10:05')}. ${kk('calendar.fits')}`);
  await keys.press('Shift+ArrowDown');
  await expect(calendar.said).toHaveText(`${told(day, '11:05')}. ${kk('calendar.fits')}`);
  await keys.press('ArrowRight');
  await expect(calendar.said).toHaveText(`${told(shift(day, 1), '11:05')}. ${kk('calendar.fits')}`);
  // An hour earlier is where the other lesson is.
  await keys.press('Shift+ArrowUp');
  const busy = kk('rules.staff_busy', { name: 'Қалдыбек Ә.', from: '10:00', to: '10:20' });
  await expect(calendar.said).toContainText(inOrder(told(shift(day, 1), '10:05'), kk('calendar.does_not_fit'), busy, kk('rules.source_house')));
  await keys.press('Shift+ArrowDown');
  await keys.press('Enter');
  await expect(calendar.notice).toContainText(kk('calendar.done_changed', { when: told(shift(day, 1), '11:05') }));
  await expect(block).toHaveAccessibleName(inOrder('11:05–11:25'));
  await expect(block).toBeFocused();
});

test('Escape puts back what keys have picked up', async ({ open, api }) => {
  const day = emptyWeek(14);
  const session = await api.create({ kind: 'individual', day, at: '10:00', staff: 'S03', room: 'R3', children: ['C16'] });
  const page = await open('psychologist', { viewport: TALL });
  const calendar = await Calendar.open(page, { day });
  const block = calendar.byId(session.id);
  await block.focus();
  await page.keyboard.press('m');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(calendar.grid.locator('.cal-ghost')).toContainText('11:00–11:20');
  await page.keyboard.press('Escape');
  await expect(calendar.said).toHaveText(kk('calendar.put_back'));
  await expect(block).toHaveAccessibleName(inOrder('10:00–10:20'));
  await expect(block).toBeFocused();
});

test('«Ауыстыру…» moves a session without dragging, and gives the focus back', async ({ open, api }) => {
  const day = emptyWeek(15);
  const session = await api.create({ kind: 'individual', day, at: '10:00', staff: 'S03', room: 'R3', children: ['C18'] });
  const page = await open('psychologist', { viewport: TALL });
  const calendar = await Calendar.open(page, { day });
  const block = calendar.byId(session.id);
  await block.focus();
  await page.keyboard.press('Space');
  await expect(calendar.dialog()).toContainText(CHILDREN.C18);
  await calendar.dialog().getByRole('button', { name: kk('calendar.move_to') }).press('Enter');
  const dialog = calendar.dialog(kk('calendar.move_title'));
  await dialog.getByLabel(kk('calendar.date'), { exact: true }).fill(shift(day, 3));
  await dialog.getByLabel(kk('calendar.start'), { exact: true }).fill('15:40');
  await dialog.getByRole('button', { name: kk('calendar.move_do'), exact: true }).press('Enter');
  await expect(dialog).toBeHidden();
  await expect(block).toHaveAccessibleName(inOrder(told(shift(day, 3), '15:40')));
  await expect(block).toBeFocused();
});

test('a refusal in «Ауыстыру…» names the rule, and offers times to take', async ({ open, api }) => {
  const day = emptyWeek(16);
  const session = await api.create({ kind: 'individual', day, at: '10:00', staff: 'S03', room: 'R3', children: ['C18'] });
  await api.create({ kind: 'individual', day, at: '11:00', staff: 'S03', room: 'R3', children: ['C16'] });
  const page = await open('psychologist', { viewport: TALL });
  const calendar = await Calendar.open(page, { day });
  await calendar.byId(session.id).click();
  await calendar.dialog().getByRole('button', { name: kk('calendar.move_to') }).click();
  const dialog = calendar.dialog(kk('calendar.move_title'));
  await dialog.getByLabel(kk('calendar.start'), { exact: true }).fill('11:05');
  await dialog.getByRole('button', { name: kk('calendar.move_do'), exact: true }).click();
  const busy = kk('rules.staff_busy', { name: 'Қалдыбек Ә.', from: '11:00', to: '11:20' });
  await expect(dialog).toContainText(busy);
  await expect(dialog).toContainText(kk('common.nearest'));
});
