import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { createLogger } from '@galleria/kit/logger';
import { expect, inject, it } from 'vitest';
import { createRouter } from '../src/app.ts';
import { loadRouterConfig } from '../src/config.ts';
import { fixtureSupergraph, SECRET } from './fixture-graph.ts';

it('starts, answers for itself and stops without opening a connection to anywhere', async () => {
  const sockets: unknown[] = [];
  const onSocket = (message: unknown) => sockets.push(message);
  subscribe('net.client.socket', onSocket);
  const router = await createRouter({
    config: loadRouterConfig({
      VIEWER_SIGNING_SECRET: SECRET,
      NODE_ENV: 'test',
      ROUTER_ENGINE: inject('routerEngine'),
    }),
    logger: createLogger({ service: 'router', level: 'silent' }),
    supergraph: { sdl: fixtureSupergraph() },
  });
  const answer = await router.inject({ method: 'POST', url: '/graphql', payload: { query: '{ __typename }' } });
  await router.close();
  unsubscribe('net.client.socket', onSocket);
  expect(answer.json()).toEqual({ data: { __typename: 'Query' } });
  expect(sockets).toEqual([]);
});
