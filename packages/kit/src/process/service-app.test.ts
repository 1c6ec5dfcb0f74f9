import fastify from 'fastify';
import { describe, expect, it } from 'vitest';
import { createServiceApp } from './service-app.ts';

function createPlayedApp(failing: readonly string[] = []) {
  const steps: string[] = [];
  const step = (name: string) => async () => {
    steps.push(name);
    if (failing.includes(name)) throw new Error(`${name} failed`);
  };
  const part = (name: string) => ({ start: () => void steps.push(`start ${name}`), stop: step(`stop ${name}`) });
  const server = fastify();
  server.addHook('onListen', async () => void steps.push('listen'));
  server.addHook('preClose', step('finish requests'));
  const close = [step('close pool'), step('close client')];
  return { app: createServiceApp({ server, work: [part('consumer'), part('sweep')], close }), steps };
}

const listen = { host: '127.0.0.1', port: 0 };
/** What an app did after its start, with what happens at once in one order. */
const stopped = (steps: readonly string[]) => [...steps.slice(3, 6).toSorted(), ...steps.slice(6)];
const STOPPED = ['finish requests', 'stop consumer', 'stop sweep', 'close pool', 'close client'];

describe('a service', () => {
  it('begins to work once it listens, and closes last what all may need', async () => {
    const { app, steps } = createPlayedApp();
    expect(await app.start(listen)).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    await app.stop();
    expect(steps.slice(0, 3)).toEqual(['listen', 'start consumer', 'start sweep']);
    expect(stopped(steps)).toEqual(STOPPED);
  });

  it.each(['stop consumer', 'close pool'])('stops the rest although "%s" fails, and says so', async (failing) => {
    const { app, steps } = createPlayedApp([failing]);
    await app.start(listen);
    await expect(app.stop()).rejects.toThrow(`${failing} failed`);
    expect(stopped(steps)).toEqual(STOPPED);
  });
});
