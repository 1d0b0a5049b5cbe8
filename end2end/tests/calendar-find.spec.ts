// Looking for sessions: by words that a Russian keyboard can write, by what they are; the address says it.

import { Calendar } from './support/calendar';
import { emptyWeek, shift } from './support/clock';
import { expect, test } from './support/fixtures';
import { CHILDREN } from './support/people';
import { kk } from './support/words';

const WEEK = emptyWeek(20);

test('a Russian keyboard finds a Kazakh name, and everything else steps back', async ({ open, api }) => {
  const day = shift(WEEK, 1);
  const mine = await api.create({ kind: 'individual', day, at: '09:00', staff: 'S03', room: 'R3', children: ['C16'] });
  const other = await api.create({ kind: 'individual', day, at: '10:00', staff: 'S03', room: 'R3', children: ['C18'] });
  const page = await open('methodist');
  const calendar = await Calendar.open(page, { day });
  const field = page.getByRole('searchbox', { name: kk('calendar.find'), exact: true });
  const folded = CHILDREN.C16.toLowerCase().replace(/[әғқңөұүһі]/g, (letter) => ({ ә: 'а', ғ: 'г', қ: 'к', ң: 'н', ө: 'о', ұ: 'у', ү: 'у', һ: 'х', і: 'и' })[letter]!);
  await field.pressSequentially(folded);
  await expect(page.getByRole('search').getByRole('status')).toHaveText(kk('calendar.found', { n: 1, all: 2 }));
  await expect(calendar.byId(mine.id)).not.toHaveClass(/miss/);
  await expect(calendar.byId(other.id)).toHaveClass(/miss/);
  await expect(field).toBeFocused();

  // Enter leads to it, and the address shows the same to somebody else.
  await field.press('Enter');
  await expect(calendar.byId(mine.id)).toBeFocused();
  const shared = await open('head', { scripts: false });
  await shared.goto(page.url());
  await expect(new Calendar(shared).byId(other.id)).toHaveClass(/miss/);

  // It stays while one leafs, and is gone when it is cleared.
  await page.getByRole('link', { name: kk('calendar.after'), exact: true }).click();
  await expect(page).toHaveURL(/q=/);
  await expect(page.getByRole('search').getByRole('status')).toHaveText(kk('calendar.find_none'));
  await page.getByRole('link', { name: kk('calendar.before'), exact: true }).click();
  await page.getByRole('link', { name: kk('calendar.find_clear') }).click();
  await expect(page).not.toHaveURL(/q=/);
  await expect(calendar.byId(other.id)).not.toHaveClass(/miss/);
});

test('by kind, by state, by specialist: without scripts, too', async ({ open, api }) => {
  const day = shift(emptyWeek(21), 1);
  const draft = await api.create({ kind: 'individual', day, at: '09:00', staff: 'S03', room: 'R3', children: ['C16'], status: 'draft' });
  const group = await api.create({ kind: 'small', day, at: '10:00', minutes: 35, staff: 'S03', room: 'R3', children: ['C16'], status: 'draft' });
  const page = await open('methodist');
  const calendar = await Calendar.open(page, { day });
  await page.locator('.cal-filter > summary').click();
  await page.getByRole('search').getByRole('combobox', { name: kk('calendar.kind'), exact: true }).selectOption('small');
  await expect(calendar.byId(draft.id)).toHaveClass(/miss/);
  await expect(calendar.byId(group.id)).not.toHaveClass(/miss/);
  await page.getByRole('search').getByRole('combobox', { name: kk('calendar.status'), exact: true }).selectOption('confirmed');
  await expect(calendar.byId(group.id)).toHaveClass(/miss/);

  const plain = await open('methodist', { scripts: false });
  await plain.goto(`/calendar?view=week&by=day&day=${day}`);
  await plain.locator('.cal-filter > summary').click();
  await plain.getByRole('search').getByRole('combobox', { name: kk('calendar.kind'), exact: true }).selectOption('individual');
  await plain.getByRole('button', { name: kk('calendar.find'), exact: true }).click();
  await expect(new Calendar(plain).byId(draft.id)).not.toHaveClass(/miss/);
  await expect(new Calendar(plain).byId(group.id)).toHaveClass(/miss/);
});
