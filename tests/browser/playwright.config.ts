import { defineConfig } from '@playwright/test';

/** Pages are looked at first, while the shop is as its seed left it; what breaks services runs last and alone. */
export default defineConfig({
  testDir: import.meta.dirname,
  outputDir: '../../node_modules/.cache/playwright',
  reporter: [['list']],
  retries: 0,
  // For a defect, not for a slow machine: nothing is waited for this long.
  timeout: 120_000,
  expect: { timeout: 30_000 },
  use: {
    baseURL: process.env.STOREFRONT_URL ?? 'http://localhost:4090/',
    locale: 'en-GB',
    viewport: { width: 1280, height: 860 },
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(process.env.BROWSER_EXECUTABLE === undefined ? {} : { executablePath: process.env.BROWSER_EXECUTABLE }),
      args: ['--no-sandbox', '--disable-dev-shm-usage'],
    },
  },
  projects: [
    { name: 'pages', testMatch: /every-page/, fullyParallel: true },
    { name: 'journeys', testIgnore: /every-page|services-away/, fullyParallel: true, dependencies: ['pages'] },
    { name: 'faults', testMatch: /services-away/, dependencies: ['journeys'] },
  ],
  // More than the cores of a small machine: a visitor waits for the shop most of the time.
  workers: 3,
});
