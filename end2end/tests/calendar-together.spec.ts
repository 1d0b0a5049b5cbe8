// Two people at the same session at once: each sees what the other holds, and who comes second is told kindly.

import { Calendar, TALL, expectNotReloaded, mark } from './support/calendar';
import { emptyWeek, shift } from './support/clock';
import { expect, test } from './support/fixtures';
import { inOrder, kk } from './support/words';

const PSYCHOLOGIST = 'Қалдыбек Ә.';
const METHODIST = 'Тілеуқабыл М.';
const held = (name: string) => kk('calendar.held_by', { name });
const outline = (calendar: Calendar) => calendar.grid.locator('.cal-hand');

test('while one drags, the other sees where, and by whom', async ({ open, api }) => {
  const day = emptyWeek(25);
  const session = await api.create({ kind: 'individual', day, at: '10:00', staff: 'S03', room: 'R3', children: ['C16'] });
  const [one, other] = [await open('psychologist', { viewport: TALL }), await open('methodist', { viewport: TALL })];
  const [mine, theirs] = [await Calendar.open(one, { day }), await Calendar.open(other, { day, by: 'staff' })];
  await mark(other);

  await mine.carry(mine.byId(session.id), { day: shift(day, 1), at: '11:00' });
  const shown = theirs.column(shift(day, 1)).locator('.cal-hand');
  await expect(shown).toHaveText(`${held(PSYCHOLOGIST)}11:00–11:20`);
  await expect(theirs.byId(session.id)).toHaveClass(/held/);
  await expect(theirs.byId(session.id)).toHaveAttribute('data-by', held(PSYCHOLOGIST));
  // One's own hand one knows.
  await expect(outline(mine)).toHaveCount(0);

  const to = await mine.point({ day: shift(day, 2), at: '12:00' });
  await one.mouse.move(to.x, to.y + 6, { steps: 4 });
  await expect(theirs.column(shift(day, 2)).locator('.cal-hand')).toContainText('12:00–12:20');
  await expect(outline(theirs)).toHaveCount(1);

  // Whoever opens the calendar now sees it, too.
  const late = await Calendar.open(await open('speech', { viewport: TALL }), { day });
  await expect(outline(late)).toContainText('12:00–12:20');

  await one.keyboard.press('Escape');
  await expect(outline(theirs)).toHaveCount(0);
  await expect(outline(late)).toHaveCount(0);
  await expect(theirs.byId(session.id)).not.toHaveClass(/held/);
  await mine.drop();
  await expectNotReloaded(other);
});

test('by keys it is the same, and a page that is closed holds nothing', async ({ open, api }) => {
  const day = shift(emptyWeek(26), 2);
  const session = await api.create({ kind: 'individual', day, at: '10:00', staff: 'S03', room: 'R3', children: ['C16'] });
  const [one, other] = [await open('psychologist', { viewport: TALL }), await open('methodist', { viewport: TALL })];
  const [mine, theirs] = [await Calendar.open(one, { day, view: 'day' }), await Calendar.open(other, { day, view: 'day' })];
  await mine.byId(session.id).focus();
  await one.keyboard.press('Enter');
  await one.keyboard.press('Shift+ArrowDown');
  await expect(outline(theirs)).toContainText('11:00–11:20');
  await one.close();
  await expect(outline(theirs)).toHaveCount(0);
});

test('both drag the same: each sees the other, and the second is told who was quicker', async ({ open, api }) => {
  const day = shift(emptyWeek(27), 3);
  const session = await api.create({ kind: 'individual', day, at: '10:00', staff: 'S03', room: 'R3', children: ['C17'] });
  const mine = await Calendar.open(await open('psychologist', { viewport: TALL }), { day, view: 'day' });
  const theirs = await Calendar.open(await open('methodist', { viewport: TALL }), { day, view: 'day' });
  await mine.carry(mine.byId(session.id), { day, at: '11:00' });
  await theirs.carry(theirs.byId(session.id), { day, at: '15:00' });
  await expect(outline(mine)).toHaveText(`${held(METHODIST)}15:00–15:20`);
  await expect(outline(theirs)).toHaveText(`${held(PSYCHOLOGIST)}11:00–11:20`);

  await mine.drop();
  await expect(mine.byId(session.id)).toHaveAccessibleName(inOrder('11:00–11:20'));
  await expect(outline(theirs)).toHaveCount(0);
  await expect(theirs.said).toHaveText(kk('calendar.changed_meanwhile'));
  await theirs.drop();
  await expect(theirs.notice).toContainText(kk('calendar.quicker', { name: PSYCHOLOGIST }));
  const when = `${day.split('-').reverse().join('.')}, 11:00–11:20`;
  await expect(theirs.notice).toContainText(kk('rules.refused_stale', { when }));
  await expect(theirs.byId(session.id)).toHaveAccessibleName(inOrder('11:00–11:20'));
  await expect(outline(mine)).toHaveCount(0);
});

test('what changed between the page and its stream is seen without a reload', async ({ open, api }) => {
  const day = shift(emptyWeek(28), 4);
  const session = await api.create({ kind: 'individual', day, at: '10:00', staff: 'S03', room: 'R3', children: ['C18'] });
  const page = await open('methodist', { viewport: TALL });
  let moved = false;
  await page.route('**/live?*', async (route) => {
    if (!moved) {
      moved = true;
      await api.move(session, day, '12:00');
    }
    await route.continue();
  });
  const calendar = await Calendar.open(page, { day });
  await expect(calendar.byId(session.id)).toHaveAccessibleName(inOrder('12:00–12:20'));
  expect(moved).toBe(true);
});
