import { expect, it } from 'vitest';
import { clientName } from './client-name.ts';

it.each([
  [
    'its name and version, as Apollo’s clients say them',
    { 'apollographql-client-name': 'app', 'apollographql-client-version': '1.4' },
    'app 1.4',
  ],
  ['its name alone', { 'graphql-client-name': 'app' }, 'app'],
  [
    'its name and version, as others say them',
    { 'graphql-client-name': 'app', 'graphql-client-version': '2' },
    'app 2',
  ],
  ['nothing for a version without a name', { 'graphql-client-version': '2' }, undefined],
  ['nothing when it says nothing', {}, undefined],
  ['the beginning of a name without an end', { 'graphql-client-name': 'a'.repeat(1_000) }, 'a'.repeat(64)],
])('a client is %s', (_title, headers, name) => {
  expect(clientName(headers)).toBe(name);
});
