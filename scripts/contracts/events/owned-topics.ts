import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
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
    return topicLiterals(ts.createSourceFile(file, text, ts.ScriptTarget.ESNext)).map(({ topic, offset }) => ({
      topic,
      service,
      place: placeAt(file, text, offset),
    }));
  });
}

function topicLiterals(source: ts.SourceFile): { readonly topic: string; readonly offset: number }[] {
  const found: { topic: string; offset: number }[] = [];
  const visit = (node: ts.Node): void => {
    if (
      ts.isPropertyAssignment(node) &&
      node.name.getText(source) === 'topics' &&
      ts.isArrayLiteralExpression(node.initializer)
    ) {
      const literals = node.initializer.elements.filter(ts.isStringLiteral);
      found.push(...literals.map((literal) => ({ topic: literal.text, offset: literal.getStart(source) })));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}
