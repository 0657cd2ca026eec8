// The browser the tests look through: Chromium's headless shell where there is one. It draws and plays as Chromium does and
// has no windows of its own to draw around each page, which cost more than the pages.

import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const browsers = [process.env['CHROMIUM_BIN'] ?? '/usr/bin/chromium-headless-shell', '/usr/bin/chromium'];

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts Chromium; with `autoplay` films may start with sound before anyone has clicked. */
export function launchBrowser({ autoplay = true } = {}): Promise<Browser> {
  return chromium.launch({
    executablePath: browsers.find(existsSync) ?? 'chromium',
    headless: true,
    args: [...flags, `--autoplay-policy=${autoplay ? 'no-user-gesture-required' : 'document-user-activation-required'}`],
  });
}
