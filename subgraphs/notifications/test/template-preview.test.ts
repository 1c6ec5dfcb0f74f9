import { afterEach, describe, expect, it } from 'vitest';
import { NOTIFICATION_KINDS } from '../src/domain/occasion.ts';
import { startNotifications } from './notifications-service.ts';

const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function start(NODE_ENV: 'development' | 'test' | 'production') {
  const { service, mailServer } = await startNotifications({ config: { NODE_ENV } });
  stops.push(service.stop, mailServer.stop);
  return (url: string) => service.app.server.inject({ method: 'GET', url });
}

describe('the preview of the templates', () => {
  it('lists every mail in both languages, and shows each as HTML and as text', async () => {
    const get = await start('development');
    const list = await get('/templates');
    expect(list.headers['content-type']).toContain('text/html');
    for (const template of NOTIFICATION_KINDS.flatMap((kind) => [`${kind}.en`, `${kind}.de`])) {
      expect(list.body).toContain(`href="/templates/${template}.html"`);
      const html = await get(`/templates/${template}.html`);
      expect([html.statusCode, html.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
      expect(html.body).toContain('&#60;');
      const text = await get(`/templates/${template}.txt`);
      expect([text.statusCode, text.headers['content-type']]).toEqual([200, 'text/plain; charset=utf-8']);
    }
    expect((await get('/templates/NOTHING.en.html')).statusCode).toBe(404);
    expect((await get('/templates/WELCOME.fr.html')).statusCode).toBe(404);
  });

  it('is not there in production', async () => {
    const get = await start('production');
    expect((await get('/templates')).statusCode).toBe(404);
    expect((await get('/templates/WELCOME.en.html')).statusCode).toBe(404);
  });
});
