import { format } from 'prettier';

export interface NewContract {
  readonly owner: string;
  /** `order-archived` */
  readonly name: string;
  /** `orderArchived` */
  readonly exported: string;
  /** One sentence. */
  readonly tells: string;
  /** `orderId` */
  readonly key: string;
}

/** The text of an owner's module of contracts with one more, in the style of the house. */
export async function withContract(module: string, contract: NewContract, file: string): Promise<string> {
  const { owner, name, exported, tells, key } = contract;
  const text = `${withImports(module)}
export const ${exported} = defineEvent({
  owner: '${owner}',
  name: '${name}',
  version: 1,
  description: ${quoted(tells)},
  unheardBecause: 'It is new, and nobody needs it yet.',
  key: (data) => data.${key},
  schema: z.object({ ${key}: id, at: moment }),
});
`;
  return format(text, { filepath: file, printWidth: 120, singleQuote: true, trailingComma: 'all' });
}

function withImports(module: string): string {
  const needed: readonly (readonly [from: string, names: readonly string[]])[] = [
    ['./values.ts', ['id', 'moment']],
    ['./contract.ts', ['defineEvent']],
    ['zod', ['z']],
  ];
  return needed.reduce((text, [from, names]) => withImport(text, from, names), module);
}

function withImport(text: string, from: string, names: readonly string[]): string {
  const found = new RegExp(`^import \\{([^}]*)\\} from '${from.replaceAll('.', '\\.')}';$`, 'm').exec(text);
  if (found === null) return `import { ${names.join(', ')} } from '${from}';\n${text}`;
  const present = (found[1] ?? '').split(',').map((name) => name.trim());
  const all = [...new Set([...present, ...names])].filter((name) => name !== '').toSorted();
  return text.replace(found[0], `import { ${all.join(', ')} } from '${from}';`);
}

function quoted(sentence: string): string {
  return sentence.includes("'") ? JSON.stringify(sentence) : `'${sentence}'`;
}
