import { join } from 'node:path';
import type { Project } from './project.ts';
import type { Command } from './specification.ts';

/** The bundle that a process runs, unless the project names another; scripts/build.ts makes them. */
export function bundleOf(project: Project, name: string, file = 'main.js'): string {
  const own = file === 'main.js' ? project.bundleOf?.(name) : undefined;
  return own ?? join(project.root, 'dist', name, file);
}

/** Runs a bundle with the Node that runs this process, and with these options of it. */
export function bundleCommand(
  bundle: string,
  env: Readonly<Record<string, string>>,
  nodeOptions: readonly string[] = [],
): Command {
  return { executable: process.execPath, args: ['--enable-source-maps', ...nodeOptions, bundle], env };
}
