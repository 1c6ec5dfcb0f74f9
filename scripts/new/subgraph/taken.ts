import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { PortPlanError, planPorts } from '@galleria/platform/ports';
import { Kind, parse, type DefinitionNode } from 'graphql';
import { parse as parseYaml } from 'yaml';
import { Refusal } from '../refusal.ts';
import type { Names } from './names.ts';
import { clashes } from './template.ts';

const ROOT_TYPES = ['Query', 'Mutation', 'Subscription'];
/** Types that subgraphs have alike: they are one in the graph. */
const SHARED = ['DateTime', 'PageInfo', 'Problem', 'User'];

/** Throws a `Refusal` where a name is somebody else's already. */
export function refuseTaken(root: string, names: Names, services: readonly string[], schema: string): void {
  refuseService(root, names['service'] ?? '', services);
  refuseWords(names);
  refuseTypes(root, services, schema);
}

function refuseService(root: string, service: string, services: readonly string[]): void {
  if (services.includes(service)) {
    throw new Refusal(`There is a service ${service} already; there are ${services.join(', ')}.`);
  }
  if (otherNames(root).has(service)) {
    throw new Refusal(`${service} is the name of another workspace or process of Galleria.`);
  }
  if (isReserved(service)) throw new Refusal(`${service} is a word of JavaScript's, and events are imported by it.`);
  try {
    planPorts(4_000, [...services, service]);
  } catch (thrown) {
    if (!(thrown instanceof PortPlanError)) throw thrown;
    throw new Refusal(thrown.message);
  }
}

/** Of workspaces, and of what runs beside services in containers. */
function otherNames(root: string): ReadonlySet<string> {
  const compose = parseYaml(readFileSync(join(root, 'docker-compose.yml'), 'utf8'), { merge: true }) as {
    readonly services: Record<string, unknown>;
  };
  const folders = ['packages', 'subgraphs', 'tools', '.']
    .map((folder) => join(root, folder))
    .flatMap((folder) => (existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : []));
  const directories = folders.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return new Set([...Object.keys(compose.services), ...directories]);
}

function refuseWords(names: Names): void {
  const own = [names['entity'], names['entities']].filter((name) => name !== undefined);
  const word = own.find(isReserved) ?? [names['Entity'], names['Entities']].find((name) => name && name in globalThis);
  if (word !== undefined) throw new Refusal(`${word} is a word of JavaScript's: choose another --entity.`);
  const twice = clashes(names);
  if (twice.length > 0) {
    throw new Refusal(`The code of every service has something named ${twice.join(', ')}: choose another name.`);
  }
}

function isReserved(word: string): boolean {
  try {
    new Script(`'use strict'; let ${word};`);
    return false;
  } catch {
    return true;
  }
}

function refuseTypes(root: string, services: readonly string[], schema: string): void {
  const wanted = definedIn(schema).filter((name) => !SHARED.includes(name));
  for (const service of services) {
    const file = `subgraphs/${service}/schema.graphql`;
    if (!existsSync(join(root, file))) continue;
    const known = new Set(definedIn(readFileSync(join(root, file), 'utf8')));
    const taken = wanted.filter((name) => known.has(name));
    if (taken.length > 0) {
      throw new Refusal(`The graph has ${taken.join(', ')} already: ${file}. Choose another --entity.`);
    }
  }
}

/** Types, and fields of the roots as in `Query.orders`. */
function definedIn(sdl: string): string[] {
  return parse(sdl).definitions.flatMap((definition: DefinitionNode) => {
    if (!('name' in definition) || definition.name === undefined) return [];
    const type = definition.name.value;
    const isRoot = ROOT_TYPES.includes(type);
    if (!isRoot) return [type];
    const isObject = definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.OBJECT_TYPE_EXTENSION;
    return isObject ? (definition.fields ?? []).map(({ name }) => `${type}.${name.value}`) : [];
  });
}
