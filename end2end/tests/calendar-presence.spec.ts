// Who came: one tap for each child, on the day; the real number stands beside the planned one.

import { Calendar } from './support/calendar';
import { shift, TODAY } from './support/clock';
import { expect, test } from './support/fixtures';
import { kk } from './support/words';

test('who came is marked with one tap for each, and stays when the page is loaded again', async ({ open }) => {
  const page = await open('methodist', { phone: true });
  // A Friday with groups, held already.
  const day = shift(TODAY, -4);
  const calendar = await Calendar.open(page, { view: 'day', day });
  const block = calendar.column(day).locator('.ses:is([data-status="done"], [data-status="confirmed"]):has(em)').first();
  const session = (await block.getAttribute('data-id'))!;
  await calendar.byId(session).scrollIntoViewIfNeeded();
  await calendar.byId(session).click();
  const dialog = page.getByRole('dialog');
  const children = dialog.locator('.presence-list > li');
  const all = await children.count();
  expect(all).toBeGreaterThan(1);
  const tap = (n: number, presence: string) => children.nth(n).locator(`[data-presence="${presence}"]`).first();
  await tap(0, 'came').click();
  await expect(tap(0, 'came')).toHaveAttribute('aria-pressed', 'true');
  await expect(dialog.getByTestId('presence-real')).toHaveText(kk('calendar.presence_real', { n: 1, all }));
  // A child that did not come, and why.
  await tap(1, 'absent').click();
  await dialog.getByRole('group', { name: kk('calendar.presence_why') }).getByText(kk('words.presence_ill')).click();
  await expect(children.nth(1).locator('[data-presence="ill"]')).toHaveAttribute('aria-pressed', 'true');
  // All others at once; those marked stay as marked.
  if (all > 2) await dialog.getByRole('button', { name: kk('calendar.presence_all') }).click();
  await expect(dialog.getByTestId('presence-real')).toHaveText(kk('calendar.presence_real', { n: all - 1, all }));
  await expect(calendar.byId(session).locator('em')).toHaveText(`${all - 1}/${all}`);

  await dialog.getByLabel(kk('calendar.note')).fill('Қуыршақпен ойнады');
  await dialog.getByRole('button', { name: kk('common.save'), exact: true }).first().click();
  await expect(dialog.getByText(kk('calendar.note_saved'))).toBeVisible();

  await page.reload();
  await calendar.ready();
  await calendar.byId(session).click();
  await expect(dialog.getByTestId('presence-real')).toHaveText(kk('calendar.presence_real', { n: all - 1, all }));
  await expect(dialog.getByLabel(kk('calendar.note'))).toHaveValue('Қуыршақпен ойнады');
  // A second tap takes a mark back.
  await tap(0, 'came').click();
  await expect(tap(0, 'came')).toHaveAttribute('aria-pressed', 'false');
});

test('before it begins nothing can be marked', async ({ open, api }) => {
  const saved = await api.create({ kind: 'individual', day: '2026-12-30', at: '09:00', staff: 'S03', room: 'R3', children: ['C16'] });
  const page = await open('psychologist');
  const calendar = await Calendar.open(page, { day: '2026-12-30' });
  await calendar.byId(saved.id).click();
  await expect(page.getByRole('dialog').getByRole('heading', { name: kk('calendar.presence') })).toHaveCount(0);
  const answer = await api.json('calendar/mark', { id: saved.id, child: (saved.plan.seats as { child: string }[])[0].child, presence: 'came' });
  expect(answer.status()).toBe(422);
});
