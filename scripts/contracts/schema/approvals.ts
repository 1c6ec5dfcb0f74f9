import { join } from 'node:path';
import { LineCounter, parseDocument, isNode, type Document } from 'yaml';
import { z } from 'zod';
import { placeAt, type Place } from '../../compose/problem.ts';
import { readText } from '../../compose/schema-text.ts';
import type { Finding } from '../finding.ts';
import type { SchemaChange } from './schema-change.ts';

const APPROVALS = 'contracts/approvals.yaml';

/** A change that was looked at and is wanted, although it may break somebody. */
export interface Approval {
  readonly change: string;
  readonly at: string;
  /** For a change between the router and this subgraph. */
  readonly subgraph?: string | undefined;
  readonly reason: string;
  /** The last day on which it counts. */
  readonly expires: string;
  readonly place: Place;
}

export interface Approvals {
  readonly approvals: readonly Approval[];
  /** What is wrong with the file. */
  readonly findings: readonly Finding[];
}

const day = z.iso.date({ error: 'must be a day, such as 2026-12-31' });
const fileSchema = z.strictObject({
  approvals: z.array(
    z.strictObject({
      change: z.string().min(1),
      at: z.string().min(1),
      subgraph: z.string().optional(),
      reason: z.string().min(10, 'must be a sentence'),
      expires: day,
    }),
  ),
});

/** Reads contracts/approvals.yaml. Without one nothing is approved. */
export function readApprovals(root: string): Approvals {
  let text: string;
  try {
    text = readText(join(root, APPROVALS));
  } catch {
    return { approvals: [], findings: [] };
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const broken = document.errors.map(({ message, pos: [at] }) => invalid(message, placeAt(APPROVALS, text, at)));
  if (broken.length > 0) return { approvals: [], findings: broken };
  const result = fileSchema.safeParse(document.toJS());
  if (!result.success) {
    const findings = result.error.issues.map(({ path, message }) =>
      invalid(`${path.map(String).join('.') || APPROVALS}: ${message}`, placeOf(document, path, text)),
    );
    return { approvals: [], findings };
  }
  const approvals = result.data.approvals.map((approval, index) => {
    return { ...approval, place: placeOf(document, ['approvals', index], text) };
  });
  return { approvals, findings: [] };
}

/** The one that a change needs, whether or not it still counts. */
export function approvalOf({ type, path, subgraph }: SchemaChange, approvals: readonly Approval[]) {
  return approvals.find(
    (approval) => approval.change === type && approval.at === path && approval.subgraph === subgraph,
  );
}

export function isExpired({ expires }: Approval, today: string): boolean {
  return expires < today;
}

/** Approvals that count no more, or for nothing. */
export function leftOver(approvals: readonly Approval[], used: ReadonlySet<Approval>, today: string): Finding[] {
  return approvals.flatMap((approval) => {
    const about = `${approval.change} at ${approval.at}`;
    const hint = used.has(approval) ? 'Keep what it is about, or have it approved anew.' : 'Take it out of the file.';
    const found = { check: 'schema' as const, places: [approval.place], hint };
    if (isExpired(approval, today)) {
      const message = `The approval of ${about} ended on ${approval.expires}.`;
      return [{ ...found, code: 'APPROVAL_EXPIRED', severity: used.has(approval) ? 'error' : 'warning', message }];
    }
    if (used.has(approval)) return [];
    const message = `Nothing needs the approval of ${about}: there is no such change, or it is in the base already.`;
    return [{ ...found, code: 'APPROVAL_UNUSED', severity: 'warning', message }];
  });
}

function invalid(message: string, place: Place): Finding {
  return {
    check: 'schema',
    code: 'APPROVALS_INVALID',
    severity: 'error',
    message: `${message}.`,
    places: [place],
    hint: 'Each approval has change, at, reason and expires; docs/guides/contracts.md shows one.',
  };
}

/** Where a value stands, or the nearest thing around it. */
function placeOf(document: Document, path: readonly PropertyKey[], text: string): Place {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return placeAt(APPROVALS, text, node.range[0]);
  }
  return placeAt(APPROVALS, text, 0);
}
