import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const ROOT = resolve(import.meta.dirname, '../..');

/** In rising order of what it takes. OWNER lets administrators in as well, OWNER_ALONE does not. */
const who = z.enum(['ANYONE', 'SIGNED_IN', 'OWNER', 'OWNER_ALONE', 'ADMINISTRATOR']);
/** What somebody gets instead: null, or the code of an error or a Problem. */
const refusal = z.union([z.null(), z.string().regex(/^[A-Z][A-Z_]*$/)]);
const rule = z.union([
  who.transform((word) => ({ who: word, visitor: undefined, others: undefined })),
  z.strictObject({ who, visitor: refusal.optional(), others: refusal.optional() }),
]);
const table = z.record(z.string(), z.record(z.string(), rule));

export type Who = z.output<typeof who>;
export type Refusal = z.output<typeof refusal>;
/** In the order in which a field is tried: its owner may change what the others would ask for. */
export const PERSONAS = ['visitor', 'stranger', 'administrator', 'owner'] as const;
export type Persona = (typeof PERSONAS)[number];

export interface AccessRule {
  readonly who: Who;
  /** What somebody who is not signed in gets, where it takes more. */
  readonly visitor: Refusal;
  /** What a signed-in account that may not gets. */
  readonly others: Refusal;
}

/** What a word alone means. */
const USUAL: Readonly<Record<Who, Pick<AccessRule, 'visitor' | 'others'>>> = {
  ANYONE: { visitor: null, others: null },
  SIGNED_IN: { visitor: 'UNAUTHENTICATED', others: null },
  OWNER: { visitor: null, others: null },
  OWNER_ALONE: { visitor: null, others: null },
  ADMINISTRATOR: { visitor: 'UNAUTHENTICATED', others: 'FORBIDDEN' },
};

/** The rules of a service by coordinate, such as `User.email`: subgraphs/<service>/access.yaml. */
export function rulesOf(service: string): ReadonlyMap<string, AccessRule> {
  const text = readFileSync(resolve(ROOT, 'subgraphs', service, 'access.yaml'), 'utf8');
  const types = Object.entries(table.parse(parse(text)));
  return new Map(
    types.flatMap(([type, fields]) =>
      Object.entries(fields).map(([field, { who, visitor = USUAL[who].visitor, others = USUAL[who].others }]) => {
        return [`${type}.${field}`, { who, visitor, others }] as const;
      }),
    ),
  );
}

/** `allowed`, or what this persona gets instead. */
export function expectation(access: AccessRule, persona: Persona): 'allowed' | { readonly refusal: Refusal } {
  if (mayAsk(access.who, persona)) return 'allowed';
  return { refusal: persona === 'visitor' ? access.visitor : access.others };
}

function mayAsk(needed: Who, persona: Persona): boolean {
  switch (needed) {
    case 'ANYONE':
      return true;
    case 'SIGNED_IN':
      return persona !== 'visitor';
    case 'OWNER':
      return persona === 'owner' || persona === 'administrator';
    case 'OWNER_ALONE':
      return persona === 'owner';
    case 'ADMINISTRATOR':
      return persona === 'administrator';
  }
}
