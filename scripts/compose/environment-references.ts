import { isScalar, visit, type Document } from 'yaml';

/** A reference that cannot be replaced. */
export interface UnknownReference {
  readonly message: string;
  /** Where the text with it begins, in the file. */
  readonly offset: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

const REFERENCE = /\$\{([^}]*)\}/g;
const VARIABLE = /^env\.([A-Za-z_]\w*)(?::-(.*))?$/s;

/**
 * Replaces `${env.NAME}` and `${env.NAME:-default}` in every value of a YAML document, as rover and the Apollo Router
 * do. A variable that is empty counts as one that is not set.
 */
export function expandReferences(document: Document, env: Environment): UnknownReference[] {
  const unknown: UnknownReference[] = [];
  visit(document, {
    Scalar: (key, node) => {
      if (key === 'key' || !isScalar<unknown>(node) || typeof node.value !== 'string') return;
      node.value = node.value.replaceAll(REFERENCE, (reference, inside: string) => {
        const [, name, otherwise] = VARIABLE.exec(inside) ?? [];
        const value = name === undefined ? undefined : env[name] || otherwise;
        if (value !== undefined) return value;
        const message =
          name === undefined
            ? `${reference} is no reference to a variable: write \${env.NAME} or \${env.NAME:-default}.`
            : `The environment variable ${name} is not set: set it, or write \${env.${name}:-default}.`;
        unknown.push({ message, offset: node.range?.[0] ?? 0 });
        return reference;
      });
    },
  });
  return unknown;
}
