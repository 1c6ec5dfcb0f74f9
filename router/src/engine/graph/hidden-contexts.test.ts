import { parse } from 'graphql';
import { expect, it } from 'vitest';
import { readHiddenContexts } from './hidden-contexts.ts';
import { readFeatures } from './supergraph-features.ts';

const supergraph = (link: string, directive: string) =>
  parse(`
    schema @link(url: "https://specs.apollo.dev/context/v0.1", for: SECURITY${link}) { query: Query }
    type Query { place: Place }
    interface Place { id: ID! }
    type Shop implements Place ${directive}(name: "a__place") { id: ID! }
    type Stall implements Place { id: ID! }`);

it.each([
  ['its own name', '', '@context'],
  ['one of the feature', ', as: "around"', '@around'],
  ['one that it is imported by', ', import: [{ name: "@context", as: "@around" }]', '@around'],
])('a context is found behind an interface by %s', (_title, link, directive) => {
  const document = supergraph(link, directive);
  expect(readHiddenContexts(document, readFeatures(document))).toEqual(new Map([['Place', ['Shop', 'Stall']]]));
});
