import { isInterfaceType, isObjectType, type GraphQLSchema } from 'graphql';
import type { Requirement } from '../../../router/src/engine/authorization/requirements.ts';
import { readAccess, type Access } from './access.ts';
import type { SchemaChange } from './schema-change.ts';

/** What clients see, and what is asked of whoever wants it. */
export interface GuardedApi {
  readonly apiSchema: GraphQLSchema;
  /** Undefined where only the API is known: that says nothing of who may ask. */
  readonly supergraphSdl: string | undefined;
}

/**
 * Fields that answered some clients, and now give them null and UNAUTHORIZED_FIELD_OR_TYPE: that breaks them, as the
 * removal of the field would. What is asked of a field is found out by the code of the router that enforces it. Told of
 * each place where a directive says so, and not of each field: a type can be the reason for many.
 */
export function accessChanges(before: GuardedApi, after: GuardedApi): SchemaChange[] {
  const [was, is] = [readAccess(before.supergraphSdl), readAccess(after.supergraphSdl)];
  if (was === undefined || is === undefined) return [];
  const restricted = new Map<string, string[]>();
  const relaxed = new Map<string, string[]>();
  for (const [type, field] of commonFields(before.apiSchema, after.apiSchema)) {
    const [old, now] = [was.ofField(type, field), is.ofField(type, field)];
    if (!areMetBy(now, old)) collect(restricted, reasons(type, field, was, is), `${type}.${field}`);
    else if (!areMetBy(old, now)) collect(relaxed, reasons(type, field, is, was), `${type}.${field}`);
  }
  const said = (access: Access, place: string) => access.writtenAt(place).join(' ') || 'nothing';
  return [
    ...[...restricted].map(([path, fields]) => ({
      type: 'ACCESS_RESTRICTED',
      level: 'breaking' as const,
      message:
        `'${path}' asks clients for ${said(is, path)} now, and for ${said(was, path)} before: those without it get null ` +
        `and UNAUTHORIZED_FIELD_OR_TYPE instead of ${named(fields)}.`,
      ...{ path, affected: fields },
    })),
    ...[...relaxed].map(([path, fields]) => ({
      type: 'ACCESS_RELAXED',
      level: 'safe' as const,
      message: `'${path}' asks clients for ${said(is, path)} now, and for ${said(was, path)} before: more of them may see ${named(fields)}.`,
      path,
    })),
  ];
}

function commonFields(before: GraphQLSchema, after: GraphQLSchema): (readonly [string, string])[] {
  return Object.values(after.getTypeMap()).flatMap((type) => {
    const other = before.getType(type.name);
    if (!isObjectType(type) && !isInterfaceType(type)) return [];
    if (!isObjectType(other) && !isInterfaceType(other)) return [];
    const known = other.getFields();
    return Object.keys(type.getFields()).flatMap((field) => (field in known ? [[type.name, field] as const] : []));
  });
}

/** Where a directive is the reason: on the field, the type around it or its own, or on those behind an interface. */
function reasons(type: string, field: string, lenient: Access, strict: Access): string[] {
  const places = strict.placesOf(type, field).filter((place) => {
    const before = lenient.writtenAt(place);
    return strict.writtenAt(place).some((directive) => !before.includes(directive));
  });
  return places.length > 0 ? places : [`${type}.${field}`];
}

function collect(found: Map<string, string[]>, places: readonly string[], field: string): void {
  for (const place of places) found.set(place, [...(found.get(place) ?? []), field]);
}

/** Whether whoever has just what one list asks for has what the other asks for, too. */
function areMetBy(wanted: readonly Requirement[], given: readonly Requirement[]): boolean {
  const waysIn = given.map(alternatives);
  const certain = waysIn.flatMap((ways) => (ways.length === 1 ? ways.flat() : []));
  return wanted.every((requirement) => {
    const ways = alternatives(requirement);
    const isMet = (has: readonly string[]) => ways.some((way) => way.every((one) => has.includes(one)));
    return isMet(certain) || waysIn.some((each) => each.every((way) => isMet([...certain, ...way])));
  });
}

/** Scopes come with a token, so who has one is signed in. */
function alternatives(requirement: Requirement): string[][] {
  if (requirement.kind === 'authenticated') return [['signed in']];
  const { kind, anyOf } = requirement;
  return anyOf.map((all) => {
    const names = all.map((name) => `${kind} ${name}`);
    return kind === 'scopes' && names.length > 0 ? ['signed in', ...names] : names;
  });
}

/** More than these, nobody reads. */
const MOST = 5;

function named(fields: readonly string[]): string {
  const rest = fields.length > MOST ? ` and ${fields.length - MOST} more` : '';
  return `${fields.slice(0, MOST).join(', ')}${rest}`;
}
