import { defineConfig } from '@playwright/test';
import base from './playwright.config';

// npm run shots: pictures of the main pages for people to look at, in shots/.
export default defineConfig({ ...base, testDir: './shots-of', timeout: 300_000, use: { ...base.use, trace: 'off', screenshot: 'off' } });
