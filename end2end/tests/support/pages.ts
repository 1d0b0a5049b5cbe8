// Every page of the application, with who looks at it: for axe and for the pictures.

import { expect, type Page } from '@playwright/test';
import { Booking } from './booking';
import { Calendar } from './calendar';
import { TODAY } from './clock';
import { alive, go } from './fixtures';
import { id, type Person } from './people';
import { word, type Lang } from './words';

export type Shown = { name: string; person?: Person; address: string; then?: (page: Page, lang: Lang) => Promise<void> };

const calendar = async (page: Page, lang: Lang) => new Calendar(page, lang).ready();

export const PAGES: Shown[] = [
  { name: 'home', address: '/' },
  { name: 'home-parent', person: 'nuray', address: '/' },
  { name: 'sign-in', address: '/sign-in' },
  {
    name: 'sign-in-refused',
    address: '/sign-in',
    then: async (page, lang) => {
      await page.getByRole('main').getByRole('button', { name: word(lang, 'common.sign_in'), exact: true }).click();
      await expect(page.getByText(word(lang, 'rules.problem_required'))).toBeVisible();
    },
  },
  { name: 'join', address: '/join' },
  { name: 'not-found', address: '/no-such-page' },
  { name: 'forbidden', person: 'nuray', address: '/calendar' },
  { name: 'book-what', person: 'nuray', address: '/book?kind=play_online' },
  { name: 'book-no-contract', person: 'merey', address: '/book' },
  { name: 'book-when', person: 'nuray', address: Booking.address({ child: 'K01', kind: 'play_ind', staff: 'S03', day: '2026-12-04', at: '15:20' }).replace('&step=3', '') },
  { name: 'book-confirm', person: 'nuray', address: Booking.address({ child: 'K01', kind: 'play_ind', staff: 'S03', day: '2026-12-04', at: '15:20' }) },
  { name: 'book-gone', person: 'nuray', address: Booking.address({ child: 'K01', kind: 'play_ind', staff: 'S03', day: '2026-12-04', at: '13:20' }) },
  { name: 'bookings', person: 'nuray', address: '/bookings' },
  {
    name: 'booking',
    person: 'nuray',
    address: '/bookings',
    then: async (page) => {
      await page.getByRole('region').getByRole('article').first().getByRole('link').click();
      await expect(page).toHaveURL(/\/bookings\/.+/);
      await expect(page.locator('.ticket')).toBeVisible();
    },
  },
  { name: 'documents', person: 'merey', address: '/documents' },
  {
    name: 'document',
    person: 'merey',
    address: '/documents',
    then: async (page) => {
      await page.locator('.document-card.open').first().getByRole('link').first().click();
      await expect(page.locator('[data-sign]')).toBeVisible();
    },
  },
  { name: 'verify-unknown', address: '/verify/0000' },
  { name: 'consents', person: 'head', address: '/consents' },
  { name: 'decisions', person: 'head', address: '/decisions' },
  { name: 'decisions-own', person: 'methodist', address: '/decisions?show=mine' },
  { name: 'decisions-all', person: 'methodist', address: '/decisions?show=all&body=apqo' },
  {
    name: 'decisions-settle',
    person: 'methodist',
    address: '/decisions?body=apqo',
    then: async (page, lang) => {
      await page.getByRole('button', { name: word(lang, 'decision.settle'), exact: true }).first().click();
      await expect(page.getByRole('dialog')).toBeVisible();
    },
  },
  {
    name: 'order',
    person: 'head',
    address: '/decisions?show=all&body=apqo',
    then: async (page, lang) => {
      const open = page.getByRole('link', { name: word(lang, 'decision.open_order'), exact: true });
      const make = page.getByRole('button', { name: word(lang, 'decision.make_order') });
      await open.or(make).first().click();
      await expect(page.locator('[data-test="order-paper"]')).toBeVisible();
    },
  },
  {
    name: 'digests',
    person: 'educator',
    address: '/digests',
    then: async (page) => {
      await page.locator('.digest summary').first().click();
      await expect(page.locator('.digest[open]')).toBeVisible();
    },
  },
  { name: 'account', person: 'nuray', address: '/account' },
  { name: 'people', person: 'head', address: '/people' },
  { name: 'audit', person: 'head', address: '/audit' },
  { name: 'register', person: 'head', address: '/register' },
  { name: 'register-child', person: 'head', address: `/register?child=${id('K01')}` },
  { name: 'register-new', person: 'head', address: '/register?do=new' },
  { name: 'register-rights', person: 'head', address: `/register?child=${id('K01')}&do=rights&who=${id('PK1')}` },
  { name: 'register-import', person: 'head', address: '/register/import' },
  { name: 'staff-hours', person: 'head', address: '/staff-hours' },
  { name: 'staff-hours-own', person: 'speech', address: '/staff-hours' },
  { name: 'calendar-week', person: 'methodist', address: `/calendar?view=week&by=day&day=${TODAY}`, then: calendar },
  { name: 'calendar-staff', person: 'methodist', address: `/calendar?view=day&by=staff&day=${TODAY}`, then: calendar },
  { name: 'calendar-month', person: 'methodist', address: `/calendar?view=month&by=day&day=${TODAY}`, then: calendar },
  {
    name: 'calendar-details',
    person: 'methodist',
    address: `/calendar?view=week&by=day&day=${TODAY}`,
    then: async (page, lang) => {
      await calendar(page, lang);
      await new Calendar(page, lang).block(word(lang, 'words.kind_group'), '11:00–11:40').click();
      await expect(page.getByRole('dialog')).toBeVisible();
    },
  },
  {
    name: 'calendar-new',
    person: 'methodist',
    address: `/calendar?view=week&by=day&day=${TODAY}`,
    then: async (page, lang) => {
      await calendar(page, lang);
      await page.getByRole('button', { name: word(lang, 'calendar.add'), exact: true }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
    },
  },
  { name: 'calendar-table', person: 'methodist', address: `/calendar?view=week&by=day&day=${TODAY}&as=table`, then: calendar },
  { name: 'print-staff', person: 'psychologist', address: `/calendar/print?what=staff&day=${TODAY}` },
  { name: 'print-room', person: 'methodist', address: `/calendar/print?what=room&day=${TODAY}` },
  { name: 'print-door', person: 'methodist', address: `/calendar/print?what=door&day=${TODAY}` },
  { name: 'holidays', person: 'methodist', address: '/holidays' },
  { name: 'meetings', person: 'methodist', address: '/meetings' },
  { name: 'meetings-head', person: 'head', address: '/meetings' },
  { name: 'meetings-call', person: 'trustee', address: '/meetings/call?body=trustees' },
  { name: 'meeting', person: 'methodist', address: `/meetings/${id('meeting apqo 2')}` },
  { name: 'meeting-signed', person: 'educator', address: `/meetings/${id('meeting apqo 1')}` },
  { name: 'bodies', person: 'head', address: '/bodies' },
  { name: 'calendar-head', person: 'head', address: `/calendar?view=week&by=day&day=${TODAY}`, then: calendar },
];

/** Brings a page to the state in which it is to be looked at. */
export async function show(page: Page, shown: Shown, lang: Lang) {
  if (shown.name === 'forbidden') await page.goto(shown.address);
  else await go(page, shown.address);
  // Whoever is not recognised is shown where to sign in, which is a fine page, too.
  if (shown.person) await expect(page).not.toHaveURL(/\/sign-in/);
  await shown.then?.(page, lang);
  if (shown.name !== 'forbidden') await alive(page);
  await page.evaluate(() => document.fonts.ready);
}
