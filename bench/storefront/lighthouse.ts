import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { percentile } from '../load/statistics.ts';

const CLI = createRequire(import.meta.url).resolve('lighthouse/cli/index.js');
const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'] as const;
const METRICS = {
  lcpMs: 'largest-contentful-paint',
  tbtMs: 'total-blocking-time',
  cls: 'cumulative-layout-shift',
  fcpMs: 'first-contentful-paint',
} as const;

interface Report {
  readonly categories: Readonly<Record<string, { readonly score: number }>>;
  readonly audits: Readonly<Record<string, { readonly numericValue?: number; readonly score: number | null }>>;
}

/** Medians of several Lighthouse runs as a phone on a slow network, its default; and the audits that lost points. */
export function runLighthouse(url: string, runs: number, chromePath: string) {
  const reports = Array.from({ length: runs }, () => runOnce(url, chromePath));
  const score = (category: string) =>
    percentile(
      reports.map(({ categories }) => (categories[category]?.score ?? 0) * 100),
      0.5,
    );
  const metric = (audit: string) =>
    percentile(
      reports.map(({ audits }) => audits[audit]?.numericValue ?? Number.NaN),
      0.5,
    );
  return {
    ...Object.fromEntries(CATEGORIES.map((category) => [category, Math.round(score(category))])),
    ...Object.fromEntries(Object.entries(METRICS).map(([name, audit]) => [name, Number(metric(audit).toFixed(3))])),
    lost: Object.entries(reports[0]?.audits ?? {}).flatMap(([id, { score: audit }]) => (audit === 0 ? [id] : [])),
  };
}

function runOnce(url: string, chromePath: string): Report {
  const flags = ['--headless=new', '--no-sandbox', '--disable-dev-shm-usage'].join(' ');
  const options = ['--quiet', '--output=json', `--only-categories=${CATEGORIES.join(',')}`, `--chrome-flags=${flags}`];
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, url, ...options], {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
    env: { ...process.env, CHROME_PATH: chromePath },
  });
  if (status !== 0) throw new Error(`Lighthouse of ${url} failed: ${stderr}`);
  return JSON.parse(stdout) as Report;
}
