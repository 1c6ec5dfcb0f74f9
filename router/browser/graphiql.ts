import { GraphiQL } from 'graphiql';
import 'graphiql/style.css';
import { createElement, type ComponentProps } from 'react';
import { createRoot } from 'react-dom/client';
import type { Fetch } from './guided-session.ts';
import type { Example } from './page-data.ts';

type FetcherResult = Awaited<ReturnType<ComponentProps<typeof GraphiQL>['fetcher']>>;

/** Puts GraphiQL, with one tab for each example, into `target`. */
export function mountGraphiql(target: HTMLElement, examples: readonly Example[], guidedFetch: Fetch): void {
  const editor = createElement(
    GraphiQL,
    {
      fetcher: async (params, options) => {
        const response = await guidedFetch('/graphql', {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...options?.headers },
          body: JSON.stringify(params),
        });
        return (await response.json()) as FetcherResult;
      },
      defaultTabs: examples.map(({ document, variables }) => ({
        query: document,
        ...(variables === undefined ? {} : { variables: JSON.stringify(variables, null, 2) }),
      })),
      defaultEditorToolsVisibility: 'variables',
      shouldPersistHeaders: false,
    },
    createElement(GraphiQL.Logo, null, createElement('span', { className: 'galleria-logo' }, 'Galleria')),
  );
  createRoot(target).render(editor);
}
