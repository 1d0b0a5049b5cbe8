// Who sees and changes what in the calendar (requirements §1.5).

import { Calendar, TALL } from './support/calendar';
import { emptyWeek, shift, TODAY } from './support/clock';
import { expect, test } from './support/fixtures';
import { CHILDREN } from './support/people';
import { inOrder, kk } from './support/words';

test('the head sees everything and changes nothing', async ({ open, api }) => {
  const day = emptyWeek(17);
  const session = await api.create({ kind: 'individual', day, at: '10:00', staff: 'S03', room: 'R3', children: ['C16'] });
  const page = await open('head', { viewport: TALL });
  const calendar = await Calendar.open(page, { day });
  await expect(page.getByRole('button', { name: kk('calendar.add') })).toHaveCount(0);
  await expect(calendar.side).toHaveCount(0);
  const block = calendar.byId(session.id);
  await calendar.drag(block, { day: shift(day, 1), at: '11:00' });
  await expect(block).toHaveAccessibleName(inOrder(CHILDREN.C16, '10:00–10:20'));
  await calendar.page.keyboard.press('Escape');
  await block.click();
  const dialog = calendar.dialog();
  await expect(dialog).toContainText(CHILDREN.C16);
  for (const key of ['calendar.move_to', 'calendar.confirm', 'calendar.to_draft', 'calendar.cancel_session', 'common.save']) {
    await expect(dialog.getByRole('button', { name: kk(key), exact: true }), key).toHaveCount(0);
  }
});

test('an educator learns the names of their own group only, and no diagnosis', async ({ open }) => {
  const page = await open('educator');
  const calendar = await Calendar.open(page, { day: TODAY });
  // Қарлығаш is hers: of the small group of three she knows one by name.
  await expect(calendar.block(kk('words.kind_small'), CHILDREN.C01, '3 бала', '09:30–10:10')).toBeVisible();
  const whole = await page.content();
  for (const secret of ['бұзылуы', 'бұзылысы', 'тежелуі', CHILDREN.C02, CHILDREN.C03, CHILDREN.C09, CHILDREN.K01]) {
    expect(whole, secret).not.toContain(secret);
  }
  expect(whole).toContain(CHILDREN.C01);
});

test('a specialist carries their own sessions only', async ({ open, api }) => {
  const day = emptyWeek(18);
  const session = await api.create({ kind: 'individual', day, at: '10:00', staff: 'S04', room: 'R1', children: ['C04'] });
  const page = await open('psychologist', { viewport: TALL });
  const calendar = await Calendar.open(page, { day });
  const block = calendar.byId(session.id);
  await expect(block).not.toHaveAccessibleName(inOrder(CHILDREN.C04));
  await calendar.drag(block, { day, at: '11:30' });
  await expect(calendar.notice).toHaveCount(0);
  await page.keyboard.press('Escape');
  await block.focus();
  await page.keyboard.press('m');
  await expect(calendar.said).toHaveText(kk('calendar.not_movable'));
});

test('what the page does not offer, the server refuses', async ({ apiOf, api }) => {
  const day = emptyWeek(19);
  const session = await api.create({ kind: 'individual', day, at: '10:00', staff: 'S04', room: 'R1', children: ['C04'] });
  for (const person of ['head', 'psychologist', 'educator', 'nuray'] as const) {
    const theirs = await apiOf(person);
    const plan = { ...session.plan, slot: { day, start: 700, minutes: 20 } };
    const answer = await theirs.json('calendar/change', { id: session.id, version: session.version, plan });
    expect([403, 404], person).toContain(answer.status());
  }
});
