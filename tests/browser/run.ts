import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startGalleria } from '@galleria/platform/supervisor/system';
import { findBrowser, NO_BROWSER } from '../../scripts/find-browser.ts';

/** The journeys of visitors through the shop in a real browser, against the whole of Galleria on ports of its own. */
const PORT_BASE = Number(process.env.BROWSER_TEST_PORT_BASE ?? 15_000);
const ROOT = resolve(import.meta.dirname, '../..');
/** Short, so that a test of a service that is away does not wait for seconds. */
const SUBGRAPH_TIMEOUT_MS = '1500';
const browser = findBrowser() ?? installBrowser();
if (browser === undefined) {
  console.error(NO_BROWSER);
  process.exitCode = 1;
} else {
  process.exitCode = await runJourneys(browser);
}

async function runJourneys(executable: string): Promise<number> {
  const stateDirectory = await mkdtemp(join(tmpdir(), 'galleria-browser-'));
  const { PATH, HOME } = process.env;
  const galleria = await startGalleria({
    portBase: PORT_BASE,
    stateDirectory,
    env: { PATH, HOME, SUBGRAPH_TIMEOUT_MS },
    onEvent: (event) => {
      if (event.type === 'step' && event.outcome === 'failed') console.error(`${event.name} failed:`, event.error);
    },
  });
  try {
    await galleria.untilReady();
    const processes = Object.fromEntries(galleria.processes.map(({ name, pid }) => [name, pid]));
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
        GALLERIA_PROCESSES: JSON.stringify(processes),
      },
    });
    const [code] = (await once(tests, 'exit')) as [number | null];
    return code ?? 1;
  } finally {
    await galleria.stop();
    await rm(stateDirectory, { recursive: true, force: true });
  }
}

/** Where it may: as root on a Debian. */
function installBrowser(): string | undefined {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return undefined;
  console.log('installing chromium');
  const options = { stdio: 'ignore' } as const;
  spawnSync('apt-get', ['update'], options);
  spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], options);
  return findBrowser();
}
