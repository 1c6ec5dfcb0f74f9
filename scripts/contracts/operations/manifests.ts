import { placeAt, type Place } from '../../compose/problem.ts';

/** An operation that a released client sends, whatever becomes of its sources. */
export interface ManifestOperation {
  readonly body: string;
  /** Where the manifest has it. */
  readonly place: Place;
}

/**
 * The operations of a manifest: Apollo's (`generate-persisted-query-manifest`), or the texts by their hash as Relay and
 * GraphQL Code Generator write them. Undefined for a file that is neither.
 */
export function operationsOfManifest(file: string, text: string): ManifestOperation[] | undefined {
  const bodies = bodiesOf(parsed(text));
  return bodies?.map((body) => {
    const offset = text.indexOf(JSON.stringify(body));
    return { body, place: placeAt(file, text, Math.max(0, offset)) };
  });
}

function bodiesOf(manifest: unknown): string[] | undefined {
  if (typeof manifest !== 'object' || manifest === null) return undefined;
  const entries: unknown =
    'operations' in manifest && typeof manifest.operations === 'object' ? manifest.operations : manifest;
  if (typeof entries !== 'object' || entries === null) return undefined;
  const bodies = Object.values(entries as Record<string, unknown>).map(bodyOf);
  return bodies.every((body) => body !== undefined) ? bodies : undefined;
}

function bodyOf(entry: unknown): string | undefined {
  if (typeof entry === 'string') return entry;
  if (typeof entry !== 'object' || entry === null || !('body' in entry)) return undefined;
  return typeof entry.body === 'string' ? entry.body : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
