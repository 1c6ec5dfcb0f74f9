import type { Base } from '../base.ts';
import type { CheckContext } from '../check.ts';
import type { Finding, Severity } from '../finding.ts';
import type { Graph } from '../graph.ts';
import { accessChanges } from './access-changes.ts';
import { approvalOf, isExpired, leftOver, readApprovals, type Approval } from './approvals.ts';
import { compare } from './compare.ts';
import { createDefinitions, type Definitions } from './definitions.ts';
import { remedyFor } from './remedies.ts';
import type { Level, SchemaChange } from './schema-change.ts';
import { subgraphChanges, withoutSeen } from './subgraph-changes.ts';
import { judgeByUse, type JudgedChange } from './who-relies.ts';

const SEVERITIES: Readonly<Record<Level, Severity>> = { breaking: 'error', dangerous: 'warning', safe: 'note' };

interface Comparison {
  readonly base: Base;
  readonly now: Definitions;
  readonly then: Definitions;
}

/** What a change of the schemas breaks: of the API for clients, of each subgraph for routers that run. */
export async function checkSchema(context: CheckContext): Promise<readonly Finding[]> {
  const { root, today, graph, base, operations, usage } = context;
  const { approvals, findings } = readApprovals(root);
  const before = await base();
  if (before === undefined) return [...findings, NOTHING_TO_COMPARE];
  const after = await graph();
  const [changes, { groups }, counts] = await Promise.all([changesBetween(before, after), operations(), usage()]);
  const comparison = {
    base: before,
    now: createDefinitions(after.subgraphs),
    then: createDefinitions(before.subgraphs),
  };
  const used = new Set<Approval>();
  const told = judgeByUse(changes, before.apiSchema, groups, counts).map((change) => {
    const approval = change.level === 'safe' ? undefined : approvalOf(change, approvals);
    if (approval !== undefined) used.add(approval);
    return toFinding(change, comparison, approval === undefined || isExpired(approval, today) ? undefined : approval);
  });
  return [...told, ...findings, ...leftOver(approvals, used, today)];
}

const NOTHING_TO_COMPARE: Finding = {
  check: 'schema',
  code: 'NO_BASE',
  severity: 'note',
  message: 'Nothing was compared: there is neither origin/main nor main here.',
  places: [],
  hint: 'Name what to compare with: `npm run contracts -- --base <commit, file or folder>`.',
};

async function changesBetween(before: Base, after: Graph): Promise<SchemaChange[]> {
  if (before.apiSchema === after.apiSchema) return [];
  const [ofApi, ofSubgraphs] = await Promise.all([
    compare(before.apiSchema, after.apiSchema),
    subgraphChanges(before.subgraphs, after.subgraphs),
  ]);
  return [...ofApi, ...accessChanges(before, after), ...withoutSeen(ofSubgraphs, ofApi)];
}

function toFinding(change: JudgedChange, comparison: Comparison, approval: Approval | undefined): Finding {
  const { type, level, message, subgraph } = change;
  const hint = approval === undefined ? remedyFor(change) : undefined;
  return {
    check: 'schema',
    code: type,
    severity: approval === undefined ? SEVERITIES[level] : 'note',
    message: [
      subgraph === undefined ? message : `${subgraph}: ${message}`,
      ...stood(change, comparison),
      ...change.reliance,
      ...(approval === undefined ? [] : [`Approved until ${approval.expires}: ${approval.reason}`]),
    ].join('\n'),
    places: [...placesOf(change, comparison), ...change.users],
    ...(hint === undefined ? {} : { hint }),
  };
}

function placesOf({ path, subgraph, affected }: SchemaChange, { now, then }: Comparison) {
  const coordinate = coordinateOf(path);
  if (affected !== undefined) {
    const known = then.guards(coordinate).map(({ text }) => text.trim());
    const guards = now.guards(coordinate).toSorted((one, other) => {
      return Number(known.includes(one.text.trim())) - Number(known.includes(other.text.trim()));
    });
    if (guards.length > 0) return guards;
  }
  const among = subgraph === undefined ? then.definers(coordinate) : [subgraph];
  const places = among.length === 0 ? [] : now.findNearest(coordinate, among);
  return places.length > 0 ? places : now.findNearest(coordinate);
}

/** Where it was, for what is no more. */
function stood({ level, path, subgraph }: SchemaChange, { base, now, then }: Comparison): string[] {
  const coordinate = coordinateOf(path);
  const among = subgraph === undefined ? undefined : [subgraph];
  if (level === 'safe' || now.find(coordinate, among).length > 0) return [];
  const places = then.find(coordinate, among).map(({ file, line }) => `${file}:${line}`);
  return places.length === 0 ? [] : [`In ${base.name} it stands at ${places.join(' and ')}.`];
}

/** A path can end with a directive that is used there. */
function coordinateOf(path: string): string {
  return path.startsWith('@') ? path.replace(/\..*/, '') : path.replace(/\.@.*/, '');
}
