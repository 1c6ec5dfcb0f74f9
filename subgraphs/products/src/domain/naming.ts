/** What an administrator called something, as far as it has these, or they are to change. */
export interface Naming {
  readonly slug?: string | undefined;
  readonly name?: string | undefined;
  readonly description?: string | undefined;
}

export interface NamingProblem {
  readonly field: keyof Naming;
  readonly problem: string;
}

/** Words of lower-case letters and digits with single hyphens between them. */
const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const MAX_SLUG_LENGTH = 100;
const MAX_NAME_LENGTH = 200;
const MAX_DESCRIPTION_LENGTH = 5_000;

/** The first thing that is wrong with a naming; null when nothing is. Lengths are those of the trimmed text. */
export function namingProblem({ slug, name, description }: Naming): NamingProblem | null {
  if (slug !== undefined && !isSlug(slug)) {
    const problem = `The slug must be words of lower-case letters and digits joined by hyphens, up to ${MAX_SLUG_LENGTH} characters.`;
    return { field: 'slug', problem };
  }
  if (name !== undefined && !isText(name, MAX_NAME_LENGTH)) {
    return { field: 'name', problem: `The name must have 1 to ${MAX_NAME_LENGTH} characters.` };
  }
  if (description !== undefined && !isText(description, MAX_DESCRIPTION_LENGTH)) {
    return { field: 'description', problem: `The description must have 1 to ${MAX_DESCRIPTION_LENGTH} characters.` };
  }
  return null;
}

/** A naming as it is kept: without the space around texts. */
export function trimmed<Values extends Naming>(values: Values): Values {
  const { name, description } = values;
  return {
    ...values,
    ...(name === undefined ? {} : { name: name.trim() }),
    ...(description === undefined ? {} : { description: description.trim() }),
  };
}

/** Whether anything can have this slug: asking first keeps what PostgreSQL's text cannot hold out of a query. */
export function isSlug(value: string): boolean {
  return value.length <= MAX_SLUG_LENGTH && SLUG.test(value);
}

/** PostgreSQL's text cannot hold a NUL character. */
function isText(value: string, maxLength: number): boolean {
  const { length } = value.trim();
  return length > 0 && length <= maxLength && !value.includes('\0');
}
