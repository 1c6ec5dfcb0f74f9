import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isMap, isScalar, isSeq, parseDocument } from 'yaml';
import { z } from 'zod';
import { placeAt, type Place } from '../../compose/problem.ts';

export const APPROVALS = 'prisma/approvals.yaml';

const schema = z.record(
  z.string(),
  z.array(z.object({ what: z.string(), because: z.string().min(20, 'say why, in a sentence') })),
);

/** What a reviewer has looked at in a migration, and why it may be so. */
export interface Approval {
  /** `orders/20261128232224_dead_letters_in_operations` */
  readonly migration: string;
  /** As a finding names it, such as `drop table dead_letters`. */
  readonly what: string;
  readonly place: Place;
}

export async function readApprovals(root: string): Promise<Approval[]> {
  const text = await readFile(join(root, APPROVALS), 'utf8').catch(() => '');
  const document = parseDocument(text);
  schema.parse(document.toJS() ?? {});
  if (!isMap(document.contents)) return [];
  return document.contents.items.flatMap(({ key, value }) => {
    if (!isScalar(key) || !isSeq(value)) return [];
    return value.items
      .filter((item) => isMap(item))
      .map((item) => ({
        migration: String(key.value),
        what: String(item.get('what')),
        place: placeAt(APPROVALS, text, item.range?.[0] ?? 0),
      }));
  });
}
