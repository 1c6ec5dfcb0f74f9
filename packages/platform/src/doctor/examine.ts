import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withoutPassword } from '@galleria/kit/servers/server-url';
import { parsePortBase, planPorts, type PortPlan } from '../ports.ts';
import { findProcess } from '../postgres/process-table.ts';
import { reachBrokers } from '../servers/broker-reach.ts';
import { reachPostgres, requireDatabaseCreation } from '../servers/postgres-reach.ts';
import { resolveStateDirectory } from '../state/state-directory.ts';
import { externalServerProblems, readExternalServers } from '../supervisor/formation/endpoints.ts';
import { settingsLeftOut, settingsProblems } from '../supervisor/check-settings.ts';
import { readProject } from '../supervisor/formation/project.ts';
import { readSystemStatus, type SystemStatus } from '../supervisor/system-status.ts';
import { availableMemory } from './available-memory.ts';
import { runChecks, type Check, type Finding } from './finding.ts';
import {
  checkDataLock,
  checkLeftovers,
  checkPorts,
  checkServer,
  checkSettings,
  type DataLock,
} from './galleria-checks.ts';
import { checkDisk, checkMemory, checkNode, checkPackages, checkPermissions } from './machine-checks.ts';

export interface Patient {
  readonly root: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What scripts/setup/node-version.mjs says. */
  readonly nodeProblem: string | undefined;
  readonly arePackagesInstalled: boolean;
}

/** Every check on this machine and this copy of Galleria. */
export async function examine({ root, env, nodeProblem, arePackagesInstalled }: Patient): Promise<Finding[]> {
  const state = resolveStateDirectory(root, env['GALLERIA_STATE']);
  // What is wrong with the others' settings is said where all settings are looked at.
  const external = readExternalServers(omit(env, Object.keys(externalServerProblems(env))));
  const status = await readSystemStatus(state);
  const lock = await readDataLock(join(state.postgres, 'postmaster.pid'), state.postgres);
  const { postgres, kafkaBrokers } = external;
  const checks: Record<string, Check> = {
    Node: () => checkNode(process.version, nodeProblem),
    packages: () => checkPackages(arePackagesInstalled),
    memory: () => checkMemory(availableMemory()),
    disk: () => checkDisk(state.root),
    state: () => checkPermissions(state.root),
    settings: async () => checkSettings(await settingsProblems(readProject(root), env), settingsLeftOut(env)),
    run: () => checkLeftovers(status),
    data: () => checkDataLock(lock, status.running),
    ports: () => checkPorts(() => planOf(root, env), external, holderOf(status)),
  };
  if (postgres !== undefined) {
    const reach = async () => {
      await reachPostgres(postgres);
      await requireDatabaseCreation(postgres);
    };
    checks['PostgreSQL'] = () => checkServer('PostgreSQL', withoutPassword(postgres), reach);
  }
  if (kafkaBrokers !== undefined) {
    checks['Kafka'] = () => checkServer('Kafka', kafkaBrokers, () => reachBrokers(kafkaBrokers));
  }
  return runChecks(checks);
}

function omit(env: Patient['env'], names: readonly string[]): Patient['env'] {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !names.includes(name)));
}

function holderOf(status: SystemStatus): string | undefined {
  if (status.running) return 'the Galleria that runs here';
  return status.leftovers.length === 0 ? undefined : 'what a killed run has left';
}

/** The pid in a data directory's lock, and whether that process is a PostgreSQL on this directory. */
export async function readDataLock(pidFile: string, dataDirectory: string): Promise<DataLock | undefined> {
  const text = await readFile(pidFile, 'utf8').catch(() => undefined);
  const pid = Number(text?.split('\n')[0]);
  if (text === undefined || !(pid > 0)) return undefined;
  const holder = await findProcess(pid);
  return { pid, isHeld: holder?.args.some((argument) => argument.includes(dataDirectory)) === true };
}

function planOf(root: string, env: Patient['env']): PortPlan {
  return planPorts(parsePortBase(env['PORT_BASE']), readProject(root).subgraphNames);
}
