import { get } from 'node:http';

/**
 * Asks the process in this container whether it can do its work: ends with 0 when it can, 1 when not or not within 4 s.
 */
const request = get({ port: process.env.PORT, path: '/ready', timeout: 4_000 }, (response) => {
  response.resume();
  process.exitCode = response.statusCode === 200 ? 0 : 1;
});
request.on('timeout', () => request.destroy());
request.on('error', () => (process.exitCode = 1));
