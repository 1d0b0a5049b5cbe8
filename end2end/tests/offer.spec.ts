// A place that becomes free in a full session is offered to the family that waits.

import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { wait, type Api, type Saved } from './support/api';
import { Booking } from './support/booking';
import { Calendar } from './support/calendar';
import { expect, go, test } from './support/fixtures';
import { CHILDREN, id, type Child } from './support/people';
import { kk, ru } from './support/words';

/** An open online session with two children of the kindergarten's choice and one place left. */
async function session(api: Api, day: string, at: string): Promise<Saved['session']> {
  return api.create({ kind: 'play_online', day, at, staff: 'S03', children: ['K03', 'K04'], open: true });
}

async function book(parent: Api, child: Child, day: string, at: string, session: string): Promise<string> {
  return parent.book({ child, kind: 'play_online', staff: 'S03', day, at, minutes: 20, session });
}

const offers = (page: Page) => page.getByRole('region', { name: kk('offer.title') }).locator('[data-offer]');
const lines = (page: Page) => page.getByRole('region', { name: kk('booking.waiting') }).locator('[data-wait]');
const accept = (page: Page) => offers(page).getByRole('button', { name: new RegExp(`^${kk('offer.accept')}`) });
const decline = (page: Page) => offers(page).getByRole('button', { name: new RegExp(`^${kk('offer.decline_label', { what: '' })}`) });

async function giveUp(page: Page, address: string) {
  await go(page, address);
  await page.getByText(kk('booking.cancel_it'), { exact: true }).click();
  await page.getByRole('button', { name: kk('booking.cancel_yes') }).click();
  await expect(page.getByRole('status').filter({ hasText: kk('booking.done_cancelled') })).toBeVisible();
}

async function axe(page: Page) {
  const found = await new AxeBuilder({ page }).analyze();
  expect(found.violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
}

test('one family gives its place up, the other sees it at once and takes it', async ({ open, api, apiOf }) => {
  const [day, at] = ['2026-12-10', '11:00'];
  const { id: full } = await session(api, day, at);
  const address = await book(await apiOf('nuray'), 'K01', day, at, full);
  await wait(await apiOf('erasyl'), full, 'C02');

  const page = await open('erasyl', { phone: true });
  await go(page, '/bookings');
  await expect(lines(page)).toContainText(kk('offer.position', { n: 1 }));
  await expect(offers(page)).toHaveCount(0);

  await giveUp(await open('nuray'), address);
  const card = offers(page);
  await expect(card).toBeVisible();
  await expect(card).toContainText(CHILDREN.C02);
  await expect(card).toContainText('11:00–11:20');
  await expect(card).toContainText(kk('offer.until'));
  await expect(card.getByRole('timer')).toHaveText(/^Қалды: (1 сағ 5\d мин|2 сағ 0 мин)$/);
  await expect(page.locator('[data-offer-said]')).toContainText(kk('offer.title'));
  await expect(lines(page)).toHaveCount(0);
  expect(await page.content()).not.toContain(CHILDREN.K01);
  await axe(page);

  // To the family that has given it up it is not free.
  const stranger = await open('nuray', { phone: true });
  await go(stranger, Booking.address({ child: 'K01', kind: 'play_online', staff: 'S03', day, at, session: full }));
  await expect(stranger.getByRole('button', { name: kk('booking.wait'), exact: true })).toBeVisible();

  await accept(page).click();
  await expect(page).toHaveURL(new RegExp(`/bookings/${full}/${id('C02')}`));
  await expect(page.getByText(kk('booking.new', { when: new Booking(page).told(day, at) }))).toBeVisible();
  await go(page, '/bookings');
  await expect(page.getByRole('region', { name: kk('booking.coming') }).locator(new Booking(page).card(day, at))).toBeVisible();
  await expect(offers(page)).toHaveCount(0);
});

test('with the keyboard: one declines, the next is asked, and nobody loses their place on the page', async ({ open, api, apiOf }) => {
  const [day, at] = ['2026-12-14', '11:00'];
  const { id: full } = await session(api, day, at);
  const address = await book(await apiOf('nuray'), 'K01', day, at, full);
  await wait(await apiOf('erasyl'), full, 'C02');
  await wait(await apiOf('airu'), full, 'C01');

  const first = await open('erasyl');
  await go(first, '/bookings');
  const second = await open('airu', { phone: true });
  await go(second, '/bookings');
  await expect(lines(second)).toContainText(kk('offer.position', { n: 2 }));
  await giveUp(await open('nuray'), address);

  await expect(accept(first)).toBeVisible();
  await expect(offers(second)).toHaveCount(0);
  await accept(first).focus();
  await first.keyboard.press('Tab');
  await expect(decline(first)).toBeFocused();
  await first.keyboard.press('Enter');
  await expect(first.getByRole('status').filter({ hasText: kk('offer.done_declined') })).toBeVisible();
  await expect(offers(first)).toHaveCount(0);
  await expect(first.getByRole('heading', { level: 1 })).toBeFocused();

  await expect(accept(second)).toBeVisible();
  await accept(second).focus();
  await second.keyboard.press('Enter');
  await expect(second.getByText(kk('booking.new', { when: new Booking(second).told(day, at) }))).toBeVisible();
});

test('without scripts it is a form', async ({ open, api, apiOf }) => {
  const [day, at] = ['2026-12-15', '11:00'];
  const { id: full } = await session(api, day, at);
  const address = await book(await apiOf('nuray'), 'K01', day, at, full);
  await wait(await apiOf('erasyl'), full, 'C02');
  await giveUp(await open('nuray'), address);

  const page = await open('erasyl', { phone: true, scripts: false });
  await page.goto('/bookings');
  await expect(offers(page)).toContainText(kk('offer.left', { left: '' }));
  await decline(page).click();
  await expect(page).toHaveURL(/\/bookings\?done=declined/);
  await expect(page.getByText(kk('offer.done_declined'))).toBeVisible();
  // It is everybody's now: who declined may come back for it like all others.
  await page.goto(Booking.address({ child: 'C02', kind: 'play_online', staff: 'S03', day, at, session: full }));
  await expect(new Booking(page).confirmButton()).toBeVisible();
});

test('a specialist sees who waits and what is offered, and may fill the place', async ({ open, api, apiOf }) => {
  const [day, at] = ['2026-12-11', '11:00'];
  const { id: full } = await session(api, day, at);
  const address = await book(await apiOf('nuray'), 'K01', day, at, full);
  await wait(await apiOf('erasyl'), full, 'C02');
  const staff = await open('methodist');
  await go(staff, `/calendar?view=week&by=day&day=${day}`);
  const calendar = new Calendar(staff);
  await calendar.ready();
  await giveUp(await open('nuray'), address);

  await calendar.byId(full).click();
  const queue = staff.getByRole('dialog').getByRole('region', { name: kk('offer.who_waits') });
  await expect(queue).toContainText(CHILDREN.C02);
  await expect(queue).toContainText(/соңғы мерзімі: \d+ \S+, \d\d:\d\d/);
  await axe(staff);

  const page = await open('erasyl', { phone: true });
  await go(page, '/bookings');
  await accept(page).focus();
  const dialog = staff.getByRole('dialog');
  await dialog.getByPlaceholder(kk('calendar.search_child')).fill('Айсұлтан');
  await dialog.getByRole('button', { name: kk('calendar.add_child', { name: CHILDREN.K05 }) }).click();
  // The note below has a button of the same name.
  await dialog.getByRole('button', { name: kk('common.save'), exact: true }).first().click();
  await expect(dialog).toBeHidden();

  await expect(offers(page)).toHaveCount(0);
  await expect(lines(page)).toContainText(kk('offer.filled'));
  await expect(lines(page)).toContainText(kk('offer.position', { n: 1 }));
  await expect(page.locator('[data-offer-said]')).toContainText(CHILDREN.C02);
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
});

test('in Russian, on a dark screen, nothing is missing', async ({ open, api, apiOf }) => {
  const [day, at] = ['2026-12-18', '11:00'];
  const { id: full } = await session(api, day, at);
  const address = await book(await apiOf('nuray'), 'K01', day, at, full);
  await wait(await apiOf('erasyl'), full, 'C02');
  await giveUp(await open('nuray'), address);
  const page = await open('erasyl', { lang: 'ru', dark: true });
  await go(page, '/bookings');
  const region = page.getByRole('region', { name: ru('offer.title') });
  await expect(region).toContainText(ru('offer.otherwise'));
  await expect(region.getByRole('timer')).toHaveText(/^Осталось: \d/);
  await axe(page);
  await region.getByRole('button', { name: new RegExp(`^${ru('offer.accept')}`) }).click();
  await expect(page.getByText(ru('booking.new', { when: new Booking(page, 'ru').told(day, at) }))).toBeVisible();
});
