import { resolve } from 'node:path';
import { explainStart } from '@galleria/platform/cli/explain-start';
import { parseStartOptions } from '@galleria/platform/cli/start-options';
import { createStartReport } from '@galleria/platform/cli/start-report';
import { renderWelcome } from '@galleria/platform/cli/welcome';
import { parsePortBase } from '@galleria/platform/ports';
import { resolveStateDirectory } from '@galleria/platform/state/state-directory';
import { startDevelopment } from './development.ts';
import { createProgress } from '../setup/progress.mjs';

const root = resolve(import.meta.dirname, '../..');
const startedAt = performance.now();
const progress = createProgress();
const { paint } = progress;
const say = (text: string) => progress.print(`  ${paint('dim', new Date().toTimeString().slice(0, 8))}  ${text}`);
const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => interrupted.abort());

try {
  const state = resolveStateDirectory(root, process.env['GALLERIA_STATE']);
  const report = createStartReport(progress, state.logs);
  const development = await startDevelopment({
    root,
    galleria: {
      ...parseStartOptions(process.argv.slice(2)),
      portBase: parsePortBase(process.env['PORT_BASE']),
      stateDirectory: state.root,
      env: { SUPERGRAPH_POLL_MS: '100', ...process.env },
      onEvent: report.onEvent,
      signal: interrupted.signal,
    },
    report: (event) => {
      switch (event.type) {
        case 'notice':
          return say(paint('yellow', event.text));
        case 'refused':
          return say(`${paint('red', event.what)}\n\n${event.text}\n`);
        case 'supergraph':
          return say(`${paint('green', 'supergraph')} written; the router takes it in`);
        case 'replaced':
          return say(`${paint('green', event.process)} started anew ${paint('dim', `${Math.round(event.ms)} ms`)}`);
      }
    },
  });
  report.started();
  progress.close();
  for (const line of renderWelcome(development.galleria, (performance.now() - startedAt) / 1000, paint))
    progress.print(line);
  say('watches packages, subgraphs and router; types are being read');
  void development.typesRead.then((errors) =>
    say(errors === 0 ? 'types are read' : `${errors} files have type errors`),
  );
  if (!interrupted.signal.aborted) {
    await new Promise((resume) => interrupted.signal.addEventListener('abort', resume, { once: true }));
  }
  progress.begin('stopped', 'stopping');
  await development.stop();
  progress.succeed('stopped');
  process.exit(0);
} catch (thrown) {
  progress.close();
  if (interrupted.signal.aborted) process.exit(0);
  console.error(`\n${explainStart(thrown)}\n`);
  process.exit(1);
}
