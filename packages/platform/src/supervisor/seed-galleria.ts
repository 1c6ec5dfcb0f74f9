import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withoutPassword } from '@galleria/kit/servers/server-url';
import type { StateDirectory } from '../state/state-directory.ts';
import type { Endpoints } from './formation/endpoints.ts';
import { bundleCommand, bundleOf } from './formation/bundle.ts';
import type { GalleriaPlan } from './formation/galleria-plan.ts';
import { launchProcess } from './process/process-launcher.ts';
import { describeExit } from './process/process-state.ts';
import { seedEnvironment, subgraphEnvironment } from './process/process-environment.ts';
import type { Command } from './formation/specification.ts';

/**
 * Whether the databases on this server were filled: another server (POSTGRES_URL) is empty however often this one was
 * seeded.
 */
export function isSeeded(state: StateDirectory, endpoints: Endpoints): boolean {
  return seededServers(state).includes(withoutPassword(endpoints.postgres));
}

/**
 * Runs the seeds of what runs: first those that a service brings for itself (accounts that no sign-up could make), then
 * the one that acts through the graph. Throws when one fails; it is then tried again at the next start, and seeds bear
 * being run twice.
 */
export async function seedGalleria(plan: GalleriaPlan, signal: AbortSignal): Promise<void> {
  const { state, endpoints } = plan;
  for (const command of seedCommands(plan)) await runToEnd(command, plan, signal);
  if (!isWholeShop(plan)) return;
  const servers = [...seededServers(state), withoutPassword(endpoints.postgres)];
  writeFileSync(state.seededFile, JSON.stringify(servers));
}

/** The seeds that were built, in their order. The one that acts through the graph needs every service. */
export function seedCommands(plan: GalleriaPlan): Command[] {
  const { project, formation } = plan;
  const ofServices = formation.subgraphs.map((name) =>
    bundleCommand(bundleOf(project, name, 'seed.js'), subgraphEnvironment(plan, name)),
  );
  const ofShop = isWholeShop(plan) ? [bundleCommand(bundleOf(project, 'seed'), seedEnvironment(plan))] : [];
  return [...ofServices, ...ofShop].filter(({ args }) => existsSync(args.at(-1) ?? ''));
}

function isWholeShop({ formation, project }: GalleriaPlan): boolean {
  return formation.router && formation.subgraphs.length === project.subgraphNames.length;
}

async function runToEnd(command: Command, { project, state }: GalleriaPlan, signal: AbortSignal): Promise<void> {
  const logFile = join(state.logs, 'seed.log');
  const child = launchProcess(command, logFile, project.root);
  const interrupt = () => child.kill();
  signal.addEventListener('abort', interrupt);
  const exit = await child.exited;
  signal.removeEventListener('abort', interrupt);
  if (exit.code !== 0) throw new Error(`the seed ${describeExit(exit)}; see ${logFile}`);
}

function seededServers({ seededFile }: StateDirectory): string[] {
  return existsSync(seededFile) ? (JSON.parse(readFileSync(seededFile, 'utf8')) as string[]) : [];
}
