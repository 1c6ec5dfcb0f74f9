import { relative } from 'node:path';
import { describeState } from '../supervisor/record-run.ts';
import type { ProcessState } from '../supervisor/process/process-state.ts';
import type { GalleriaEvent } from '../supervisor/running-galleria.ts';
import type { Progress } from './progress.ts';

const DOING: Readonly<Record<string, string>> = {
  databases: 'creating and migrating databases',
  seed: 'filling the shop with its first data',
};

/** Tells a person what happens: as steps while all of it starts, as dated lines afterwards. */
export function createStartReport(progress: Progress, logDirectory: string, now: () => Date = () => new Date()) {
  const { paint } = progress;
  const logOf = (name: string) => relative(process.cwd(), `${logDirectory}/${name}.log`);
  let isStarting = true;
  const say = (text: string) => progress.print(`  ${paint('dim', now().toTimeString().slice(0, 8))}  ${text}`);

  return {
    onEvent: (event: GalleriaEvent): void => {
      switch (event.type) {
        case 'orphans':
          return say(`stopped what a killed run had left: ${event.names.join(', ')}`);
        case 'left-out':
          return say(`not passed on to the processes, which have their own: ${event.settings.join(', ')}`);
        case 'log':
          return say(`${paint('red', event.process)} ${event.message}`);
        case 'more-log':
          return say(`${paint('red', event.process)} ${event.count} more errors in ${logOf(event.process)}`);
        case 'step':
          return reportStep(progress, event);
        case 'process':
          return isStarting
            ? reportStart(progress, event.name, event.state, logOf(event.name))
            : reportChange(say, paint, event, logOf(event.name));
      }
    },
    /** From now on changes are news, and no steps. */
    started: (): void => {
      isStarting = false;
    },
  };
}

function reportStep(progress: Progress, event: Extract<GalleriaEvent, { type: 'step' }>): void {
  switch (event.outcome) {
    case 'started':
      return progress.begin(event.name, DOING[event.name] ?? event.name);
    case 'done':
      return progress.succeed(event.name);
    case 'failed':
      return progress.fail(event.name, event.error.message);
    case 'left-out':
      return progress.fail(event.name, 'left out, because something before it failed');
  }
}

function reportStart(progress: Progress, name: string, state: ProcessState, logFile: string): void {
  switch (state.kind) {
    case 'starting':
      if (state.pid === undefined) progress.begin(name, `starting ${name}`);
      return;
    case 'ready':
      return progress.succeed(name);
    case 'restarting':
      return progress.fail(name, `${describeState(state) ?? ''}; trying again, see ${logFile}`);
    case 'waiting':
    case 'unready':
    case 'stopping':
    case 'stopped':
  }
}

function reportChange(
  say: (text: string) => void,
  paint: Progress['paint'],
  { name, state, previous }: Extract<GalleriaEvent, { type: 'process' }>,
  logFile: string,
): void {
  switch (state.kind) {
    case 'ready':
      if (previous.kind !== 'ready') say(`${paint('green', name)} is ready again`);
      else
        say(
          state.note === undefined
            ? `${paint('green', name)} is complete again`
            : `${paint('yellow', name)} works ${state.note}`,
        );
      return;
    case 'unready':
      return say(`${paint('yellow', name)} is not ready: ${state.reason}`);
    case 'restarting': {
      const wait = Math.max(0, state.restartAt - Date.now());
      return say(
        `${paint('red', name)} ${describeState(state) ?? ''}; restarting in ${(wait / 1000).toFixed(1)} s, see ${logFile}`,
      );
    }
    case 'stopped':
      if (state.forced === true) say(`${paint('yellow', name)} did not stop in time and was killed`);
      return;
    case 'waiting':
    case 'starting':
    case 'stopping':
  }
}
