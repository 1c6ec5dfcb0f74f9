import type { Logger } from '@galleria/kit/logger';
import type { EnvironmentSources } from '../process/process-environment.ts';
import type { ExternalServers } from './endpoints.ts';
import type { Formation } from './formation.ts';
import type { Project } from './project.ts';

/** What a start has decided, before anything runs. */
export interface GalleriaPlan extends EnvironmentSources {
  readonly project: Project;
  readonly external: ExternalServers;
  readonly formation: Formation;
  /** Whether an empty copy is filled with its first data. */
  readonly seed: boolean;
  readonly logger: Logger;
}
