// npm run shots: every page at 390 and 1440, light and dark, in both languages, into shots/.

import { PAGES, show } from '../tests/support/pages';
import { test } from '../tests/support/fixtures';
import { LANGS } from '../tests/support/words';

for (const shown of PAGES) {
  test(shown.name, async ({ open, watch }) => {
    watch.allow(/.*/s);
    for (const phone of [true, false]) {
      for (const lang of LANGS) {
        const page = await open(shown.person, { phone, lang });
        await show(page, shown, lang);
        for (const theme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme: theme });
          await page.screenshot({ path: `shots/${shown.name}-${phone ? 390 : 1440}-${lang}-${theme}.png`, fullPage: !shown.name.startsWith('calendar') });
        }
        await page.context().close();
      }
    }
  });
}
