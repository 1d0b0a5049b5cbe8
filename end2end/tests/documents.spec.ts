// A family signs: drawn, typed, with ЭЦҚ, without scripts; the head signs too; anybody verifies; nobody else sees.

import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import type { Api } from './support/api';
import { expect, go, test } from './support/fixtures';
import { NcaLayer } from './support/ncalayer';
import { id, PASSWORD, type Child } from './support/people';
import { kk, ru, word } from './support/words';

type Form = { id: string; opens: 'consent' | 'contract' | null };

async function formOf(api: Api, opens: Form['opens']): Promise<string> {
  const forms = (await (await api.form('consent/forms', {})).json()) as Form[];
  return forms.find((form) => form.opens === opens)!.id;
}

/** Asks a child's family for the disclosure consent, which nobody has signed yet. */
async function ask(api: Api, child: Child) {
  const asked = await api.json('consent/ask', { form: await formOf(api, null), children: [id(child)] });
  expect(await asked.json()).toEqual({ made: 1, there: 0, nobody: 0 });
}

/** The document that waits for whoever looks. */
async function openFirst(page: Page, lang: 'kk' | 'ru' = 'kk') {
  await go(page, '/documents');
  await page.locator('.document-card.open').first().getByRole('link', { includeHidden: false }).first().click();
  await expect(page.locator('[data-sign]')).toBeVisible();
  await expect(page.getByRole('heading', { name: word(lang, 'document.sign_title'), exact: true })).toBeVisible();
}

async function readOn(page: Page, lang: 'kk' | 'ru' = 'kk') {
  const button = page.getByRole('button', { name: word(lang, 'sign.have_read') });
  const open = page.getByText(word(lang, 'document.sign_open'));
  await expect(button.or(open).first()).toBeVisible();
  // A short text is read by being seen: then the button has gone by itself.
  await button.click({ timeout: 3_000 }).catch(() => undefined);
  await expect(open).toBeVisible();
}

async function draw(page: Page) {
  const field = page.locator('.sign-field');
  await field.scrollIntoViewIfNeeded();
  const box = (await field.boundingBox())!;
  const at = (x: number, y: number) => [box.x + box.width * x, box.y + box.height * y] as const;
  await page.mouse.move(...at(0.2, 0.5));
  await page.mouse.down();
  for (let n = 0; n <= 40; n++) await page.mouse.move(...at(0.2 + 0.015 * n, 0.5 + 0.25 * Math.sin(n / 4)));
  await page.mouse.up();
}

const state = (page: Page) => page.locator('.document-head [data-state]');
const signButton = (page: Page) => page.locator('[data-action="sign"]');

test('a contract on a phone: read, drawn, the password again; the head signs; the file is verified', async ({ open }) => {
  test.slow();
  const page = await open('merey', { phone: true });
  await go(page, '/documents');
  await expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await openFirst(page);
  await readOn(page);
  await draw(page);
  await page.getByLabel(kk('sign.password'), { exact: true }).fill('not-the-password');
  await signButton(page).click();
  await expect(page.getByText(kk('sign.password_wrong'))).toBeVisible();
  await expect(page.getByLabel(kk('sign.password'), { exact: true })).toBeFocused();
  await expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  // What was drawn is still there.
  await page.getByLabel(kk('sign.password'), { exact: true }).fill(PASSWORD);
  await signButton(page).click();
  await expect(state(page)).toHaveAttribute('data-state', 'awaits_head');
  await expect(page.locator('[data-done]')).toBeFocused();
  const address = new URL(page.url()).pathname;

  const head = await open('head');
  await go(head, address);
  await head.getByRole('radio', { name: kk('sign.type_name') }).check();
  await head.locator('#sign-name').fill('Гүлбаршын Сәбит');
  await head.getByLabel(kk('sign.password'), { exact: true }).fill(PASSWORD);
  await signButton(head).click();
  await expect(state(head)).toHaveAttribute('data-state', 'signed');
  // The family sees it without loading the page anew.
  await expect(state(page)).toHaveAttribute('data-state', 'signed');
  await expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

  const file = await page.request.get(`${address}/kenes.pdf`);
  expect(file.headers()['content-type']).toBe('application/pdf');
  const pdf = await file.body();
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  expect(Buffer.compare(pdf, await (await head.request.get(`${address}/kenes.pdf`)).body()), 'the same for everybody').toBe(0);
  const seal = await page.locator('[data-action="verify"]').getAttribute('href');
  const visitor = await open();
  await go(visitor, seal!);
  await expect(visitor.locator('[data-verdict="whole"]')).toBeVisible();
  await expect(visitor.getByRole('main')).not.toContainText('Ғани');
  await visitor.getByLabel(kk('document.verify_choose')).setInputFiles({ name: 'a.pdf', mimeType: 'application/pdf', buffer: pdf });
  await expect(visitor.locator('[data-found]')).toContainText(kk('document.verify_same'));
  const other = Buffer.from(pdf);
  other[other.length >> 1] ^= 1;
  await visitor.getByLabel(kk('document.verify_choose')).setInputFiles({ name: 'b.pdf', mimeType: 'application/pdf', buffer: other });
  await expect(visitor.locator('[data-found]')).toContainText(kk('document.verify_other'));
  await expect((await new AxeBuilder({ page: visitor }).analyze()).violations).toEqual([]);
  await go(visitor, '/verify/0000');
  await expect(visitor.locator('[data-verdict="unknown"]')).toBeVisible();
});

test('a consent opens the gate at once; withdrawn, it closes it', async ({ open, api }) => {
  const day = '2026-12-08';
  const lesson = { kind: 'individual', day, at: '09:00', staff: 'S03', room: 'R3', children: ['C26'] as Child[], status: 'confirmed' } as const;
  await expect(api.create(lesson)).rejects.toThrow('no_consent');
  const page = await open('safia', { lang: 'ru' });
  await openFirst(page, 'ru');
  await readOn(page, 'ru');
  await page.getByRole('radio', { name: ru('sign.type_name') }).check();
  await page.locator('#sign-name').fill((await page.locator('.sign-full').textContent())!);
  await page.getByLabel(ru('sign.password'), { exact: true }).fill(PASSWORD);
  await signButton(page).click();
  await expect(state(page)).toHaveAttribute('data-state', 'signed');
  await api.create(lesson);
  const panel = page.locator('[data-end="withdraw"]');
  await panel.locator('summary').click();
  await panel.getByRole('button', { name: ru('document.act_withdraw') }).click();
  await expect(panel.getByText(ru('rules.problem_required'))).toBeVisible();
  await panel.getByLabel(ru('document.why')).fill('Передумали');
  await panel.getByRole('button', { name: ru('document.act_withdraw') }).click();
  await expect(state(page)).toHaveAttribute('data-state', 'withdrawn');
  await expect(page.getByRole('main')).toContainText('Передумали');
  await expect(api.create({ ...lesson, day: '2026-12-09' })).rejects.toThrow('no_consent');
});

test('without scripts the name is typed, and the form says what is wrong', async ({ open, api }) => {
  await ask(api, 'C01');
  const page = await open('airu', { scripts: false, phone: true });
  await page.goto('/documents');
  await page.locator('.document-card.open').first().getByRole('link').first().click();
  await page.getByLabel(kk('document.have_read')).check();
  await page.getByLabel(kk('document.type_name')).fill('Басқа Адам');
  await page.getByLabel(kk('document.password'), { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: kk('document.act_sign'), exact: true }).click();
  await expect(page.getByLabel(kk('document.type_name'))).toHaveValue('Басқа Адам');
  const name = (await page.locator('.sign-desk .hint').first().textContent())!;
  await page.getByLabel(kk('document.have_read')).check();
  await page.getByLabel(kk('document.type_name')).fill(name);
  await page.getByLabel(kk('document.password'), { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: kk('document.act_sign'), exact: true }).click();
  await expect(page).toHaveURL(/done=signed/);
  await expect(state(page)).toHaveAttribute('data-state', 'signed');
});

test('with ЭЦҚ: only with a key of one\'s own name', async ({ open, api, watch }) => {
  await ask(api, 'C02');
  const page = await open('erasyl');
  await openFirst(page);
  await readOn(page);
  const [family, given, patronymic] = (await page.locator('.sign-full').textContent())!.toUpperCase().split(' ');
  await page.getByText(kk('document.with_eds'), { exact: true }).first().click();
  const button = page.getByRole('button', { name: kk('sign.eds_sign') });
  watch.allow(/WebSocket connection to/);
  await button.click();
  await expect(page.getByText(kk('sign.nca_not_running'))).toBeVisible();
  const other = await NcaLayer.start();
  await button.click();
  await expect(page.getByRole('alert').filter({ hasText: kk('document.problem_signature') })).toBeVisible();
  await other.stop();
  await page.reload();
  await readOn(page);
  const own = await NcaLayer.start({ family, given, patronymic, iin: '900101400123' });
  await page.getByText(kk('document.with_eds'), { exact: true }).first().click();
  await page.getByRole('button', { name: kk('sign.eds_sign') }).click();
  await expect(state(page)).toHaveAttribute('data-state', 'signed');
  await expect(page.locator('.document-signatures')).toContainText(kk('document.eds_good'));
  await own.stop();
});

test('a family may say no, with its reason', async ({ open, api }) => {
  await ask(api, 'K02');
  const page = await open('temirlan', { phone: true, dark: true });
  await openFirst(page);
  const panel = page.locator('[data-end="decline"]');
  await panel.locator('summary').click();
  await panel.getByLabel(kk('document.why')).fill('Қажет емес деп санаймыз');
  await panel.getByRole('button', { name: kk('document.act_decline') }).click();
  await expect(state(page)).toHaveAttribute('data-state', 'declined');
  await expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
});

test('nobody opens another family\'s document by its address', async ({ open, apiOf, watch }) => {
  watch.allow(/404/);
  const mine = (await (await (await apiOf('temirlan')).form('document/list', {})).json()) as { document: { id: string } }[];
  const address = `/documents/${mine[0].document.id}`;
  for (const person of ['nuray', 'psychologist', 'educator', 'admin'] as const) {
    const page = await open(person);
    expect((await page.request.get(`${address}/kenes.pdf`)).status(), person).toBe(404);
    await page.goto(address);
    await expect(page.getByRole('main'), person).not.toContainText('Әшім');
    await expect(page.locator('.sign-sheet')).toHaveCount(0);
  }
});
