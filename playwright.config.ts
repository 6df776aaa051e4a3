import { defineConfig } from '@playwright/test';
import './test/e2e/support/quickDevices.ts';
import { browserLaunch } from './test/support/browser.ts';

/** What takes long begins first, so that none of it is alone at the end: otherwise files go by their names. */
const LONG = [
  'axe',
  'crowd',
  'embed',
  'embedHost',
  'gallery',
  'gallery-keys',
  'hostile',
  'journeys',
  'publicPayloads',
  'removal',
  'rooms',
  'scrolling',
  'secondBrowser',
  'streams',
  'tabs',
  'terminal',
  'touch',
  'verified',
  'writing',
].map((name) => `**/${name}.spec.ts`);

export default defineConfig({
  testDir: 'test/e2e',
  projects: [
    { name: 'long', testMatch: LONG },
    { name: 'short', testMatch: '**/*.spec.ts', testIgnore: LONG },
  ],
  outputDir: 'test-results',
  globalSetup: ['./test/support/browser.ts', './test/e2e/support/quickBuild.ts'],
  fullyParallel: false,
  // More than the two cores of a small machine: visitors' forms wait for seconds before they send, and cost nothing meanwhile.
  workers: 4,
  retries: process.env['CI'] ? 1 : 0,
  forbidOnly: true,
  // Bounds for what would wait for ever: a busy machine takes many times longer than an idle one.
  timeout: 300_000,
  expect: { timeout: 60_000 },
  reporter: [['list']],
  use: {
    launchOptions: browserLaunch(),
    actionTimeout: 60_000,
    navigationTimeout: 60_000,
    trace: 'off',
    screenshot: 'only-on-failure',
    locale: 'en-GB',
    timezoneId: 'UTC',
  },
});
