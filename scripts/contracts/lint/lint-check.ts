import type { Linter as EslintLinter, Rule } from 'eslint';
import { getLocation, parse } from 'graphql';
import type { ParsedSubgraph } from '../../compose/composition.ts';
import type { CheckContext } from '../check.ts';
import type { Finding } from '../finding.ts';
import { createParser, graphqlRule, load } from './graphql-eslint.ts';
import { houseRules, type HouseRule } from './house-rules.ts';
import { HINTS, rules } from './lint-settings.ts';

/** That every subgraph's schema is written as the house writes schemas. */
export async function checkLint({ graph }: CheckContext): Promise<readonly Finding[]> {
  const { subgraphs } = await graph();
  const verify = createVerifier();
  return subgraphs.flatMap((subgraph) => verify(subgraph).map((message) => toFinding(message, subgraph)));
}

function createVerifier() {
  const { Linter } = load<{ Linter: typeof EslintLinter }>('eslint');
  const linter = new Linter({ configType: 'flat' });
  const config: EslintLinter.Config = {
    files: ['**/*.graphql'],
    languageOptions: { parser: createParser() },
    plugins: {
      graphql: { rules: Object.fromEntries(Object.keys(rules).map((name) => [name, graphqlRule(name)])) },
      house: { rules: Object.fromEntries(Object.entries(houseRules).map(toEslintRule)) },
    },
    rules: {
      ...Object.fromEntries(
        Object.entries(rules).map(([name, options]) => [
          `graphql/${name}`,
          options === undefined ? 'error' : ['error', options],
        ]),
      ),
      ...Object.fromEntries(Object.keys(houseRules).map((name) => [`house/${name}`, 'error'])),
    },
  };
  return ({ name, sdl }: ParsedSubgraph) => linter.verify(sdl, config, `${name}.graphql`);
}

function toEslintRule([name, rule]: readonly [string, HouseRule]): [string, Rule.RuleModule] {
  return [
    name,
    {
      create: (context) => ({
        Program: () => {
          for (const { node, message } of rule(parse(context.sourceCode.text))) {
            if (node.loc === undefined) continue;
            const { line, column } = getLocation(node.loc.source, node.loc.start);
            context.report({ loc: { line, column: column - 1 }, message });
          }
        },
      }),
    },
  ];
}

function toFinding(
  { ruleId, message, line, column }: EslintLinter.LintMessage,
  { file, sdl }: ParsedSubgraph,
): Finding {
  const rule = ruleId?.replace(/^\w+\//, '') ?? 'unreadable';
  const hint = HINTS[rule];
  return {
    check: 'lint',
    code: `LINT_${rule.replaceAll('-', '_').toUpperCase()}`,
    severity: 'error',
    message: message.endsWith('.') ? message : `${message}.`,
    places: [{ file, line, column, text: sdl.split('\n')[line - 1] ?? '' }],
    ...(hint === undefined ? {} : { hint }),
  };
}
