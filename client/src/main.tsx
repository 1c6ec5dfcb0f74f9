import { ApolloProvider } from '@apollo/client/react';
import { startTransition, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createBrowserRouter } from 'react-router';
import { RouterProvider } from 'react-router/dom';
import { client } from './graph/client.ts';
import { routes } from './routes.tsx';
import './styles.css';
import { initialLocale, LanguageProvider, loadWords } from './words/words.tsx';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root.');

// The router starts the page's query at once, beside the words.
const router = createBrowserRouter(routes);
const locale = initialLocale();
const words = await loadWords(locale);
await pageIsReady();

// A transition is rendered in slices: a slow phone answers its visitor in between.
startTransition(() =>
  createRoot(root).render(
    <StrictMode>
      <LanguageProvider initial={{ locale, words }}>
        <ApolloProvider client={client}>
          <RouterProvider router={router} />
        </ApolloProvider>
      </LanguageProvider>
    </StrictMode>,
  ),
);

// After the page: nobody waits for it.
void import('./live/visitor-news.ts').then(
  ({ startVisitorNews }) => startVisitorNews(),
  () => undefined,
);

/** Until the first page's loader is through: what index.html shows stays until there is something better. */
function pageIsReady(): Promise<void> {
  if (router.state.initialized) return Promise.resolve();
  return new Promise((resolve) => {
    const stop = router.subscribe(({ initialized }) => {
      if (!initialized) return;
      stop();
      resolve();
    });
  });
}
