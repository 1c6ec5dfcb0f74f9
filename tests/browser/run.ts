import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startGalleria } from '@galleria/platform/supervisor/system';

/** The journeys of visitors through the shop in a real browser, against the whole of Galleria on ports of its own. */
const PORT_BASE = Number(process.env.BROWSER_TEST_PORT_BASE ?? 15_000);
const ROOT = resolve(import.meta.dirname, '../..');
/** Short, so that a test of a service that is away does not wait for seconds. */
const SUBGRAPH_TIMEOUT_MS = '2500';
const BROWSERS = [
  process.env.CHROME_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

const browser = findBrowser() ?? installBrowser();
if (browser === undefined) {
  console.error(
    'No Chromium or Chrome was found. Install one (Debian: apt-get install chromium) or name it in CHROME_PATH.',
  );
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

function findBrowser(): string | undefined {
  return BROWSERS.find((path): path is string => path !== undefined && existsSync(path));
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
