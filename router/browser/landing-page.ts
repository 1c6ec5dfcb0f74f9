import type { mountGraphiql } from './graphiql.ts';
import { createGuidedSession, type Fetch } from './guided-session.ts';
import { readPageData, type Example } from './page-data.ts';

/** The part of Apollo Sandbox's embedding interface that is used here. */
type EmbeddedSandbox = new (options: {
  target: string;
  initialEndpoint: string;
  initialState: { document: string; variables: Record<string, unknown>; pollForSchemaUpdates: boolean };
  endpointIsEditable: boolean;
  runTelemetry: boolean;
  handleRequest: Fetch;
}) => unknown;

const SANDBOX_PATIENCE_MS = 4_000;

const { examples, sandboxScript } = readPageData();
const guidedFetch = createGuidedSession((url, init) => fetch(url, init));

if (sandboxScript === undefined) {
  await openGraphiql();
} else {
  const sandbox = await loadSandbox(sandboxScript);
  if (sandbox === undefined)
    await openGraphiql('Apollo Sandbox cannot be loaded from here, so this is GraphiQL, served by the router itself.');
  else openSandbox(sandbox);
}

/**
 * The constructor, or undefined when the script cannot be had within some seconds: offline, or a network that filters.
 */
function loadSandbox(source: string): Promise<EmbeddedSandbox | undefined> {
  return new Promise((resolve) => {
    const script = document.createElement('script');
    const giveUp = setTimeout(() => resolve(undefined), SANDBOX_PATIENCE_MS);
    const settle = () => {
      clearTimeout(giveUp);
      resolve((window as { EmbeddedSandbox?: EmbeddedSandbox }).EmbeddedSandbox);
    };
    script.addEventListener('load', settle);
    script.addEventListener('error', settle);
    script.src = source;
    document.head.append(script);
  });
}

function openSandbox(Sandbox: EmbeddedSandbox): void {
  element('editor').replaceChildren();
  new Sandbox({
    target: '#editor',
    initialEndpoint: new URL('/graphql', location.href).href,
    // Sandbox opens one document: all examples one below the other; it runs the operation under the cursor.
    initialState: {
      document: examples.map(({ document }) => document).join('\n\n'),
      variables: Object.assign({}, ...examples.map(({ variables }) => variables ?? {})) as Record<string, unknown>,
      pollForSchemaUpdates: false,
    },
    endpointIsEditable: false,
    runTelemetry: false,
    handleRequest: guidedFetch,
  });
}

async function openGraphiql(notice?: string): Promise<void> {
  const styles = document.createElement('link');
  styles.rel = 'stylesheet';
  styles.href = '/assets/graphiql.css';
  document.head.append(styles);
  // A file of its own, so that a visitor of Sandbox does not load an editor that is not shown.
  const script = '/assets/graphiql.js';
  const module = (await import(script)) as { mountGraphiql: typeof mountGraphiql };
  if (notice !== undefined) {
    const line = element('notice');
    line.textContent = notice;
    line.hidden = false;
  }
  const target = element('editor');
  target.replaceChildren();
  module.mountGraphiql(target, examples satisfies readonly Example[], guidedFetch);
}

function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no #${id}`);
  return found;
}
