import { resolve } from 'node:path';
import { readProject } from '@galleria/platform/supervisor/formation/project';
import { describe, expect, it } from 'vitest';
import { findAffected } from './affected-workspaces.ts';
import { readWorkspaces } from './read-workspaces.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const SUBGRAPHS = readProject(ROOT).subgraphNames;

const workspaces = readWorkspaces(ROOT);
const affectedBy = (...files: string[]) => {
  const { workspaces: found, processes, system } = findAffected(files, workspaces);
  return { tested: found.map(({ name }) => name).sort(), processes: [...processes].sort(), system };
};

describe('what a change affects', () => {
  it('is one service when only its sources have changed', () => {
    expect(affectedBy('subgraphs/orders/src/domain/checkout-saga.ts')).toEqual({
      tested: ['orders'],
      processes: ['orders'],
      system: true,
    });
  });

  it('is the service whose database has changed, and the image that holds the migrations', () => {
    const { tested, processes } = affectedBy('prisma/users/schema.prisma');
    expect(tested).toEqual(['scripts', 'users']);
    expect(processes).toEqual(['migrate', 'seed', 'users']);
  });

  it('is every service that imports what has changed, directly or not', () => {
    const { tested, processes } = affectedBy('packages/kit/src/errors.ts');
    expect(tested).toEqual(expect.arrayContaining([...SUBGRAPHS, 'kit', 'messaging', 'platform', 'router']));
    expect(tested).not.toContain('client');
    expect(processes).toEqual(expect.arrayContaining([...SUBGRAPHS, 'router', 'mailbox']));
  });

  it('is what is tested with the embedded platform when that has changed', () => {
    expect(affectedBy('packages/platform/src/broker/broker.ts').tested).toEqual(expect.arrayContaining([...SUBGRAPHS]));
  });

  it('is the storefront when the graph that it asks has changed', () => {
    expect(affectedBy('router/supergraph.graphql').tested).toEqual(['client', 'router']);
  });

  it('is nothing for words', () => {
    expect(affectedBy('README.md', 'docs/architecture.md')).toEqual({ tested: [], processes: [], system: false });
  });

  it('is the whole, and no single workspace, for a whole-system test', () => {
    for (const file of ['tests/faults.test.ts', 'simulation/shop.ts']) {
      expect(affectedBy(file)).toEqual({ tested: [], processes: [], system: true });
    }
  });

  it('is everything when the packages have changed', () => {
    const { tested, processes } = affectedBy('package-lock.json');
    expect(tested).toEqual(expect.arrayContaining([...SUBGRAPHS, 'client', 'router', 'scripts']));
    expect(processes).toHaveLength(SUBGRAPHS.length + 5);
  });

  it('is every image, and no test, when only the way of packing has changed', () => {
    const { tested, processes } = affectedBy('deploy/Dockerfile');
    expect(tested).toEqual([]);
    expect(processes).toHaveLength(SUBGRAPHS.length + 5);
  });

  it('does not take a folder for another that its name begins with', () => {
    expect(affectedBy('subgraphs/orders-archive/src/main.ts').tested).toEqual([]);
  });
});
