import type { SchemaChange } from './schema-change.ts';

const APPROVE = 'or approve it in contracts/approvals.yaml';

const FOR_CLIENTS: Readonly<Record<string, string | undefined>> = {
  FIELD_REMOVED: `Keep the field, @deprecated with a reason and a date, until no client asks for it; then remove it and approve that in contracts/approvals.yaml.`,
  TYPE_REMOVED: `Keep the type, and deprecate the fields that lead to it; or approve it in contracts/approvals.yaml when no client is left that names it.`,
  ENUM_VALUE_REMOVED: `Keep the value, @deprecated with a reason and a date, ${APPROVE} when nobody sends or gets it any more.`,
  UNION_MEMBER_REMOVED: `Keep the member, although it no longer comes: clients name it in fragments; ${APPROVE}.`,
  FIELD_ARGUMENT_REMOVED: `Keep the argument, @deprecated with a reason and a date, ${APPROVE} when no client sends it.`,
  INPUT_FIELD_REMOVED: `Keep the field, @deprecated with a reason and a date, ${APPROVE} when no client sends it.`,
  FIELD_TYPE_CHANGED: `Add a field of the new type beside it, and deprecate this one; ${APPROVE}.`,
  FIELD_ARGUMENT_TYPE_CHANGED: `Add an argument of the new type beside it; ${APPROVE}.`,
  INPUT_FIELD_TYPE_CHANGED: `Add a field of the new type beside it; ${APPROVE}.`,
  ACCESS_RESTRICTED: `Add a field that is guarded beside it, and deprecate this one; or see that the clients that ask for it are let in, ${APPROVE}.`,
  FIELD_ARGUMENT_ADDED: `Let the argument be left out: a type without "!", or a default; ${APPROVE}.`,
  INPUT_FIELD_ADDED: `Let the field be left out: a type without "!", or a default; ${APPROVE}.`,
  ENUM_VALUE_ADDED:
    'See that clients bear a value that they do not know, and approve it in contracts/approvals.yaml if you like.',
  UNION_MEMBER_ADDED: 'See that clients bear a member that they do not know.',
  FIELD_ARGUMENT_DEFAULT_CHANGED: 'Clients that leave the argument out get the new default: see that they want it.',
  INPUT_FIELD_DEFAULT_VALUE_CHANGED: 'Clients that leave the field out get the new default: see that they want it.',
};

/** What to do about a change; undefined for one that is safe. */
export function remedyFor({ type, level, subgraph }: SchemaChange): string | undefined {
  if (level === 'safe') return undefined;
  if (subgraph !== undefined) return forRouters(type, subgraph);
  return FOR_CLIENTS[type] ?? (level === 'breaking' ? `Add beside it instead of changing it, ${APPROVE}.` : undefined);
}

function forRouters(type: string, subgraph: string): string {
  switch (type) {
    case 'SUBGRAPH_REMOVED':
      return 'Let it run until every router has the new supergraph.';
    case 'KEY_REMOVED':
      return `Keep the key until every router has a supergraph that does without it, ${APPROVE}.`;
    case 'REQUIRES_CHANGED':
      return 'Bear that a router of before does not send it: answer null, or as before.';
    default:
      return `Clients see no difference, but a router with the supergraph of before asks ${subgraph} for it. Let another subgraph take it over with @override(from: "${subgraph}"), roll that out, then change it here; ${APPROVE}.`;
  }
}
