// Consents and contracts, for those who keep the papers: asking, reminding, paper, taking back, and the text of a form.

import { deflateSync } from 'node:zlib';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { alive, expect, go, test } from './support/fixtures';
import { CHILDREN, id, type Child } from './support/people';
import { kk, ru, word, type Lang } from './support/words';

const FORMS = ['consent', 'contract', 'disclosure'] as const;
type Form = (typeof FORMS)[number];

const row = (page: Page, child: Child) => page.locator(`.consent-row[data-child="${id(child)}"]`);
const said = (page: Page) => page.getByTestId('consents-said');
const violations = async (page: Page) => (await new AxeBuilder({ page }).analyze()).violations.map((found) => `${found.id}: ${found.nodes.map((node) => node.target).join(' ')}`);
const overflow = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

/** The board of a form: the standard ones stand in the order in which they were made. */
async function board(page: Page, form: Form, lang: Lang = 'kk') {
  await go(page, '/consents');
  const tab = page.getByRole('navigation', { name: word(lang, 'consent.forms') }).getByRole('link').nth(FORMS.indexOf(form));
  const address = await tab.getAttribute('href');
  await go(page, address!);
  await expect(page.getByRole('navigation', { name: word(lang, 'consent.forms') }).locator('[aria-current="page"]')).toHaveAttribute('href', address!);
  return address!.split('form=')[1];
}

/** A PNG as large as a telephone makes photographs. */
function png(wide: number, high: number) {
  const table = Array.from({ length: 256 }, (_, n) => { let c = n; for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1; return c >>> 0; });
  const crc = (bytes: Buffer) => { let c = 0xffffffff; for (const byte of bytes) c = table[(c ^ byte) & 0xff] ^ (c >>> 8); return (c ^ 0xffffffff) >>> 0; };
  const chunk = (name: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(name), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc(body));
    return Buffer.concat([length, body, sum]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(wide, 0);
  head.writeUInt32BE(high, 4);
  head.set([8, 0, 0, 0, 0], 8);
  const rows = Buffer.alloc((wide + 1) * high, 0xee);
  for (let y = 0; y < high; y++) {
    rows[y * (wide + 1)] = 0;
    // Lines, as on paper.
    if (y % 90 < 6) rows.fill(0x33, y * (wide + 1) + 200, (y + 1) * (wide + 1) - 200);
  }
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}

test('a group is asked with one button, and whoever looks at the same board sees it', async ({ open }) => {
  const head = await open('head', { lang: 'ru' });
  await board(head, 'disclosure', 'ru');
  await expect(row(head, 'C26')).toContainText(ru('consent.stage_unasked'));
  const page = await open('methodist');
  await board(page, 'disclosure');
  const group = page.getByRole('region').filter({ has: row(page, 'C26') }).or(page.locator('.consents-group').filter({ has: row(page, 'C26') })).first();
  const ask = group.locator('.consents-group-head').getByRole('button');
  const n = Number((await ask.textContent())!.replace(/\D/g, ''));
  expect(n).toBeGreaterThan(1);
  await ask.click();
  await expect(said(page)).toContainText(kk('consent.did_ask', { made: n, there: 0 }));
  await expect(said(page)).toBeFocused();
  await expect(said(page)).toBeInViewport();
  await expect(row(page, 'C26')).toContainText(kk('consent.stage_family'));
  await expect(ask, 'nobody is left to ask').toBeHidden();
  // Without a reload.
  await expect(row(head, 'C26')).toContainText(ru('consent.stage_family'));
  expect(await violations(page)).toEqual([]);
});

test('the number of each state is a filter, and stands in the address', async ({ open }) => {
  const page = await open('methodist', { phone: true });
  const form = await board(page, 'consent');
  const sums = page.getByRole('navigation', { name: kk('consent.show') });
  const family = sums.getByRole('link', { name: kk('consent.show_family') });
  const n = Number((await family.locator('b').textContent())!);
  expect(n).toBe(1);
  await family.click();
  await expect(page).toHaveURL(`/consents?form=${form}&show=family`);
  await expect(family).toHaveAttribute('aria-current', 'true');
  await expect(page.locator('.consent-row:visible')).toHaveCount(n);
  await expect(row(page, 'C26')).toBeVisible();
  expect(await violations(page)).toEqual([]);
  expect(await overflow(page)).toBeLessThanOrEqual(0);
  await page.reload();
  await alive(page);
  await expect(page.locator('.consent-row:visible')).toHaveCount(n);
});

test('a family is reminded, and the message that can be sent tells a stranger nothing', async ({ open }) => {
  const page = await open('methodist', { phone: true });
  await board(page, 'consent');
  await row(page, 'C26').getByRole('button', { name: `${kk('consent.remind')}: ${CHILDREN.C26}` }).click();
  const dialog = page.getByRole('dialog', { name: kk('consent.messages') });
  const link = dialog.getByRole('link');
  await expect(link).toHaveAttribute('rel', /noopener/);
  const text = new URL((await link.getAttribute('href'))!).searchParams.get('text')!;
  expect(text).toContain('Сафия');
  expect(text).not.toContain('Байқадам');
  expect(text).toMatch(/http:\/\/127\.0\.0\.1:\d+\/documents\/[0-9a-f-]{36}/);
  expect(text).toContain('Здравствуйте');
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole('button', { name: kk('consent.done') }).click();
  await expect(dialog).toHaveCount(0);
  await expect(said(page)).toContainText(kk('consent.did_remind', { n: 1 }));
  await expect(row(page, 'C26')).toContainText(kk('consent.reminded_on', { day: '24.11.2026' }));
});

test('what was signed on paper is kept with its pictures, made small, and is in force', async ({ open }) => {
  const page = await open('methodist', { phone: true });
  await board(page, 'consent');
  await row(page, 'C26').getByRole('button', { name: `${kk('consent.on_paper')}: ${CHILDREN.C26}` }).click();
  const dialog = page.getByRole('dialog', { name: kk('consent.paper_title') });
  const photos = dialog.getByLabel(kk('consent.photos'), { exact: true });
  const keep = dialog.getByRole('button', { name: kk('consent.paper_keep') });
  await expect(dialog.getByText(kk('consent.paper_head')), 'the head does not sign this form').toHaveCount(0);
  await keep.click();
  await expect(dialog.getByText(kk('consent.photos_none'))).toBeVisible();
  await expect(photos).toBeFocused();
  await photos.setInputFiles([{ name: 'zhazba.png', mimeType: 'image/png', buffer: Buffer.from('no picture') }]);
  await expect(dialog.getByText(kk('consent.photos_broken'))).toBeVisible();
  const picture = png(2400, 3200);
  await photos.setInputFiles([
    { name: '1.png', mimeType: 'image/png', buffer: picture },
    { name: '2.png', mimeType: 'image/png', buffer: picture },
  ]);
  await expect(dialog.getByRole('img')).toHaveCount(2);
  await dialog.getByRole('button', { name: kk('consent.photo_remove', { n: 1 }) }).click();
  await expect(dialog.getByRole('img')).toHaveCount(1);
  await expect(dialog.getByRole('img', { name: kk('consent.photo', { n: 1 }) })).toBeVisible();
  const size = await dialog.getByRole('img').evaluate((image: HTMLImageElement) => [image.naturalWidth, image.naturalHeight]);
  expect(size).toEqual([1500, 2000]);
  expect(await violations(page)).toEqual([]);
  // A day that is to come is on no paper.
  await dialog.getByLabel(kk('consent.paper_day')).fill('2026-11-25');
  await keep.click();
  await expect(dialog.getByText(kk('consent.paper_day_wrong'))).toBeVisible();
  await expect(dialog.getByRole('img'), 'the pictures are still there').toHaveCount(1);
  await dialog.getByLabel(kk('consent.paper_day')).fill('2026-11-23');
  const sent = page.waitForRequest('**/api/consent/witness');
  await keep.click();
  const scans = (await sent).postDataJSON().scans as string[];
  expect(scans.map((scan) => scan.slice(0, 4)), 'JPEG').toEqual(['/9j/']);
  await expect(dialog).toHaveCount(0);
  await expect(said(page)).toContainText(kk('consent.did_keep', { name: CHILDREN.C26 }));
  await expect(said(page)).toBeFocused();
  await expect(row(page, 'C26')).toContainText(kk('consent.stage_in_force'));
  await expect(row(page, 'C26')).toContainText(kk('consent.signed_on', { day: '23.11.2026' }));
});

test('what was asked for is taken back, with a reason that stands in the row', async ({ open }) => {
  const page = await open('head', { lang: 'ru' });
  await board(page, 'contract', 'ru');
  await row(page, 'K06').getByRole('button', { name: `${ru('consent.recall')}: ${CHILDREN.K06}` }).click();
  const dialog = page.getByRole('dialog', { name: ru('consent.recall_title') });
  await dialog.getByRole('button', { name: ru('consent.recall') }).click();
  await expect(dialog.getByText(ru('rules.problem_required'))).toBeVisible();
  await expect(dialog.getByLabel(ru('consent.recall_reason'))).toBeFocused();
  await dialog.getByLabel(ru('consent.recall_reason')).fill('Запрошено по ошибке');
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole('button', { name: ru('consent.recall') }).click();
  await expect(said(page)).toContainText(ru('consent.did_recall', { name: CHILDREN.K06 }));
  await expect(row(page, 'K06')).toContainText(ru('consent.because', { reason: 'Запрошено по ошибке' }));
  // It was a mistake: the family can be asked again.
  await row(page, 'K06').getByRole('button', { name: `${ru('consent.ask')}: ${CHILDREN.K06}`, exact: true }).click();
  await expect(said(page)).toContainText(ru('consent.did_ask', { made: 1, there: 0 }));
  await expect(row(page, 'K06')).toContainText(ru('consent.stage_family'));
});

test('a dialog that is closed gives the focus back', async ({ open }) => {
  const page = await open('methodist');
  await board(page, 'contract');
  const button = row(page, 'K06').getByRole('button', { name: `${kk('consent.on_paper')}: ${CHILDREN.K06}` });
  await button.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: kk('consent.paper_title') });
  await expect(dialog.getByText(kk('consent.paper_head'))).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(button).toBeFocused();
});

test('the head gives a form another text: mistakes are said with their line, and what was stays to be read', async ({ open }) => {
  const page = await open('head');
  const form = await board(page, 'disclosure');
  await page.getByRole('link', { name: kk('consent.to_form') }).click();
  await expect(page).toHaveURL(`/consents/forms/${form}`);
  const text = page.getByLabel(kk('consent.text_kk'), { exact: true });
  const translation = page.getByLabel(kk('consent.text_ru'), { exact: true });
  const preview = page.locator('.consent-preview').first();
  await expect(preview).toContainText(kk('consent.sample_parent'));
  const before = await text.inputValue();
  await text.fill(before.replace('{born}', '{iin}'));
  await expect(page.getByText(kk('consent.mistake_unknown', { line: 7, name: '{iin}' }))).toBeVisible();
  await page.getByRole('button', { name: kk('consent.save_version') }).click();
  await expect(text).toBeFocused();
  expect(await text.inputValue(), 'what was written stays').toContain('{iin}');
  expect(await violations(page)).toEqual([]);
  await text.fill(before.replace('Туған күні: {born}', ''));
  // The same is signed in both languages.
  await expect(page.getByText(kk('consent.mistake_lacks', { names: '{born}' }))).toBeVisible();
  await text.fill(before.replace('Туған күні: {born}', 'Баланың туған күні: '));
  await text.evaluate((field: HTMLTextAreaElement) => {
    const at = field.value.indexOf('Баланың туған күні: ') + 'Баланың туған күні: '.length;
    field.setSelectionRange(at, at);
  });
  await page.getByRole('button', { name: `{born} ${kk('consent.blank_born')}` }).click();
  await expect(text).toBeFocused();
  expect(await text.inputValue()).toContain('Баланың туған күні: {born}\n');
  await expect(preview).toContainText('Баланың туған күні: 04.03.2022');
  await expect(text).not.toHaveAttribute('aria-invalid', 'true');
  await expect(translation).not.toHaveAttribute('aria-invalid', 'true');
  await page.getByRole('button', { name: kk('consent.save_version') }).click();
  await expect(page.getByText(kk('consent.saved', { n: 2 }))).toBeVisible();
  // What was signed under the first version is still there.
  await page.getByRole('link', { name: kk('consent.version', { n: 1 }) }).click();
  await expect(page).toHaveURL(/version=1/);
  await expect(page.getByText(kk('consent.old_version', { n: 1 }))).toBeVisible();
  await expect(page.getByLabel(kk('consent.text_kk'), { exact: true })).toHaveCount(0);
  expect(await violations(page)).toEqual([]);
});

test('a new form is written and, when it is not wanted any more, retired', async ({ open }) => {
  const page = await open('head', { lang: 'ru', phone: true });
  await go(page, '/consents/forms/new');
  const text = page.getByLabel(ru('consent.text_kk'), { exact: true });
  await text.fill((await text.inputValue()).replace('# Келісім', '# Серуенге келісім'));
  const translation = page.getByLabel(ru('consent.text_ru'), { exact: true });
  await translation.fill((await translation.inputValue()).replace('# Согласие', '# Согласие на прогулку'));
  // Others open both gates.
  await expect(page.getByLabel(ru('consent.opens')).locator('option')).toHaveCount(1);
  expect(await violations(page)).toEqual([]);
  expect(await overflow(page)).toBeLessThanOrEqual(0);
  await page.getByRole('button', { name: ru('consent.make') }).click();
  await expect(page).toHaveURL(/\/consents\/forms\/[0-9a-f-]{36}$/);
  await alive(page);
  await expect(page.getByRole('heading', { level: 1, name: 'Согласие на прогулку' })).toBeVisible();
  await page.getByRole('button', { name: ru('consent.retire') }).click();
  const dialog = page.getByRole('dialog', { name: ru('consent.retire_title') });
  await dialog.getByRole('button', { name: ru('consent.retire') }).click();
  await expect(page).toHaveURL(/\/consents\?form=/);
  await alive(page);
  const tab = page.getByRole('link', { name: 'Согласие на прогулку' });
  await expect(tab).toContainText(ru('consent.retired'));
  await expect(page.getByRole('button', { name: /^Запросить/ })).toHaveCount(0);
});

test('a methodist reads the text of a form and does not write it', async ({ open }) => {
  const page = await open('methodist');
  const form = await board(page, 'contract');
  await expect(page.getByRole('link', { name: kk('consent.new_form') })).toHaveCount(0);
  await go(page, `/consents/forms/${form}`);
  await expect(page.locator('.consent-preview')).toHaveCount(2);
  await expect(page.getByRole('button', { name: kk('consent.save_version') })).toHaveCount(0);
  await go(page, '/consents/forms/new');
  await expect(page.getByText(kk('rules.refused_forbidden'))).toBeVisible();
});

test('specialists and families have no such page', async ({ open, watch }) => {
  watch.allow(/40[34]/);
  for (const person of ['speech', 'nuray'] as const) {
    const page = await open(person);
    await page.goto('/consents');
    await expect(page.getByText(kk('rules.refused_forbidden'))).toBeVisible();
    await expect(page.getByRole('link', { name: kk('consent.nav'), exact: true })).toHaveCount(0);
    await page.goto('/consents/forms/new');
    await expect(page.getByText(kk('rules.refused_forbidden'))).toBeVisible();
  }
});
