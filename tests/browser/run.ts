import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { findBrowser, NO_BROWSER } from '../../scripts/test-browser/find-browser.ts';
import { startTestGalleria } from '../galleria/start.ts';

/** The journeys of visitors through the shop in a real browser, against the whole of Galleria on ports of its own. */
const ROOT = resolve(import.meta.dirname, '../..');
/** Short, so that a test of a service that is away does not wait for seconds. */
const SUBGRAPH_TIMEOUT_MS = '2500';
const browser = findBrowser() ?? installBrowser();
if (browser === undefined) {
  console.error(NO_BROWSER);
  process.exitCode = 1;
} else {
  process.exitCode = await runJourneys(browser);
}

async function runJourneys(executable: string): Promise<number> {
  const { galleria, stop } = await startTestGalleria({}, { SUBGRAPH_TIMEOUT_MS });
  try {
    const config = join(import.meta.dirname, 'playwright.config.ts');
    const command = [join(ROOT, 'node_modules/@playwright/test/cli.js'), 'test', '--config', config];
    const tests = spawn(process.execPath, [...command, ...process.argv.slice(2)], {
      cwd: ROOT,
      stdio: 'inherit',
      env: {
        ...process.env,
        BROWSER_EXECUTABLE: executable,
        STOREFRONT_URL: galleria.urls.storefront,
        GRAPH_URL: galleria.urls.graph,
        MAILBOX_URL: galleria.urls.mailbox,
        RUN_RECORD: galleria.state.runFile,
      },
    });
    const [code] = (await once(tests, 'exit')) as [number | null];
    return code ?? 1;
  } finally {
    await stop();
  }
}

/** Where it may: as root on a Debian. */
function installBrowser(): string | undefined {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return undefined;
  console.log('installing chromium');
  const options = { stdio: 'ignore' } as const;
  spawnSync('apt-get', ['update'], options);
  // Not every release of Debian has the shell by itself.
  for (const name of ['chromium-headless-shell', 'chromium']) {
    spawnSync('apt-get', ['install', '-y', '--no-install-recommends', name], options);
    if (findBrowser() !== undefined) break;
  }
  return findBrowser();
}
