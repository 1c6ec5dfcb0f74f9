import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDevBuilds, devBundle, type DevBuilds } from './dev-builds.ts';
import { buildVendor } from './vendor.ts';

const MAIN = 'subgraphs/orders/src/main.ts';
const PRICE = 'subgraphs/orders/src/price.ts';

let root: string;
let builds: DevBuilds;

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'galleria-dev-'));
  write('package.json', '{ "type": "module" }');
  write('package-lock.json', '{}');
  // CommonJS, in two versions.
  write('node_modules/rates/index.js', 'exports.vat = 19; exports.half = (n) => n / 2;');
  write('node_modules/rates/package.json', '{ "main": "index.js" }');
  write('packages/kit/node_modules/rates/index.js', 'exports.vat = 7;');
  write('packages/kit/node_modules/rates/package.json', '{ "main": "index.js" }');
  write('packages/kit/src/low.ts', "import { vat } from 'rates';\nexport const low = vat;");
  write(PRICE, 'export const price: number = 100;');
  write(
    MAIN,
    "import rates, { half, vat } from 'rates';\nimport { low } from '../../../packages/kit/src/low.ts';\n" +
      "import { price } from './price.ts';\nconsole.log(price, vat, half(rates.vat), low);",
  );
  const { plugin } = await buildVendor(root, [MAIN]);
  builds = await createDevBuilds({ root, entryPoints: new Map([['orders', { main: MAIN }]]), plugins: [plugin] });
});
afterEach(async () => {
  await builds.stop();
  rmSync(root, { recursive: true });
});

describe('a bundle of a development session', { timeout: 30_000 }, () => {
  it('runs with packages bundled beside it, each workspace with its own version', async () => {
    await rebuildAndWrite();
    expect(run()).toBe('100 19 9.5 7\n');
    expect(readdirSync(join(root, 'dist/dev-vendor')).filter((file) => file.includes('rates'))).toHaveLength(2);
  });

  it('knows the files that it was made of, and is not written before it is let in', async () => {
    const outcome = await builds.rebuild('orders');
    expect(outcome.kind).toBe('built');
    expect([...(builds.inputs.get('orders') ?? [])].toSorted()).toEqual(['packages/kit/src/low.ts', MAIN, PRICE]);
    expect(readdirSync(join(root, 'dist'))).toEqual(['dev-vendor']);
  });

  it('takes in a change, and tells when nothing has changed', async () => {
    await rebuildAndWrite();
    write(PRICE, '// the same\nexport const price: number = 100;');
    expect(await builds.rebuild('orders')).toEqual({ kind: 'unchanged' });
    write(PRICE, 'export const price: number = 200;');
    await rebuildAndWrite();
    expect(run()).toBe('200 19 9.5 7\n');
  });

  it('names the place of a syntax error and of an import that leads nowhere', async () => {
    write(PRICE, 'export const price = (');
    expect(await builds.rebuild('orders')).toMatchObject({
      kind: 'failed',
      text: expect.stringContaining(`${PRICE}:1:22`) as string,
    });
    expect([...builds.broken]).toEqual(['orders']);
    write(PRICE, "export { price } from './missing.ts';");
    expect(await builds.rebuild('orders')).toMatchObject({ text: expect.stringContaining('missing.ts') as string });
    write('subgraphs/orders/src/missing.ts', 'export const price = 300;');
    await rebuildAndWrite();
    expect(run()).toBe('300 19 9.5 7\n');
    expect(builds.broken.size).toBe(0);
  });
});

async function rebuildAndWrite(): Promise<void> {
  const outcome = await builds.rebuild('orders');
  if (outcome.kind !== 'built') throw new Error(`The bundle is ${outcome.kind}.`);
  outcome.write();
}

function run(): string {
  return execFileSync(process.execPath, [devBundle(root, 'orders')], { encoding: 'utf8' });
}

function write(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}
