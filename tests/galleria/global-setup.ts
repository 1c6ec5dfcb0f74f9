import type { TestProject } from 'vitest/node';
import { loadSecrets } from '@galleria/platform/state/secrets';
import type { Endpoints } from '@galleria/platform/supervisor/formation/endpoints';
import { startTestGalleria } from './start.ts';

/** `TEST_PORT_BASE` lets two checkouts be tested at once. */
const PORT_BASE = Number(process.env['TEST_PORT_BASE'] ?? 14_000);

/** One running Galleria for all system tests that do not break anything. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { galleria, stop } = await startTestGalleria(PORT_BASE);
  const { VIEWER_SIGNING_SECRET: viewerSigningSecret } = await loadSecrets(galleria.state.secretsFile);
  project.provide('galleria', { urls: galleria.urls, logs: galleria.state.logs, viewerSigningSecret });
  return stop;
}

declare module 'vitest' {
  interface ProvidedContext {
    galleria: {
      readonly urls: Endpoints;
      readonly logs: string;
      /** For tests that ask a subgraph as the router does. */
      readonly viewerSigningSecret: string;
    };
  }
}
