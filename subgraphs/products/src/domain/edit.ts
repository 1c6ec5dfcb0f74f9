/** Something that is edited by people who may not know of each other. */
export interface Versioned {
  /** Counts its changes, from 1 on. */
  readonly version: number;
}

/** The values of a change as clients send them: what is null or absent stays as it is. */
export type Changes<Values> = { readonly [Key in keyof Values]?: Values[Key] | null | undefined };

/** The values that are there. */
export function given<Values extends object>(changes: Changes<Values>): Partial<Values> {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value != null)) as Partial<Values>;
}

/** Whether an edit was made in sight of the newest state. One that names no version was not made from what it saw. */
export function isCurrent(subject: Versioned, version: number | null | undefined): boolean {
  return version == null || version === subject.version;
}

/** The next version with these values; null when they are what it has already. */
export function edited<Subject extends Versioned>(subject: Subject, values: Partial<NoInfer<Subject>>): Subject | null {
  const keys = Object.keys(values) as (keyof Subject)[];
  if (keys.every((key) => values[key] === subject[key])) return null;
  return { ...subject, ...values, version: subject.version + 1 };
}
