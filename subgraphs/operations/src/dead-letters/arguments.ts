import { parseArgs } from 'node:util';
import type { DeadLetterStatus } from '../domain/dead-letter.ts';
import type { DeadLetterFilter } from '../domain/dead-letter-filter.ts';

export const USAGE = `npm run dead-letters -- list                       those that wait, newest first
npm run dead-letters -- show <id>                  one of them, with its payload and headers
npm run dead-letters -- replay <id>                send it again to the service that could not handle it
npm run dead-letters -- discard <id> --reason "…"  give it up

Instead of an id, replay and discard take what list takes, or --all:
  --service payments   --type payments.charge.v1   --code TypeError   --order <id>   --from <time>   --to <time>
list alone:
  --status waiting|replayed|discarded|any   --limit 20
Ends with 1 when something was not done, and with 2 when it was not understood.`;

/** What somebody typed, understood. */
export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'misunderstood'; readonly problem: string }
  | { readonly kind: 'list'; readonly filter: DeadLetterFilter; readonly limit: number }
  | { readonly kind: 'show'; readonly id: string }
  | { readonly kind: 'replay'; readonly id: string }
  | { readonly kind: 'discard'; readonly id: string; readonly reason: string }
  | { readonly kind: 'replay-many'; readonly filter: DeadLetterFilter }
  | { readonly kind: 'discard-many'; readonly filter: DeadLetterFilter; readonly reason: string };

const OPTIONS = {
  service: { type: 'string', multiple: true },
  type: { type: 'string', multiple: true },
  code: { type: 'string', multiple: true },
  order: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  status: { type: 'string', default: 'waiting' },
  limit: { type: 'string', default: '20' },
  reason: { type: 'string' },
  all: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

const STATUSES: Readonly<Record<string, readonly DeadLetterStatus[]>> = {
  waiting: ['WAITING'],
  replayed: ['REPLAYED'],
  discarded: ['DISCARDED'],
  any: ['WAITING', 'REPLAYED', 'DISCARDED'],
};

type Values = ReturnType<typeof parse>['values'];

export function readCommand(args: readonly string[]): Command {
  try {
    const { values, positionals } = parse(args);
    if (values.help || positionals.length === 0) return { kind: 'help' };
    const [verb = '', id, ...more] = positionals;
    if (more.length > 0) return misunderstood(`"${more[0] ?? ''}" is too much.`);
    return commandOf(verb, id, values);
  } catch (thrown) {
    return misunderstood(thrown instanceof Error ? thrown.message : String(thrown));
  }
}

function commandOf(verb: string, id: string | undefined, values: Values): Command {
  switch (verb) {
    case 'list':
      return list(values);
    case 'show':
      return id === undefined ? misunderstood('show needs an id.') : { kind: 'show', id };
    case 'replay':
      if (id !== undefined) return { kind: 'replay', id };
      return isNarrowed(values) ? { kind: 'replay-many', filter: filterOf(values) } : needsTarget(verb);
    case 'discard': {
      const { reason } = values;
      if (reason === undefined) return misunderstood('discard needs --reason.');
      if (id !== undefined) return { kind: 'discard', id, reason };
      return isNarrowed(values) ? { kind: 'discard-many', filter: filterOf(values), reason } : needsTarget(verb);
    }
    default:
      return misunderstood(`"${verb}" is none of list, show, replay and discard.`);
  }
}

function list(values: Values): Command {
  const statuses = STATUSES[values.status];
  if (statuses === undefined) {
    return misunderstood(`--status is "${values.status}"; there are ${Object.keys(STATUSES).join(', ')}.`);
  }
  if (!/^\d{1,3}$/.test(values.limit) || Number(values.limit) < 1 || Number(values.limit) > 100) {
    return misunderstood(`--limit is "${values.limit}"; a whole number from 1 to 100 is allowed.`);
  }
  return { kind: 'list', filter: { ...filterOf(values), statuses }, limit: Number(values.limit) };
}

function filterOf({ service, type, code, order, from, to }: Values): DeadLetterFilter {
  return {
    services: service ?? null,
    types: type ?? null,
    errorCodes: code ?? null,
    orderId: order ?? null,
    failedFrom: from === undefined ? null : moment('--from', from),
    failedTo: to === undefined ? null : moment('--to', to),
  };
}

function moment(option: string, text: string): Date {
  const at = new Date(text);
  if (Number.isNaN(at.getTime()))
    throw new Error(`${option} is "${text}"; a time such as 2026-01-31T12:00:00Z is needed.`);
  return at;
}

/** Everything at once only where somebody said so. */
function isNarrowed(values: Values): boolean {
  return values.all || [values.service, values.type, values.code, values.order, values.from, values.to].some(Boolean);
}

function needsTarget(verb: string): Command {
  return misunderstood(`${verb} needs an id, a filter, or --all.`);
}

function misunderstood(problem: string): Command {
  return { kind: 'misunderstood', problem };
}

function parse(args: readonly string[]) {
  return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
}
