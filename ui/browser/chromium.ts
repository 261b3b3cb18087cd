import { chromium } from 'playwright-core';

/** The system's Chromium, with everything off that would speak to the outside. */
export const launchBrowser = () =>
  chromium.launch({
    executablePath: process.env.PHAROS_CHROMIUM ?? '/usr/bin/chromium',
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
