import { parse, Source, type ASTNode, type DocumentNode } from 'graphql';
import { placeAt, type Place } from '../../compose/problem.ts';

/** What stands in front of a document that is not a file by itself, and how its places are found all the same. */
type FindPlace = (offset: number) => Place;

const finders = new WeakMap<Source, FindPlace>();

/** Parses a document whose places are elsewhere than in its own text. Throws what `parse` throws. */
export function parseAt(text: string, file: string, find: FindPlace): DocumentNode {
  const source = new Source(text, file);
  finders.set(source, find);
  return parse(source);
}

/** Where nodes are, the same place once. */
export function placesOfNodes(nodes: readonly ASTNode[]): Place[] {
  const places = nodes.flatMap(({ loc }) => (loc === undefined ? [] : [placeIn(loc.source, loc.start)]));
  return places.filter(
    (place, index) => places.findIndex(({ file, line }) => file === place.file && line === place.line) === index,
  );
}

function placeIn(source: Source, offset: number): Place {
  return finders.get(source)?.(offset) ?? placeAt(source.name, source.body, offset);
}

const LITERAL = /`(?:\s|#[^\n`]*\n)*(?:query|mutation|subscription|fragment)\b[^`$\\]*`/g;

/**
 * The documents that a program holds as template literals without anything put in. Around each, the text is blank, so
 * that an offset in the one is an offset in the other.
 */
export function documentsInProgram(program: string): string[] {
  return [...program.matchAll(LITERAL)].map(({ 0: literal, index }) => {
    const before = program.slice(0, index + 1).replaceAll(/[^\n]/g, ' ');
    return before + literal.slice(1, -1);
  });
}
