import { createRequire } from 'node:module';
import type { Linter, Rule } from 'eslint';
import { buildSchema, parse, Source, type DocumentNode, type Location } from 'graphql';

/**
 * The parts of graphql-eslint that rules about one schema need. All of it reads the configuration of projects, their
 * documents and what compiles TypeScript, and takes longer to load than all checks to run.
 */
const PLUGIN = '@graphql-eslint/eslint-plugin';

interface Converter {
  readonly convertToESTree: (document: DocumentNode) => { loc: unknown; range: unknown };
  readonly extractComments: (location: Location | undefined) => unknown[];
  readonly extractTokens: (file: string, code: string) => unknown[];
}

/** What lints is loaded by who lints; one that is made for `require` is found in half of the time. */
export const load = createRequire(import.meta.url) as <Module>(name: string) => Module;

export function graphqlRule(name: string): Rule.RuleModule {
  return load<{ rule: Rule.RuleModule }>(`${PLUGIN}/rules/${name}/index`).rule;
}

/** As graphql-eslint parses a schema. Its rules ask for the whole graph, and ours look at one document. */
export function createParser(): Linter.Parser {
  const { convertToESTree, extractComments, extractTokens } = load<Converter>(`${PLUGIN}/estree-converter/index`);
  const services = { schema: buildSchema('type Query { unused: ID }') };
  return {
    meta: { name: 'graphql' },
    parseForESLint: (code: string, { filePath = '' }: { filePath?: string } = {}) => {
      const document = parse(new Source(code, filePath));
      const root = convertToESTree(document);
      const ast = {
        ...{ type: 'Program', sourceType: 'script', body: [root], loc: root.loc, range: root.range },
        comments: extractComments(document.loc),
        tokens: extractTokens(filePath, code),
      };
      return { services, ast };
    },
  };
}
