// Signing in and out, invitations, passwords, and doors that stay shut.

import type { Page } from '@playwright/test';
import { alive, expect, fillSignIn, go, test } from './support/fixtures';
import { id, PASSWORD, PEOPLE } from './support/people';
import { inOrder, kk } from './support/words';
import type { Api } from './support/api';

const NEW = 'жеті рет өлшеп бір рет кес';

test('a wrong password is said in words, and the login stays', async ({ page }) => {
  await go(page, '/sign-in');
  await fillSignIn(page, PEOPLE.merey.login, 'қате құпиясөз');
  await expect(page.getByRole('alert')).toContainText(kk('rules.refused_password'));
  await expect(page.getByLabel(kk('account.login'))).toHaveValue(PEOPLE.merey.login);
  await expect(page).toHaveURL('/sign-in');
  await fillSignIn(page, '', '');
  await expect(page.getByLabel(kk('account.login'))).toHaveAccessibleDescription(inOrder(kk('rules.problem_required')));
  await expect(page.getByLabel(kk('account.login'))).toBeFocused();
});

test('without scripts, too, a wrong password keeps the login and the way', async ({ open }) => {
  const page = await open(null, { scripts: false });
  await page.goto('/sign-in?to=%2Fbook');
  await fillSignIn(page, PEOPLE.merey.login, 'қате құпиясөз');
  await expect(page.getByRole('alert')).toContainText(kk('rules.refused_password'));
  await expect(page.getByLabel(kk('account.login'))).toHaveValue(PEOPLE.merey.login);
  expect(page.url()).not.toContain(encodeURIComponent('қате'));
  await fillSignIn(page, PEOPLE.merey.login, PASSWORD);
  await expect(page).toHaveURL('/book');
});

test('who guesses on is made to wait', async ({ page }) => {
  await go(page, '/sign-in');
  const alert = page.getByRole('alert');
  for (let guess = 1; guess <= 5; guess++) {
    await fillSignIn(page, '8 700 000 01 25', `болжам нөмірі ${guess}`);
    await expect(alert).toContainText(kk('rules.refused_password'));
    await expect(page.getByRole('main').getByRole('button', { name: kk('common.sign_in'), exact: true })).not.toHaveAttribute('aria-disabled', 'true');
  }
  await fillSignIn(page, '8 700 000 01 25', 'болжам нөмірі 6');
  await expect(alert).toContainText(new RegExp(kk('rules.refused_throttled', { n: 7 }).replace('7', '\\d+')));
});

test('one signs in with a telephone number as people write it, and comes to where one was going', async ({ page }) => {
  await go(page, '/bookings');
  await expect(page).toHaveURL('/sign-in?to=%2Fbookings');
  await fillSignIn(page, '8 (700) 000-02-01', PASSWORD);
  await expect(page).toHaveURL('/bookings');
  await alive(page);
  await page.getByRole('banner').getByLabel(inOrder(kk('common.nav_account'), 'Қалмырза')).click();
  await page.getByRole('button', { name: kk('common.sign_out'), exact: true }).click();
  await expect(page).toHaveURL('/');
  await expect(page.getByRole('banner').getByRole('link', { name: kk('common.sign_in') })).toBeVisible();
});

test('an invitation: chosen, printed with a picture, used once in another browser', async ({ open }) => {
  const office = await open('head');
  await go(office, '/people');
  await office.getByRole('searchbox').fill('сейдахмет');
  await office.getByRole('checkbox', { name: inOrder('Сейдахмет') }).check();
  await office.getByRole('button', { name: kk('people.invite'), exact: true }).click();
  await expect(office.getByRole('heading', { level: 1, name: kk('people.sheet_title') })).toBeVisible();
  const card = office.getByRole('listitem').filter({ hasText: 'Сейдахмет' });
  await expect(card.getByRole('img', { name: 'QR' })).toBeVisible();
  const code = (await card.textContent())!.match(/[A-Z0-9]{4,}-[A-Z0-9]{4,}/)![0];

  const phone = await open(null, { phone: true });
  await go(phone, `/join/${code}`);
  await expect(phone.getByRole('main')).toContainText(inOrder('Сейдахмет', kk('account.join_not_you')));
  await expect(phone.getByLabel(kk('account.login'))).toHaveValue('+7 700 000 01 04');
  const join = async (password: string, again: string) => {
    await phone.getByLabel(kk('account.password_new'), { exact: true }).fill(password);
    await phone.getByLabel(kk('account.password_again'), { exact: true }).fill(again);
    await phone.getByRole('button', { name: kk('account.join_submit'), exact: true }).click();
  };
  await join('қысқа', 'қысқа');
  await expect(phone.getByRole('main')).toContainText(kk('rules.problem_password_short'));
  await join(NEW, `${NEW}!`);
  await expect(phone.getByRole('main')).toContainText(kk('rules.problem_passwords_differ'));
  await join(NEW, NEW);
  await expect(phone).toHaveURL('/bookings');
  await expect(phone.getByRole('heading', { level: 1, name: kk('booking.mine') })).toBeVisible();

  const again = await open();
  await go(again, `/join/${code}`);
  await expect(again.getByRole('alert')).toContainText(kk('rules.refused_code'));
  await go(again, '/sign-in');
  await fillSignIn(again, '8 700 000 01 04', NEW);
  await expect(again).toHaveURL('/bookings');
});

test('a code can be typed in by hand', async ({ open, apiOf }) => {
  const code = await invite(await apiOf('head'), 'P06');
  const page = await open(null, { phone: true });
  await go(page, '/sign-in');
  await page.getByRole('link', { name: kk('account.have_code') }).click();
  await page.getByLabel(kk('account.join_code')).fill(code.toLowerCase().replace('-', ' '));
  await page.getByRole('button', { name: kk('common.next') }).click();
  await expect(page.getByRole('main')).toContainText('Оразғали');
});

test('signed out everywhere means every browser', async ({ open, apiOf }) => {
  const login = await join(await apiOf('head'), await open(), 'P07');
  const [one, two] = [await open(), await open()];
  for (const page of [one, two]) await signIn(page, login);
  await go(one, '/account');
  await one.getByRole('button', { name: kk('account.everywhere') }).click();
  await expect(one).toHaveURL('/sign-in');
  await two.goto('/bookings');
  await expect(two).toHaveURL(/^.*\/sign-in\?to=/);
});

test('a password is changed: the old one is asked for, other browsers are signed out', async ({ open, apiOf }) => {
  const login = await join(await apiOf('head'), await open(), 'P08');
  const [one, two] = [await open(), await open()];
  for (const page of [one, two]) await signIn(page, login);
  await go(one, '/account');
  const change = async (old: string, next: string) => {
    await one.getByLabel(kk('account.password_old'), { exact: true }).fill(old);
    await one.getByLabel(kk('account.password_new'), { exact: true }).fill(next);
    await one.getByLabel(kk('account.password_again'), { exact: true }).fill(next);
    await one.getByRole('button', { name: kk('account.change_password') }).click();
  };
  await change('бұл ол емес', 'мың бір түннің ертегісі');
  await expect(one.getByRole('alert')).toContainText(kk('account.password_old_wrong'));
  await change(NEW, '1234567890');
  await expect(one.getByRole('main')).toContainText(kk('rules.problem_password_common'));
  await change(NEW, 'мың бір түннің ертегісі');
  await expect(one.getByRole('status').filter({ hasText: kk('account.password_changed') })).toBeVisible();
  await one.reload();
  await expect(one).toHaveURL('/account');
  await two.goto('/bookings');
  await expect(two).toHaveURL(/\/sign-in\?to=/);
});

test('a forgotten password is renewed by the kindergarten', async ({ open, apiOf }) => {
  const login = await join(await apiOf('head'), await open(), 'P05');
  const office = await open('admin');
  await go(office, '/people');
  await office.getByRole('searchbox').fill('Қуанышбек');
  await office.getByRole('button', { name: inOrder(kk('people.reset'), 'Қуанышбек') }).click();
  const code = (await office.getByText(/^[A-Z0-9]{5}-[A-Z0-9]{5}$/).textContent())!;
  const page = await open();
  await go(page, `/join/${code}`);
  await expect(page.getByRole('heading', { level: 1, name: kk('account.reset_title') })).toBeVisible();
  await page.getByLabel(kk('account.password_new'), { exact: true }).fill('ақ тілек, жаңа сөз');
  await page.getByLabel(kk('account.password_again'), { exact: true }).fill('ақ тілек, жаңа сөз');
  await page.getByRole('button', { name: kk('account.reset_submit') }).click();
  await expect(page).toHaveURL('/bookings');
  const other = await open();
  await go(other, '/sign-in');
  await fillSignIn(other, login, NEW);
  await expect(other.getByRole('alert')).toContainText(kk('rules.refused_password'));
});

test('doors stay shut: a parent, an educator and a visitor where they have nothing to do', async ({ open, watch }) => {
  watch.allow(/403/);
  const shut = [['nuray', ['/calendar', '/people', '/audit']], ['educator', ['/people', '/audit', '/book', '/bookings']]] as const;
  for (const [person, addresses] of shut) {
    const page = await open(person);
    for (const address of addresses) {
      const answer = await page.goto(address);
      expect(answer!.status(), `${person} ${address}`).toBe(403);
      await expect(page.getByRole('main')).toContainText(kk('rules.refused_forbidden'));
    }
  }
  const visitor = await open();
  for (const address of ['/calendar?view=day', '/people', '/audit', '/account', '/book', '/bookings']) {
    await visitor.goto(address);
    await expect(visitor).toHaveURL(`/sign-in?to=${encodeURIComponent(address)}`);
  }
});

test('a parent’s navigation shows what is theirs, a specialist’s what is theirs', async ({ open }) => {
  const links = async (page: Page) => {
    await go(page, '/');
    return page.getByRole('navigation', { name: kk('common.main_nav') }).getByRole('link').allTextContents();
  };
  expect(await links(await open('nuray'))).toEqual([kk('common.nav_book'), kk('common.nav_bookings'), kk('document.nav')]);
  expect(await links(await open('psychologist'))).toEqual([
    kk('common.nav_calendar'),
    kk('absence.nav'),
    kk('meeting.nav'),
    kk('decision.nav'),
  ]);
  const office = [
    'common.nav_calendar',
    'absence.nav',
    'meeting.nav',
    'decision.nav',
    'register.nav',
    'consent.nav',
    'common.nav_people',
    'common.nav_audit',
  ] as const;
  expect(await links(await open('head'))).toEqual(office.map((key) => kk(key)));
});

test('the log says who did what, and that nobody has touched it', async ({ open }) => {
  const page = await open('admin');
  await go(page, '/audit');
  await expect(page.getByText(kk('people.audit_ok'))).toBeVisible();
  const signedIn = page.getByRole('row').filter({ hasText: kk('people.did_account_sign_in') });
  await expect(signedIn.filter({ hasText: PEOPLE.admin.name.split(' ')[0] }).first()).toBeVisible();
  await page.getByText(kk('people.did_account_sign_in')).first().click();
  await expect(page.getByText('SHA-256').first()).toBeVisible();
});

/** Makes a code for somebody of the demonstration. */
async function invite(head: Api, code: string): Promise<string> {
  const answer = await head.form('people/invite', { 'people[0]': id(code) });
  return (await answer.json()).cards[0].code.code;
}

/** Gives somebody of the demonstration an account with the password `NEW`, and says the login. */
async function join(head: Api, page: Page, code: string): Promise<string> {
  await go(page, `/join/${await invite(head, code)}`);
  const login = await page.getByLabel(kk('account.login')).inputValue();
  await page.getByLabel(kk('account.password_new'), { exact: true }).fill(NEW);
  await page.getByLabel(kk('account.password_again'), { exact: true }).fill(NEW);
  await page.getByRole('button', { name: kk('account.join_submit'), exact: true }).click();
  await expect(page).toHaveURL('/bookings');
  return login;
}

async function signIn(page: Page, login: string) {
  await go(page, '/sign-in');
  await fillSignIn(page, login, NEW);
  await expect(page).toHaveURL('/bookings');
}
