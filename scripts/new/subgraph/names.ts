import { Refusal } from '../refusal.ts';

/** What a template calls `__service__`, `__Entity__` and so on, by what stands between the lines. */
export type Names = Readonly<Record<string, string>>;

export interface NewSubgraph {
  /** `wishlist` */
  readonly service: string;
  /** `Wishlist`, `GiftCard` */
  readonly entity: string;
  /** `GiftCards`, where no rule finds it. */
  readonly plural?: string | undefined;
}

const SERVICE = /^[a-z][a-z0-9]{2,29}$/;
const ENTITY = /^(?:[A-Z][a-z]+)+$/;
const MOST_LETTERS = 30;

/** Every form of the names that a new service needs. Throws a `Refusal` for what cannot be said in all of them. */
export function deriveNames({ service, entity, plural = pluralOf(entity) }: NewSubgraph): Names {
  if (!SERVICE.test(service)) {
    throw new Refusal(
      `${service} is no name of a service: one word in lower case, 3 to 30 letters and digits, such as wishlist.`,
    );
  }
  requireEntity(entity, 'Wishlist or GiftCard');
  requireEntity(plural, 'Wishlists or GiftCards');
  if (plural === entity) throw new Refusal(`${entity} is one and many: give --plural another form than --entity.`);
  const [one, many] = [wordsOf(entity), wordsOf(plural)];
  return {
    service,
    Service: capital(service),
    SERVICE: service.toUpperCase(),
    entity: camel(one),
    Entity: entity,
    ENTITY: one.join('_').toUpperCase(),
    'entity-kebab': one.join('-'),
    'entity-words': one.join(' '),
    entities: camel(many),
    Entities: plural,
    ENTITIES: many.join('_').toUpperCase(),
    entities_table: many.join('_'),
    'entities-kebab': many.join('-'),
    'entities-words': many.join(' '),
    'Entities-words': capital(many.join(' ')),
    'an-entity': `${articleOf(entity)} ${one.join(' ')}`,
    'An-entity': capital(`${articleOf(entity)} ${one.join(' ')}`),
  };
}

function requireEntity(name: string, example: string): void {
  if (ENTITY.test(name) && name.length <= MOST_LETTERS) return;
  throw new Refusal(
    `${name} is no name of a type: words of two letters or more that each begin with a capital, such as ${example}, and ` +
      `${MOST_LETTERS} letters at most.`,
  );
}

function pluralOf(entity: string): string {
  if (/[^s]s$/.test(entity)) {
    throw new Refusal(
      `${entity} looks like many: name one of them (--entity Wishlist), or say what many are called (--plural Statuses).`,
    );
  }
  if (/(?:s|x|z|ch|sh)$/.test(entity)) return `${entity}es`;
  if (/[^aeiou]y$/.test(entity)) return `${entity.slice(0, -1)}ies`;
  return `${entity}s`;
}

function articleOf(entity: string): 'a' | 'an' {
  return /^(?:[AEIO]|U(?!ni|se|ti))/.test(entity) && !/^(?:Eu|One)/.test(entity) ? 'an' : 'a';
}

/** `GiftCard` is gift and card. */
function wordsOf(name: string): string[] {
  return (name.match(/[A-Z][a-z]*/g) ?? []).map((word) => word.toLowerCase());
}

function camel([first = '', ...others]: readonly string[]): string {
  return first + others.map(capital).join('');
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
