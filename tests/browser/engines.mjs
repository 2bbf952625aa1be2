// The two browsers, as they are installed, with profiles that nobody else uses.

import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import puppeteer from 'puppeteer-core';

const OPTIONS = {
  chromium: {
    browser: 'chrome',
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  },
  firefox: { browser: 'firefox', executablePath: process.env.FIREFOX ?? '/usr/bin/firefox-esr' },
};

export const ENGINES = Object.keys(OPTIONS);

const profiles = [];

export function launch(engine, { scheme = 'light', profile = freshProfile() } = {}) {
  return puppeteer.launch({
    ...OPTIONS[engine],
    headless: true,
    userDataDir: profile,
    extraPrefsFirefox: { 'layout.css.prefers-color-scheme.content-override': scheme === 'dark' ? 0 : 1 },
  });
}

export function freshProfile() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'browser-test-'));
  profiles.push(folder);
  return folder;
}

/** To be called when the browsers are closed. */
export function removeProfiles() {
  for (const folder of profiles.splice(0)) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
