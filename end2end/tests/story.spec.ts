// The main job: a parent books an online play session, a specialist drags it in the calendar, both see it live.

import { Booking } from './support/booking';
import { Calendar, expectNotReloaded, mark, TALL } from './support/calendar';
import { dayMonthWeekday } from './support/clock';
import { expect, go, test } from './support/fixtures';
import { CHILDREN } from './support/people';
import { inOrder, kk } from './support/words';

const DAY = '2026-12-08';
const RACE = '2026-12-09';

test('a parent books, two race for the last place, a specialist drags, and everybody sees it live', async ({ open, api }) => {
  test.setTimeout(240_000);
  // The psychologist has a lesson already, and a play session with one place left.
  await api.create({ kind: 'individual', day: DAY, at: '11:00', staff: 'S03', room: 'R3', children: ['C16'] });
  const last = await api.create({ kind: 'play_online', day: RACE, at: '10:00', staff: 'S03', children: ['K03', 'K04'], open: true });

  const [a, b, desk] = await Promise.all([open('nuray', { phone: true }), open('temirlan'), open('psychologist', { viewport: TALL })]);
  const [parentA, parentB] = [new Booking(a), new Booking(b)];
  const calendar = await Calendar.open(desk, { day: DAY });
  await mark(desk);

  await test.step('parent A books an online play session, and the specialist sees it come', async () => {
    await go(a, '/book');
    await parentA.book({ kind: 'play_online', staff: 'psychologist', day: DAY, at: '09:20' });
    await expect(calendar.block(kk('words.kind_play_online'), CHILDREN.K01, dayMonthWeekday('kk', DAY), '09:20–09:40')).toBeVisible();
  });

  await test.step('A and B confirm the last place at once: one has it, the other joins the waiting list', async () => {
    const at = { kind: 'play_online', staff: 'S03', day: RACE, at: '10:00', session: last.id };
    await Promise.all([go(a, Booking.address({ child: 'K01', ...at })), go(b, Booking.address({ child: 'K02', ...at }))]);
    await Promise.all([expect(parentA.confirmButton()).toBeVisible(), expect(parentB.confirmButton()).toBeVisible()]);
    await Promise.all([parentA.confirmButton().click(), parentB.confirmButton().click()]);

    const booked = (page: typeof a) => page.getByText(kk('booking.new', { when: parentA.told(RACE, '10:00') }));
    const refused = (page: typeof a) => page.getByRole('alert').filter({ hasText: kk('rules.refused_full') });
    for (const page of [a, b]) await expect(booked(page).or(refused(page))).toBeVisible();
    const winners = [await booked(a).count(), await booked(b).count()];
    expect(winners.sort(), 'exactly one has the place').toEqual([0, 1]);

    const [loser, child] = (await booked(a).count()) === 0 ? [a, CHILDREN.K01] : [b, CHILDREN.K02];
    await refused(loser).getByRole('button', { name: kk('booking.wait') }).click();
    await expect(loser.getByRole('status').filter({ hasText: kk('booking.done_waiting') })).toBeVisible();
    const line = loser.getByRole('region', { name: kk('booking.waiting') }).getByRole('listitem').filter({ hasText: parentA.told(RACE, '10:00') });
    await expect(line).toContainText(child);

    const block = calendar.byId(last.id);
    await expect(block).toHaveAccessibleName(inOrder(kk('words.kind_play_online'), child === CHILDREN.K01 ? CHILDREN.K02 : CHILDREN.K01));
    await expect(calendar.side.getByTestId('waiting')).toContainText(child);
  });

  const session = calendar.block(kk('words.kind_play_online'), CHILDREN.K01, dayMonthWeekday('kk', DAY));
  const id = (await session.getAttribute('data-id'))!;
  const block = calendar.byId(id);

  await test.step('the specialist drags it to another time, and A sees it on the phone', async () => {
    await go(a, '/bookings');
    await expect(parentA.card(DAY, '09:20')).toBeVisible();
    await mark(a);
    await calendar.drag(block, { day: DAY, at: '10:00' });
    await expect(calendar.notice).toContainText(kk('calendar.done_changed', { when: parentA.told(DAY, '10:00') }));
    await expect(block).toHaveAccessibleName(inOrder(CHILDREN.K01, '10:00–10:20'));

    await expect(parentA.card(DAY, '10:00')).toBeVisible();
    await expect(parentA.card(DAY, '09:20')).toHaveCount(0);
    const what = `${kk('words.kind_play_online')}, ${CHILDREN.K01}`;
    await expect(a.getByRole('status').filter({ hasText: kk('booking.news_time', { what, when: parentA.told(DAY, '10:00') }) })).toBeVisible();
  });

  await test.step('where it cannot go, the rule is said with its source and the nearest times, and the block goes back', async () => {
    await calendar.carry(block, { day: DAY, at: '11:00' });
    const ghost = calendar.grid.locator('.cal-ghost');
    const rule = kk('rules.staff_busy', { name: 'Қалдыбек Ә.', from: '11:00', to: '11:20' });
    await expect(ghost).toContainText(rule);
    await calendar.drop();
    await expect(calendar.notice).toContainText(kk('calendar.not_done'));
    await expect(calendar.notice).toContainText(`${rule}. ${kk('rules.source_house')}`);
    await expect(block).toHaveAccessibleName(inOrder('10:00–10:20'));
    await expect(ghost).toBeHidden();
    expect(await calendar.notice.getByTestId('nearest').count()).toBeGreaterThanOrEqual(3);
  });

  await test.step('a press on a nearest time moves it there', async () => {
    const nearest = calendar.notice.getByTestId('nearest').first();
    const time = (await nearest.textContent())!.trim();
    await nearest.click();
    await expect(calendar.notice).toContainText(inOrder(kk('calendar.done_changed', { when: '' }).trim().split(':')[0], time));
    await expect(block).toHaveAccessibleName(inOrder(dayMonthWeekday('kk', DAY), `${time}–`));
    await expect(parentA.card(DAY, time)).toBeVisible();
  });

  await test.step('and it can be taken back', async () => {
    await calendar.undo();
    await expect(calendar.notice).toContainText(kk('calendar.undone', { when: parentA.told(DAY, '10:00') }));
    await expect(block).toHaveAccessibleName(inOrder('10:00–10:20'));
    await expect(parentA.card(DAY, '10:00')).toBeVisible();
  });

  await expectNotReloaded(desk);
  await expectNotReloaded(a);
});
