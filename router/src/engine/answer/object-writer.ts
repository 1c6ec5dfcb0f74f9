import { isInherited, own, type JsonObject } from '../execution/json.ts';

/** One field of an object that is written. */
export interface WrittenField {
  readonly responseName: string;
  /** Where the object has it. */
  readonly key: string;
  readonly write: WriteField;
}

/** Writes what an object has under a key: it may be undefined, or anything. */
export type WriteField = (value: unknown, shared: SharedTexts | undefined) => string;

/** What stands in several places of one answer, and is written once. */
export interface SharedTexts {
  readonly shared: ReadonlySet<unknown>;
  /** By what has written them: an object may be asked for other things where it is known by its interface only. */
  readonly texts: Map<WriteField, Map<unknown, string>>;
}

export type WriteObject = (object: JsonObject, shared: SharedTexts | undefined) => string;

/** The writer of objects of one type. */
export function objectWriter(fields: readonly WrittenField[]): WriteObject {
  if (fields.length === 0) return () => '{}';
  const labelled = fields.map(({ responseName, key, write }, index) => ({
    label: `${index === 0 ? '{' : ','}${JSON.stringify(responseName)}:`,
    key,
    write,
    isInherited: isInherited(key),
  }));
  return (object, shared) => {
    let text = '';
    for (const { label, key, write, isInherited: needsCare } of labelled) {
      text += label + write(needsCare ? own(object, key) : object[key], shared);
    }
    return `${text}}`;
  };
}
