import type { TestProject } from 'vitest/node';
import type { Endpoints } from '@galleria/platform/supervisor/endpoints';
import { startTestGalleria } from './start.ts';

const PORT_BASE = 14_000;

/** One running Galleria for all system tests that do not break anything. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { galleria, stop } = await startTestGalleria(PORT_BASE);
  project.provide('galleria', { urls: galleria.urls, logs: galleria.state.logs });
  return stop;
}

declare module 'vitest' {
  interface ProvidedContext {
    galleria: { readonly urls: Endpoints; readonly logs: string };
  }
}
