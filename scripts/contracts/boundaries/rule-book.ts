import { createRequire } from 'node:module';
import { join } from 'node:path';
import { z } from 'zod';

export const RULE_BOOK = '.dependency-cruiser.cjs';

const pattern = z.union([z.string(), z.array(z.string()).transform((all) => all.join('|'))]);

/** What the types of a dependency may be asked for. There are more in dependency-cruiser. */
const dependencyType = z.enum(['type-only', 'npm-dev']);

/**
 * As much of dependency-cruiser's rules as the house uses, with the meaning that they have there. Whatever is not known
 * here is refused: a rule that nobody keeps would be worse than none.
 */
const rule = z.strictObject({
  name: z.string(),
  comment: z.string(),
  severity: z.enum(['error', 'warn']),
  from: z.strictObject({ path: pattern.optional(), pathNot: pattern.optional() }),
  to: z.strictObject({
    path: pattern.optional(),
    pathNot: pattern.optional(),
    circular: z.boolean().optional(),
    dependencyTypes: z.array(dependencyType).optional(),
    dependencyTypesNot: z.array(dependencyType).optional(),
  }),
});

const ruleBook = z.strictObject({
  forbidden: z.array(rule),
  options: z.strictObject({
    doNotFollow: z.strictObject({ path: pattern }),
    exclude: z.strictObject({ path: pattern }),
    // Imports of types count.
    tsPreCompilationDeps: z.literal(true),
    tsConfig: z.strictObject({ fileName: z.string() }),
    enhancedResolveOptions: z.strictObject({
      exportsFields: z.array(z.string()),
      conditionNames: z.array(z.string()),
      extensions: z.array(z.string()),
    }),
  }),
});

export type Rule = z.output<typeof rule>;
export type RuleBook = z.output<typeof ruleBook>;
export type DependencyType = z.output<typeof dependencyType>;

/** Throws when there is something in it that is not kept. */
export function readRuleBook(folder: string): RuleBook {
  const written: unknown = createRequire(import.meta.url)(join(folder, RULE_BOOK));
  const { success, data, error } = ruleBook.safeParse(written);
  if (!success) throw new Error(`${RULE_BOOK} says what boundaries does not know how to keep: ${error.message}`);
  return data;
}
