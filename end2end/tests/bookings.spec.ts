// What a parent has booked: moving, giving up, the calendar file, the way into the meeting, leaving the waiting list.

import { readFile } from 'node:fs/promises';
import { wait } from './support/api';
import { Booking } from './support/booking';
import { clock, serverMinute, TODAY } from './support/clock';
import { expect, go, test } from './support/fixtures';
import { CHILDREN, id } from './support/people';
import { inOrder, kk } from './support/words';

test('a booking goes to another time', async ({ open, apiOf }) => {
  const nuray = await apiOf('nuray');
  const address = await nuray.book({ child: 'K01', kind: 'play_ind', staff: 'S03', day: '2026-12-17', at: '09:20', minutes: 20 });
  const page = await open('nuray', { phone: true });
  const booking = new Booking(page);
  await go(page, address);
  await page.getByRole('link', { name: kk('booking.move_it') }).click();
  await expect(page.getByRole('heading', { level: 1, name: kk('booking.when_move_title') })).toBeVisible();
  await expect(page.getByRole('main')).toContainText(kk('booking.now_at', { when: booking.told('2026-12-17', '09:20') }));
  await booking.when('2026-12-18', '16:00');
  await page.getByRole('button', { name: kk('booking.do_move'), exact: true }).click();
  await expect(page.getByText(kk('booking.moved', { when: booking.told('2026-12-18', '16:00') }))).toBeVisible();
  await go(page, '/bookings');
  await expect(page.getByRole('region', { name: kk('booking.coming') }).locator(booking.card('2026-12-18', '16:00'))).toBeVisible();
  await expect(page.getByRole('region', { name: kk('booking.past') }).locator(booking.card('2026-12-17', '09:20'))).toContainText(kk('booking.state_moved'));
});

test('a booking is given up, and the time is free for others', async ({ open, apiOf }) => {
  const nuray = await apiOf('nuray');
  const address = await nuray.book({ child: 'K01', kind: 'play_ind', staff: 'S03', day: '2026-12-17', at: '11:20', minutes: 20 });
  const page = await open('nuray', { phone: true });
  await go(page, address);
  await expect(page.getByRole('main')).toContainText(kk('booking.prepare_parent'));
  // Asked, one may think better of it.
  const ask = page.getByText(kk('booking.cancel_it'), { exact: true });
  await ask.click();
  await expect(page.getByRole('link', { name: kk('booking.cancel_no') })).toBeInViewport();
  await page.getByRole('link', { name: kk('booking.cancel_no') }).click();
  await expect(page.getByRole('button', { name: kk('booking.cancel_yes') })).toBeHidden();
  await expect(ask).toBeFocused();
  await ask.click();
  await page.getByRole('button', { name: kk('booking.cancel_yes') }).click();
  await expect(page.getByRole('status').filter({ hasText: kk('booking.done_cancelled') })).toBeVisible();
  await expect(new Booking(page).card('2026-12-17', '11:20')).toContainText(kk('booking.state_cancelled'));

  const other = await open('temirlan');
  await go(other, Booking.address({ child: 'K02', kind: 'play_ind', staff: 'S03', day: '2026-12-17', at: '11:20' }));
  await expect(new Booking(other).confirmButton()).toBeVisible();
});

test('the calendar file holds the time, the place and the way back', async ({ open, apiOf }) => {
  const airu = await apiOf('airu');
  const address = await airu.book({ child: 'C01', kind: 'play_ind', staff: 'S03', day: '2026-12-21', at: '15:20', minutes: 20 });
  const page = await open('airu');
  await go(page, address);
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: kk('booking.ics') }).click()]);
  expect(download.suggestedFilename()).toBe('kenes.ics');
  const text = (await readFile(await download.path(), 'utf8')).replaceAll('\r\n ', '');
  expect(text).toMatch(/^BEGIN:VCALENDAR\r\n/);
  expect(text).toContain('DTSTART;TZID=Asia/Almaty:20261221T152000');
  expect(text).toContain('DTEND;TZID=Asia/Almaty:20261221T154000');
  expect(text).toContain(`SUMMARY:${kk('words.kind_play_ind')}: Айару`);
  expect(text).toContain(`URL:http://127.0.0.1:${process.env.KENES_TEST_PORT}${address}`);
  expect(text).toContain('STATUS:CONFIRMED');
  expect(text).toContain('TRIGGER:-PT60M');
  expect(text).toContain(kk('booking.prepare_parent'));
  expect(text).toMatch(/LOCATION:.*бөлме|LOCATION:.*кабинеті|LOCATION:.*залы/);
});

test('the meeting opens ten minutes before, and not earlier', async ({ open, api, apiOf }) => {
  const airu = await apiOf('airu');
  const later = await airu.book({ child: 'C01', kind: 'play_online', staff: 'S03', day: '2026-12-11', at: '09:20', minutes: 20 });
  const page = await open('airu', { phone: true });
  await go(page, later);
  const main = page.getByRole('main');
  await expect(main).toContainText(kk('booking.opens_at', { when: `${new Booking(page).told('2026-12-11', '09:20').split(', ').slice(0, 2).join(', ')}, 09:10` }));
  await expect(page.getByRole('link', { name: kk('booking.join') })).toHaveCount(0);
  expect(await page.content()).not.toContain('meet.jit.si');

  // A session that begins in a few minutes.
  const at = clock(Math.ceil((serverMinute() + 2) / 5) * 5);
  const soon = await api.create({ kind: 'play_online', day: TODAY, at, staff: 'S06', children: ['C02'] });
  const other = await open('erasyl', { phone: true });
  await go(other, `/bookings/${soon.id}/${id('C02')}`);
  const join = other.getByRole('link', { name: kk('booking.join') });
  await expect(join).toHaveAttribute('href', /^https:\/\/meet\.jit\.si\/kenes-\w{22}$/);
  await expect(join).toHaveAttribute('rel', /noopener/);
  // Two hours before, a parent can no longer change it here.
  await expect(other.getByRole('main')).toContainText(kk('booking.unchangeable'));
});

test('another family’s booking does not exist, nor does what is guessed', async ({ open, apiOf, watch }) => {
  watch.allow(/404/);
  const airu = await apiOf('airu');
  const address = await airu.book({ child: 'C01', kind: 'play_ind', staff: 'S03', day: '2026-12-22', at: '15:20', minutes: 20 });
  const session = address.split('/')[2];
  const page = await open('nuray');
  const guesses = [address, `/bookings/${session}/${id('K01')}`, `/bookings/${id('X001')}/${id('K01')}`, '/bookings/1/1'];
  for (const guess of guesses) {
    const answer = await page.goto(guess);
    expect(answer!.status(), guess).toBe(404);
    await expect(page.getByRole('heading', { level: 1, name: kk('common.not_found_title') })).toBeVisible();
    expect(await page.content()).not.toContain(CHILDREN.C01);
    const nuray = await apiOf('nuray');
    expect((await nuray.get(`${guess}/kenes.ics`)).status(), `${guess}/kenes.ics`).toBe(404);
  }

  const visitor = await open();
  await visitor.goto(address);
  await expect(visitor).toHaveURL(`/sign-in?to=${encodeURIComponent(address)}`);
});

test('of a group a parent learns the number of other children, never who', async ({ open }) => {
  const page = await open('nuray', { phone: true });
  await go(page, '/bookings');
  const card = new Booking(page).card('2026-11-25', '16:00');
  await expect(card).toContainText(inOrder(kk('words.kind_kp_small'), CHILDREN.K01, kk('booking.others', { children: '2 бала' })));
  for (const name of [CHILDREN.K02, CHILDREN.K03]) expect(await page.content()).not.toContain(name);
});

test('who waits leaves the list', async ({ open, api, apiOf }) => {
  const day = '2026-12-22';
  const full = await api.create({ kind: 'play_online', day, at: '09:20', staff: 'S03', children: ['K03', 'K04', 'K05'], open: true });
  const temirlan = await apiOf('temirlan');
  await wait(temirlan, full.id, 'K02');
  const page = await open('temirlan');
  await go(page, '/bookings');
  const line = page.getByRole('region', { name: kk('booking.waiting') }).getByRole('listitem').filter({ hasText: new Booking(page).told(day, '09:20') });
  await line.getByRole('button', { name: inOrder(kk('booking.leave')) }).click();
  await expect(page.getByRole('status').filter({ hasText: kk('booking.done_left') })).toBeVisible();
  await expect(line).toHaveCount(0);
});

test('what the kindergarten cancels stays in sight, marked', async ({ open, api, apiOf }) => {
  const day = '2026-12-22';
  const nuray = await apiOf('nuray');
  const address = await nuray.book({ child: 'K01', kind: 'play_ind', staff: 'S03', day, at: '16:20', minutes: 20 });
  const page = await open('nuray', { phone: true });
  const booking = new Booking(page);
  await go(page, '/bookings');
  await expect(booking.card(day, '16:20')).toBeVisible();
  await api.json('calendar/cancel', { id: address.split('/')[2], version: 1, reason: 'Маман ауырып қалды' });
  const what = `${kk('words.kind_play_ind')}, ${CHILDREN.K01}`;
  await expect(page.getByRole('status').filter({ hasText: kk('booking.news_cancelled', { what, when: booking.told(day, '16:20') }) })).toBeVisible();
  await expect(page.getByRole('region', { name: kk('booking.coming') }).locator(booking.card(day, '16:20'))).toContainText(kk('booking.state_cancelled'));
});
