import { existsSync } from 'node:fs';

/** The shell first: without a window's machinery, a journey takes a third less. */
const PLACES = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** What to tell somebody who has none. */
export const NO_BROWSER =
  'No Chromium or Chrome was found. Install one (Debian: apt-get install chromium) or name it in CHROME_PATH.';

/** Path of a Chromium or Chrome on this machine; undefined without any. */
export function findBrowser(): string | undefined {
  return [process.env['CHROME_PATH'], ...PLACES].find((path): path is string => path !== undefined && existsSync(path));
}
