import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PARTS_VARIABLE, type PartsPlan } from '../../single-process/parts.ts';
import { bundleOf } from './bundle.ts';
import type { GalleriaPlan } from './galleria-plan.ts';
import { nodeProcess } from '../process/node-process.ts';
import {
  ownRouterEnvironment,
  ownSubgraphEnvironment,
  routerEnvironment,
  sharedEnvironment,
  subgraphEnvironment,
} from '../process/process-environment.ts';
import type { ProcessSpecification } from './specification.ts';

/** Subgraphs and router: a process each, several of some, or one for all of them. */
export function serviceSpecifications(plan: GalleriaPlan, foundation: readonly string[]): ProcessSpecification[] {
  const { formation } = plan;
  if (formation.singleProcess) return [singleProcess(plan, foundation)];
  const subgraphs = formation.subgraphs.flatMap((name) => subgraphProcesses(plan, name, foundation));
  if (!formation.router) return subgraphs;
  return [...subgraphs, routerProcess(plan, subgraphs.length === 0 ? [] : subgraphs.map(({ name }) => name))];
}

function subgraphProcesses(plan: GalleriaPlan, name: string, dependsOn: readonly string[]): ProcessSpecification[] {
  const { ports, endpoints, project } = plan;
  return [ports.subgraphs[name] ?? 0, ...(ports.replicas[name] ?? [])].map((port, index) => {
    const instance = index === 0 ? name : `${name}-${index + 1}`;
    const env = subgraphEnvironment(throughItsNetwork(plan, instance), name, port);
    const specification = nodeProcess({ name: instance, bundle: bundleOf(project, name), env, port });
    return { ...specification, url: endpoints.instances[name]?.[index] ?? '', dependsOn };
  });
}

/**
 * What many requests have under way outgrows the 16 MB that Node gives to new objects, and is then copied and traced
 * again and again: docs/engine.md has what this saves.
 */
const ROUTER_OPTIONS = ['--max-semi-space-size=64'];

function routerProcess(plan: GalleriaPlan, dependsOn: readonly string[]): ProcessSpecification {
  const { ports, endpoints, project } = plan;
  const bundle = bundleOf(project, 'router');
  const env = { ...operationsBeside(bundle), ...routerEnvironment(throughItsNetwork(plan, 'router')) };
  const specification = nodeProcess({ name: 'router', bundle, env, port: ports.router, nodeOptions: ROUTER_OPTIONS });
  return { ...specification, url: endpoints.graph, dependsOn };
}

/** What the storefront asks, if it was built together with this router; a shell may name others. */
function operationsBeside(bundle: string): { readonly PERSISTED_OPERATIONS?: string } {
  const file = join(dirname(bundle), 'storefront-operations.json');
  return existsSync(file) ? { PERSISTED_OPERATIONS: file } : {};
}

function throughItsNetwork(plan: GalleriaPlan, process: string): GalleriaPlan {
  return { ...plan, endpoints: { ...plan.endpoints, ...plan.networkOf?.(process) } };
}

/** The router is last in it: the parts are stopped in reverse. */
function singleProcess(plan: GalleriaPlan, dependsOn: readonly string[]): ProcessSpecification {
  const { ports, endpoints, project, formation } = plan;
  const definitionOf = (name: string) => bundleOf(project, name, 'definition.js');
  const subgraphs = formation.subgraphs.map((name) => [
    name,
    { module: definitionOf(name), env: ownSubgraphEnvironment(plan, name) },
  ]);
  const router = formation.router
    ? [
        [
          'router',
          {
            module: definitionOf('router'),
            env: { ...operationsBeside(bundleOf(project, 'router')), ...ownRouterEnvironment(plan) },
          },
        ],
      ]
    : [];
  const parts = Object.fromEntries([...subgraphs, ...router]) as PartsPlan;
  const listening = Object.values(parts).map(({ env }) => Number(env['PORT']));
  const port = formation.router ? ports.router : (listening[0] ?? 0);
  const env = { ...sharedEnvironment(plan), [PARTS_VARIABLE]: JSON.stringify(parts) };
  const specification = nodeProcess({ name: 'galleria', bundle: bundleOf(project, 'single-process'), env, port });
  return {
    ...specification,
    url: formation.router ? endpoints.graph : specification.url,
    readiness: { kind: 'http-all', urls: listening.map((each) => `http://127.0.0.1:${each}/ready`) },
    alsoListensOn: Object.fromEntries(
      formation.subgraphs
        .map((name) => [name, ports.subgraphs[name] ?? 0] as const)
        .filter(([, each]) => each !== port),
    ),
    dependsOn,
  };
}
