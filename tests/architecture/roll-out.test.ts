import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { readProject } from '@galleria/platform/supervisor/formation/project';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';

const ROOT = resolve(import.meta.dirname, '../..');
const SCRIPT = join(ROOT, 'deploy/roll-out.sh');
const [ORDERS, MIGRATE] = ['registry/orders:1', 'registry/migrate:1'];

/** Writes down what it is asked; says how a job has ended, and fails where it is told to. */
const KUBECTL = `#!/bin/sh
echo "$*" >>"$CALLS"
case "$1 $2" in
  'apply -f') cat >>"$APPLIED"; echo '---' >>"$APPLIED" ;;
  'get job') echo "$JOB_ENDED" ;;
  'rollout status') case " $READY " in *" $(grep -c 'rollout status' "$CALLS") "*) ;; *) exit 1 ;; esac ;;
  'rollout undo') exit "\${UNDO:-0}" ;;
esac
`;

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: { readonly template?: { readonly spec: PodSpec }; readonly selector?: unknown };
}

interface PodSpec {
  readonly enableServiceLinks: boolean;
  readonly securityContext: { readonly runAsNonRoot: boolean };
  readonly containers: readonly { readonly image: string; readonly securityContext: Record<string, unknown> }[];
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'galleria-roll-out-'));
  writeFileSync(join(folder, 'kubectl'), KUBECTL);
  chmodSync(join(folder, 'kubectl'), 0o755);
  for (const file of ['calls', 'applied']) writeFileSync(join(folder, file), '');
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('deploy/roll-out.sh', () => {
  it('migrates, then puts the new image in, and waits until it is ready', () => {
    expect(rollOut(['orders', ORDERS, MIGRATE], { JOB_ENDED: 'SuccessCriteriaMet Complete', READY: '1' }).status).toBe(
      0,
    );
    expect(verbs()).toEqual(['delete job', 'apply -f', 'get job', 'apply -f', 'rollout status']);
    expect(applied().map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
      ...['Job migrate-for-orders', 'Deployment orders', 'Service orders', 'Service orders-instances'],
    ]);
    expect(imagesOf(applied())).toEqual([MIGRATE, ORDERS]);
  });

  it('does without migrations where there is no database', () => {
    expect(rollOut(['router', 'registry/router:1'], { READY: '1' }).status).toBe(0);
    expect(verbs()).toEqual(['apply -f', 'rollout status']);
  });

  it('does not touch the process when a migration fails, and shows why', () => {
    const { status, stderr } = rollOut(['orders', ORDERS, MIGRATE], { JOB_ENDED: 'FailureTarget Failed' });
    expect([status, verbs()]).toEqual([1, ['delete job', 'apply -f', 'get job', 'logs job/migrate-for-orders']]);
    expect(stderr).toContain('orders was not touched');
  });

  it('goes back to the one before when the new one does not become ready, and fails', () => {
    const { status, stderr } = rollOut(['orders', ORDERS], { READY: '2' });
    expect(status).toBe(1);
    expect(verbs()).toEqual(['apply -f', 'rollout status', 'logs deployment/orders', 'rollout undo', 'rollout status']);
    expect(stderr).toContain(`did not become ready with ${ORDERS}`);
  });

  it('fails as well when there is nothing to go back to', () => {
    expect(rollOut(['orders', ORDERS], { UNDO: '1' }).status).toBe(1);
    expect(verbs().at(-1)).toBe('rollout undo');
  });

  it('says how it is used', () => {
    expect(rollOut(['orders'], {})).toMatchObject({ status: 2, stderr: expect.stringContaining('<process> <image>') });
  });
});

describe('what it applies', () => {
  it('runs without rights, and leaves nothing to be filled in', () => {
    rollOut(['orders', ORDERS, MIGRATE], { JOB_ENDED: 'Complete', READY: '1' });
    const pods = applied().flatMap(({ spec }) => (spec.template === undefined ? [] : [spec.template.spec]));
    expect(pods).toHaveLength(2);
    for (const { enableServiceLinks, securityContext, containers } of pods) {
      expect([enableServiceLinks, securityContext.runAsNonRoot]).toEqual([false, true]);
      expect(containers[0]?.securityContext).toEqual({
        ...{ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
      });
    }
    expect(JSON.stringify(applied())).not.toMatch(/PROCESS|IMAGE/);
  });

  it('gives the router the pods, each by its own address', () => {
    rollOut(['orders', ORDERS, MIGRATE], { JOB_ENDED: 'Complete', READY: '1' });
    const service = applied().find(({ metadata }) => metadata.name === 'orders-instances');
    expect(service?.spec).toMatchObject({ clusterIP: 'None', selector: { 'app.kubernetes.io/name': 'orders' } });
  });

  it('tells the router where each subgraph is', () => {
    const settings = parseAllDocuments(
      readFileSync(join(ROOT, 'deploy/kubernetes/settings.yaml'), 'utf8'),
    )[0]?.toJS() as {
      data: Record<string, string>;
    };
    const urls = readProject(ROOT).subgraphNames.map((name) => `${name}=dns+http://${name}-instances:4000/graphql`);
    expect(settings.data['SUBGRAPH_URLS']?.split(',').toSorted()).toEqual(urls.toSorted());
  });
});

function rollOut(args: readonly string[], env: Readonly<Record<string, string>>) {
  const files = { CALLS: join(folder, 'calls'), APPLIED: join(folder, 'applied') };
  const PATH = `${folder}${delimiter}${process.env['PATH'] ?? ''}`;
  return spawnSync('sh', [SCRIPT, ...args], { encoding: 'utf8', env: { ...files, ...env, PATH } });
}

function verbs(): string[] {
  const lines = readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n');
  return lines.map((line) => line.split(' ').slice(0, 2).join(' '));
}

function applied(): Manifest[] {
  const documents = parseAllDocuments(readFileSync(join(folder, 'applied'), 'utf8'));
  return documents.map((document) => document.toJS() as Manifest | null).filter((manifest) => manifest !== null);
}

function imagesOf(manifests: readonly Manifest[]): string[] {
  return manifests.flatMap(({ spec }) => spec.template?.spec.containers.map(({ image }) => image) ?? []);
}
