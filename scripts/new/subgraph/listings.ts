import { parse } from 'yaml';
import { Refusal } from '../refusal.ts';
import type { Names } from './names.ts';

/** A file that lists services, and its text with one more; undefined where the text is not as this program knows it. */
export interface Listing {
  readonly file: string;
  readonly add: (text: string, entry: Entry) => string | undefined;
}

export interface Entry {
  readonly names: Names;
  readonly port: number;
}

export const listings: readonly Listing[] = [
  { file: 'supergraph.yaml', add: addToSupergraph },
  { file: 'docker-compose.yml', add: addToCompose },
  { file: 'deploy/Dockerfile', add: addToDockerfile },
  {
    file: 'deploy/make-env.sh',
    add: (text, { names }) => afterLast(text, /^\w+_DATABASE_PASSWORD=.*$/gm, `${passwordOf(names)}=$(random)`),
  },
  {
    file: 'deploy/postgres/create-databases.sh',
    add: (text, { names }) =>
      afterLast(text, /^create \w+ ".*"$/gm, `create ${names['service']} "$${passwordOf(names)}"`),
  },
  {
    file: 'deploy/kubernetes/settings.yaml',
    add: (text, { names: { service } }) =>
      replaced(text, /^( +SUBGRAPH_URLS: .*)$/m, `$1,${service}=dns+http://${service}-instances:4000/graphql`),
  },
  { file: 'packages/events/src/catalog.ts', add: addToCatalogue },
  { file: 'docs/architecture.md', add: addToArchitecture },
  {
    file: 'docs/guides/docker.md',
    add: (text, { names }) => replaced(text, /^(\| `full` .*?)(, storefront)/m, `$1, ${names['service']}$2`),
  },
];

/** The text with the service in it. Throws a `Refusal` where the file is not as this program knows it. */
export function listed({ file, add }: Listing, text: string, entry: Entry): string {
  const changed = add(text, entry);
  if (changed === undefined) {
    throw new Refusal(
      `${file} has no place any more where a service would be listed: see scripts/new/subgraph/listings.ts.`,
    );
  }
  return changed;
}

function addToSupergraph(text: string, { names: { service = '' }, port }: Entry): string | undefined {
  const changed = `${text.trimEnd()}
  ${service}:
    routing_url: http://localhost:${port}/graphql
    schema: { file: ./subgraphs/${service}/schema.graphql }
`;
  return hasAt(changed, ['subgraphs', service]) ? changed : undefined;
}

function addToCompose(text: string, { names, port }: Entry): string | undefined {
  const { service = '' } = names;
  const password = passwordOf(names);
  const secret = `      ${password}: \${${password}:?is missing; deploy/make-env.sh writes one into .env}`;
  const block = `  ${service}:
    <<: *service
    profiles: [full]
    image: galleria/${service}:\${GALLERIA_TAG:-latest}
    build: { <<: *build, args: { <<: *build-arguments, PROCESS: ${service} } }
    environment:
      <<: *service-environment
      PORT: ${port}
      POSTGRES_URL: postgres://galleria_${service}:\${${password}}@postgres:5432/galleria_${service}

`;
  const withSecret = afterLast(text, /^ {6}\w+_DATABASE_PASSWORD: .*$/gm, secret);
  const withUrl = replaced(
    withSecret,
    /^( +SUBGRAPH_URLS: .*)$/m,
    `$1,${service}=dns+http://${service}:${port}/graphql`,
  );
  const changed = replaced(withUrl, /^ {2}router:$/m, `${block.replaceAll('$', '$$$$')}  router:`);
  return changed !== undefined && hasAt(changed, ['services', service]) ? changed : undefined;
}

function addToDockerfile(text: string, { names: { service = '' } }: Entry): string | undefined {
  const lines = text.match(/^COPY subgraphs\/\w+\/package\.json .*$/gm) ?? [];
  const all = [...lines, `COPY subgraphs/${service}/package.json subgraphs/${service}/`].toSorted();
  return lines.length === 0 ? undefined : text.replace(lines.join('\n'), all.join('\n'));
}

function addToCatalogue(text: string, { names: { service = '' } }: Entry): string | undefined {
  const imported = afterLast(text, /^import \* as .*$/gm, `import * as ${service} from './${service}.ts';`);
  const found = /= \[([\w\s,]+)\]\.flatMap/.exec(imported ?? '');
  if (imported === undefined || found === null) return undefined;
  const owners = [...(found[1]?.match(/\w+/g) ?? []), service].toSorted();
  return imported
    .replace(found[0], `= [${owners.join(', ')}].flatMap`)
    .replace(/(?:^import \* as .*\n)+/m, (imports) => imports.trimEnd().split('\n').toSorted().join('\n') + '\n');
}

function addToArchitecture(text: string, { names }: Entry): string | undefined {
  const table = /^\| subgraph .*\n(?:\|.*\n)+/m.exec(text)?.[0];
  if (table === undefined) return undefined;
  const { service, 'entities-words': words, 'entity-kebab': event } = names;
  const row = `| ${service} | ${words} of customers | ${event}-created, ${event}-removed | users (erased accounts) |\n`;
  return text.replace(table, () => table + row);
}

function passwordOf({ SERVICE }: Names): string {
  return `${SERVICE}_DATABASE_PASSWORD`;
}

function afterLast(text: string, pattern: RegExp, line: string): string | undefined {
  const last = [...text.matchAll(pattern)].at(-1);
  if (last === undefined) return undefined;
  const end = last.index + last[0].length;
  return `${text.slice(0, end)}\n${line}${text.slice(end)}`;
}

function replaced(text: string | undefined, pattern: RegExp, by: string): string | undefined {
  return text !== undefined && pattern.test(text) ? text.replace(pattern, by) : undefined;
}

function hasAt(yaml: string, path: readonly string[]): boolean {
  let found: unknown = parse(yaml, { merge: true });
  for (const key of path) found = (found as Record<string, unknown> | undefined)?.[key];
  return found !== undefined;
}
