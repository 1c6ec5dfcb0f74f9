import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync, Visitor } from 'oxc-parser';
import { placeAt, type Place } from '../../compose/problem.ts';

/** A topic that a service creates and sends its outbox to, and where its composition root says so. */
export interface OwnedTopic {
  readonly topic: string;
  readonly service: string;
  readonly place: Place;
}

/** The `topics` that each service gives its messaging, in the app.ts that puts it together. */
export function ownedTopics(root: string, services: readonly string[]): OwnedTopic[] {
  return services.flatMap((service) => {
    const file = `subgraphs/${service}/src/app.ts`;
    if (!existsSync(join(root, file))) return [];
    const text = readFileSync(join(root, file), 'utf8');
    return topicLiterals(file, text).map(({ topic, offset }) => ({
      topic,
      service,
      place: placeAt(file, text, offset),
    }));
  });
}

function topicLiterals(file: string, text: string): { readonly topic: string; readonly offset: number }[] {
  const found: { topic: string; offset: number }[] = [];
  new Visitor({
    Property: ({ key, value }) => {
      if (key.type !== 'Identifier' || key.name !== 'topics' || value.type !== 'ArrayExpression') return;
      for (const element of value.elements) {
        if (element?.type !== 'Literal' || typeof element.value !== 'string') continue;
        found.push({ topic: element.value, offset: element.start });
      }
    },
  }).visit(parseSync(file, text).program);
  return found;
}
