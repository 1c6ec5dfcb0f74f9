import { prepared } from './setup/prepared.mjs';

const HELP = `npm test                           all tests
npm test -- --project unit         one kind: unit, integration, stock-gateway, architecture, ways-to-run, system
npm test -- subgraphs/orders       files with this in their path; with anything else that vitest takes (npx vitest --help)
npm run test:stable                all tests five times in a row, beside two busy loops (npm run test:stable -- --help)`;

const given = process.argv.slice(2);
if (given.includes('--help')) {
  console.log(HELP);
} else {
  await prepared(async ({ root }) => {
    // Installed by now, and not before.
    const { runTests } = await import('./test/run-tests.mjs');
    await runTests({ root, given });
  });
}
