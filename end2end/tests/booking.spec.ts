// The parent books: in both languages, with scripts, without them and before they have arrived.

import type { Route } from '@playwright/test';
import { Booking } from './support/booking';
import { alive, expect, fillSignIn, go, test } from './support/fixtures';
import { CHILDREN, id, PASSWORD, PEOPLE } from './support/people';
import { inOrder, kk, ru, word } from './support/words';

for (const [lang, person, day] of [['kk', 'temirlan', '2026-12-11'], ['ru', 'erasyl', '2026-12-14']] as const) {
  test(`in three steps, each saying what was chosen so far (${lang})`, async ({ open }) => {
    const page = await open(person, { phone: true, lang });
    const booking = new Booking(page, lang);
    const child = person === 'temirlan' ? CHILDREN.K02 : CHILDREN.C02;
    await go(page, '/book');
    await booking.choose('play_ind', 'psychologist');
    const chosen = page.getByRole('region', { name: word(lang, 'booking.chosen') });
    await expect(chosen).toContainText(inOrder(child, word(lang, 'words.kind_play_ind'), PEOPLE.psychologist.name));
    await booking.when(day, '15:20');
    const main = page.getByRole('main');
    await expect(main).toContainText(booking.told(day, '15:20').split(', ')[0]);
    await expect(main).toContainText(word(lang, 'booking.prepare_parent'));
    await expect(main).toContainText(word(lang, 'booking.rule_cancel'));
    await booking.confirmButton().click();
    await expect(page.getByText(word(lang, 'booking.new', { when: booking.told(day, '15:20') }))).toBeVisible();
    await page.getByRole('link', { name: word(lang, 'booking.all'), exact: true }).click();
    await expect(booking.card(day, '15:20')).toContainText(inOrder(word(lang, 'words.kind_play_ind'), child, 'Қалдыбек Ә.'));
  });
}

test('a second tap on the button is the same booking', async ({ open }) => {
  const page = await open('airu');
  const booking = new Booking(page);
  await go(page, Booking.address({ child: 'C01', kind: 'play_ind', staff: 'S03', day: '2026-12-10', at: '09:20' }));
  await booking.confirmButton().dblclick();
  await expect(page.getByText(kk('booking.new', { when: booking.told('2026-12-10', '09:20') }))).toBeVisible();
  await go(page, '/bookings');
  await expect(booking.card('2026-12-10', '09:20')).toHaveCount(1);
});

test('changing the language keeps the place and what was typed', async ({ open }) => {
  const page = await open('erasyl');
  const address = Booking.address({ child: 'C02', kind: 'play_ind', staff: 'S03', day: '2026-12-10', at: '16:00' });
  await go(page, address);
  await expect(page.getByRole('heading', { level: 1, name: kk('booking.confirm_title') })).toBeVisible();
  await page.getByRole('link', { name: 'Русский' }).click();
  await expect(page.getByRole('heading', { level: 1, name: ru('booking.confirm_title') })).toBeVisible();
  await expect(page).toHaveURL(address);
  await expect(new Booking(page, 'ru').confirmButton()).toBeVisible();
  // It stays Russian on the next page that is loaded.
  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name: ru('booking.confirm_title') })).toBeVisible();

  const visitor = await open();
  await go(visitor, '/sign-in?to=/bookings');
  await visitor.getByLabel(kk('account.login')).fill('8 700 000 01');
  await visitor.getByRole('link', { name: 'Русский' }).click();
  await expect(visitor.getByRole('heading', { level: 1, name: ru('account.sign_in_title') })).toBeVisible();
  await expect(visitor.getByLabel(ru('account.login'))).toHaveValue('8 700 000 01');
  await expect(visitor).toHaveURL('/sign-in?to=/bookings');
});

test('whoever comes back to what is booked already is led to the booking', async ({ open }) => {
  const page = await open('erasyl');
  const address = Booking.address({ child: 'C02', kind: 'play_ind', staff: 'S03', day: '2026-12-11', at: '16:00' });
  await go(page, address);
  await new Booking(page).confirmButton().click();
  await expect(page).toHaveURL(/\/bookings\/.+/);
  await go(page, address);
  await expect(page.getByText(kk('booking.own_title'))).toBeVisible();
  await expect(page.getByText(kk('booking.gone_title'))).toHaveCount(0);
  await page.getByRole('link', { name: kk('booking.own_open') }).click();
  await expect(page.locator('.ticket')).toBeVisible();
});

test('without scripts: sign in, book, cancel, change the language', async ({ open }) => {
  const page = await open(null, { scripts: false, phone: true });
  const day = '2026-12-15';
  await page.goto('/book');
  await expect(page.getByRole('heading', { level: 1, name: kk('account.sign_in_title') })).toBeVisible();
  await fillSignIn(page, PEOPLE.airu.login, PASSWORD);
  const booking = new Booking(page);
  await booking.book({ kind: 'play_ind', staff: 'psychologist', day, at: '15:40' });
  await page.getByRole('link', { name: kk('booking.all'), exact: true }).click();
  await booking.card(day, '15:40').getByRole('link', { name: kk('words.kind_play_ind') }).click();
  await page.getByText(kk('booking.cancel_it'), { exact: true }).click();
  await page.getByRole('button', { name: kk('booking.cancel_yes') }).click();
  await expect(page.getByText(kk('booking.done_cancelled'))).toBeVisible();
  await expect(booking.card(day, '15:40')).toContainText(kk('booking.state_cancelled'));

  await page.getByRole('link', { name: 'Русский' }).click();
  await expect(page.getByRole('heading', { level: 1, name: ru('booking.mine') })).toBeVisible();
  await expect(page).toHaveURL(/\/bookings/);
});

test('without scripts: a refusal says why, and keeps what was chosen', async ({ open, api }) => {
  const session = await api.create({ kind: 'play_online', day: '2026-12-15', at: '10:00', staff: 'S03', children: ['K03', 'K04'], open: true });
  const page = await open('erasyl', { scripts: false });
  const booking = new Booking(page);
  await page.goto(Booking.address({ child: 'C02', kind: 'play_online', staff: 'S03', day: '2026-12-15', at: '10:00', session: session.id }));
  // Meanwhile the last place goes.
  const seats = ['K03', 'K04', 'K05'].map((child) => ({ child: id(child), with_parent: true }));
  await api.change(session, { seats });
  await booking.confirmButton().click();
  await expect(page.getByRole('alert')).toContainText(kk('rules.refused_full'));
  await page.getByRole('alert').getByRole('button', { name: kk('booking.wait') }).click();
  await expect(page.getByText(kk('booking.done_waiting'))).toBeVisible();
  await expect(page.getByRole('region', { name: kk('booking.waiting') })).toContainText(booking.told('2026-12-15', '10:00'));
});

test('while the client is still loading, forms post and typing is kept', async ({ open }) => {
  const page = await open('temirlan', { phone: true });
  let held: Route[] = [];
  await page.route('**/*.wasm', (route) => void held.push(route));
  const booking = new Booking(page);
  await page.goto('/book');
  await booking.book({ kind: 'play_online', staff: 'psychologist', day: '2026-12-18', at: '09:40' });
  await expect(page.locator('html[data-alive]')).toHaveCount(0);
  await page.unrouteAll({ behavior: 'ignoreErrors' });

  const visitor = await open();
  held = [];
  await visitor.route('**/*.wasm', (route) => void held.push(route));
  await visitor.goto('/sign-in');
  await visitor.getByLabel(kk('account.login')).fill('temirlan@example.kz');
  await expect.poll(() => held.length).toBeGreaterThan(0);
  for (const route of held.splice(0)) await route.continue();
  await visitor.unrouteAll({ behavior: 'ignoreErrors' });
  await alive(visitor);
  await expect(visitor.getByLabel(kk('account.login'))).toHaveValue('temirlan@example.kz');
});

test('without a contract nothing can be chosen, and it is said what to do', async ({ open, apiOf }) => {
  const page = await open('merey', { phone: true });
  for (const address of ['/book', Booking.address({ child: 'K06', kind: 'play_online', staff: 'S03', day: '2026-12-11', at: '09:20' })]) {
    await go(page, address);
    const main = page.getByRole('main');
    await expect(main).toContainText(kk('booking.no_contract_title'));
    await expect(main).toContainText(kk('booking.no_contract', { child: CHILDREN.K06 }));
    await expect(main).toContainText(kk('rules.source_kp', { number: '7.1' }));
    await expect(main.getByRole('link', { name: kk('booking.call', { phone: '+7 700 000 00 00' }) })).toHaveAttribute('href', 'tel:+77000000000');
    await expect(new Booking(page).confirmButton()).toHaveCount(0);
  }
  const merey = await apiOf('merey');
  await expect(merey.book({ child: 'K06', kind: 'play_online', staff: 'S03', day: '2026-12-11', at: '09:20', minutes: 20 })).rejects.toThrow(/422.*no_contract/);
});

test('only times that are free are offered', async ({ open, api }) => {
  const day = '2026-12-21';
  await api.create({ kind: 'individual', day, at: '10:00', staff: 'S03', room: 'R3', children: ['C17'] });
  const page = await open('nuray');
  const booking = new Booking(page);
  const address = Booking.address({ child: 'K01', kind: 'play_ind', staff: 'S03', day, at: '10:00' });
  await go(page, address.replace('&time=10%3A00', '').replace('&step=3', ''));
  await expect(booking.time('09:30')).toBeVisible();
  // Five minutes lie between two sessions.
  for (const at of ['09:40', '09:50', '10:00', '10:10', '10:20']) await expect(booking.time(at), at).toHaveCount(0);
  await expect(booking.time('10:30')).toBeVisible();
  // And whoever comes by an old address is told what is free instead.
  await go(page, address);
  await expect(page.getByRole('main')).toContainText(kk('booking.gone_title'));
  await expect(booking.confirmButton()).toHaveCount(0);
  await page.getByRole('main').getByRole('link', { name: booking.told(day, '09:30') }).click();
  await expect(booking.confirmButton()).toBeVisible();
});

test('what nobody offers just now is said, and what is offered stands below', async ({ open }) => {
  const page = await open('nuray', { phone: true });
  await go(page, '/book?kind=creative');
  await expect(page.getByRole('main').getByRole('status')).toContainText(kk('booking.not_offered', { kind: kk('words.kind_creative') }));
  await expect(page.getByRole('link', { name: kk('words.kind_play_online'), exact: true })).toBeVisible();
});
