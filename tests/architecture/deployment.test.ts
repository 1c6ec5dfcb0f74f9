import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readProject } from '@galleria/platform/supervisor/formation/project';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

interface ComposeService {
  readonly image: string;
  readonly profiles: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
}

const ROOT = resolve(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(resolve(ROOT, file), 'utf8');

const { subgraphNames } = readProject(ROOT);
const compose = parse(read('docker-compose.yml'), { merge: true }) as {
  services: Record<string, ComposeService>;
  volumes: Record<string, unknown>;
};

describe('the Dockerfile', () => {
  it('installs packages from the manifest of every workspace, and from nothing that changes more often', () => {
    const { workspaces } = JSON.parse(read('package.json')) as { workspaces: string[] };
    const manifests = workspaces.flatMap(foldersOf).map((folder) => `${folder}/package.json`);
    const [beforeInstall = ''] = read('deploy/Dockerfile').split('npm ci');
    const copied = [...beforeInstall.matchAll(/^COPY (.+) \S+$/gm)].flatMap(([, files = '']) => files.split(' '));
    expect(copied.sort()).toEqual([...manifests, '.npmrc', 'package-lock.json', 'package.json'].sort());
  });
});

describe('docker-compose.yml', () => {
  it.each(subgraphNames)('runs %s with a database of its own, and the router knows where', (name) => {
    const { environment, profiles } = compose.services[name] ?? {};
    const url = new URL(environment?.POSTGRES_URL?.replaceAll(/\$\{\w+\}/g, 'secret') ?? 'missing:');
    expect([url.username, url.pathname]).toEqual([`galleria_${name}`, `/galleria_${name}`]);
    expect(profiles).toContain('full');
    expect(compose.services.router?.environment.SUBGRAPH_URLS).toContain(
      `${name}=dns+http://${name}:${environment?.PORT}/graphql`,
    );
    expect(read('deploy/postgres/create-databases.sh')).toMatch(new RegExp(`^create ${name} `, 'm'));
  });

  it.each(Object.keys(compose.services))('gives %s no way to write to its root or to gain privileges', (name) => {
    expect(compose.services[name]).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
    });
  });

  it('has the router count what clients ask for when it is told where, in a folder that the image has and a volume keeps', () => {
    const { environment, volumes } = compose.services.router ?? {};
    expect(environment?.OPERATION_USAGE_FOLDER).toBe('${OPERATION_USAGE_FOLDER:-}');
    expect(volumes).toEqual(['router-data:/var/lib/galleria']);
    expect(compose.volumes).toHaveProperty('router-data');
    expect(read('deploy/Dockerfile')).toMatch(/install --directory --owner=1000 --group=1000 \/var\/lib\/galleria$/m);
  });

  it('holds no secret: each comes from the environment, and its absence is told', () => {
    const settings = read('docker-compose.yml').matchAll(/^ +\w*(?:SECRET|PASSWORD)\w*: (.*)$/gm);
    const values = [...settings].map(([, value = '']) => value);
    expect(values.length).toBeGreaterThan(subgraphNames.length);
    for (const value of values) expect(value).toMatch(/^\$\{\w+:\?is missing; .*\}$/);
  });
});

function foldersOf(pattern: string): string[] {
  if (!pattern.endsWith('/*')) return [pattern];
  const parent = pattern.slice(0, -2);
  const folders = readdirSync(resolve(ROOT, parent)).map((name) => `${parent}/${name}`);
  return folders.filter((folder) => existsSync(resolve(ROOT, folder, 'package.json')));
}
