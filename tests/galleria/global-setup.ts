import type { TestProject } from 'vitest/node';
import { loadSecrets } from '@galleria/platform/state/secrets';
import type { Endpoints } from '@galleria/platform/supervisor/formation/endpoints';
import { startTestGalleria } from './start.ts';

/** One running Galleria for all system tests that do not break anything. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { galleria, stop } = await startTestGalleria();
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
