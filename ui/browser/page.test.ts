import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from './chromium';
import { Server } from './server';

let browser: Browser;
let server: Server;

beforeAll(async () => {
  server = await Server.start('--web.page-title=Light <house>');
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

/** Opens the page, keeping what a careful visitor would complain about. */
async function open(url: string, colorScheme: 'light' | 'dark'): Promise<{ page: Page; complaints: string[] }> {
  const page = await browser.newPage({ colorScheme, viewport: { width: 1200, height: 800 } });
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') {
      complaints.push(message.text());
    }
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith(new URL(url).origin) && !request.url().startsWith('data:')) {
      complaints.push(`request to ${request.url()}`);
    }
  });
  page.on('response', (response) => {
    if (response.status() >= 400) {
      complaints.push(`${response.status()} for ${response.url()}`);
    }
  });
  await page.goto(url);
  await page.getByText('Ready', { exact: true }).waitFor();
  await page.getByText('parts').waitFor();
  return { page, complaints };
}

const background = (page: Page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);

test.each(['light', 'dark'] as const)('the page follows the system: %s', async (scheme) => {
  const { page, complaints } = await open(server.url, scheme);
  expect(await page.title()).toBe('Light <house>');
  await page.getByRole('heading', { name: 'What this version does' }).waitFor();
  const [red = 0] = /\d+/.exec(await background(page))?.map(Number) ?? [];
  expect(red < 128).toBe(scheme === 'dark');
  await page.screenshot({ path: `screenshots/${scheme}.png` });
  expect(complaints).toEqual([]);
  await page.close();
});

test('the colours are switched with the keyboard, and stay', async () => {
  const { page, complaints } = await open(server.url, 'light');
  const before = await background(page);
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to content');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Switch to light colours' }).waitFor();
  expect(await background(page)).not.toBe(before);
  await page.reload();
  await page.getByRole('button', { name: 'Switch to light colours' }).waitFor();
  expect(complaints).toEqual([]);
  await page.close();
});

test('the page fits a narrow screen', async () => {
  const { page } = await open(server.url, 'light');
  await page.setViewportSize({ width: 360, height: 700 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  await page.screenshot({ path: 'screenshots/narrow.png', fullPage: true });
  await page.close();
});

test('the page works under a route prefix', async () => {
  const prefixed = await Server.start('--web.route-prefix=/prom');
  try {
    const { page, complaints } = await open(prefixed.url, 'light');
    expect(new URL(page.url()).pathname).toBe('/prom/query');
    expect(complaints).toEqual([]);
    await page.close();
  } finally {
    expect(await prefixed.stop()).toBe(0);
  }
});
