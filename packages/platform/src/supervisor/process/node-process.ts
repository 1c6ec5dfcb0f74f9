import { bundleCommand } from '../formation/bundle.ts';
import type { ProcessSpecification } from '../formation/specification.ts';

export interface NodeProcessOptions {
  readonly name: string;
  readonly bundle: string;
  readonly env: Readonly<Record<string, string>>;
  readonly port: number;
  /** Where `/ready` and `/health` are answered; `port` unless told. */
  readonly healthPort?: number;
  /** Options of Node itself; none unless told. */
  readonly nodeOptions?: readonly string[];
}

/** A process of ours: a bundle that answers `/ready` and `/health` and stops on SIGTERM. */
export function nodeProcess(options: NodeProcessOptions): ProcessSpecification {
  const { name, bundle, env, port, healthPort = port, nodeOptions } = options;
  return {
    kind: 'process',
    name,
    command: async () => bundleCommand(bundle, env, nodeOptions),
    port,
    url: `http://127.0.0.1:${port}`,
    readiness: { kind: 'http', url: `http://127.0.0.1:${healthPort}/ready` },
    liveness: `http://127.0.0.1:${healthPort}/health`,
    dependsOn: [],
    stopSignal: 'SIGTERM',
    essential: false,
  };
}
