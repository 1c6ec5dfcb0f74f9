import { useEffect, useState } from 'react';
import { client } from '../graph/client.ts';
import { SuggestionsDocument, type SuggestionsQuery } from './generated/search-box.ts';

export type Suggestion = NonNullable<SuggestionsQuery['productSuggestions']>[number];

const PAUSE_MS = 90;
const LEAST_LETTERS = 2;

/** What fits the words typed so far. An answer to words that were changed since is dropped. */
export function useSuggestions(text: string): readonly Suggestion[] {
  const wanted = text.trim();
  const [answer, setAnswer] = useState<{ readonly to: string; readonly suggestions: readonly Suggestion[] }>();
  useEffect(() => {
    if (wanted.length < LEAST_LETTERS) return undefined;
    let stale = false;
    const timer = setTimeout(() => {
      void client
        .query({ query: SuggestionsDocument, variables: { text: wanted } })
        .then(({ data }) => {
          if (!stale) setAnswer({ to: wanted, suggestions: data?.productSuggestions ?? [] });
        })
        .catch(() => undefined);
    }, PAUSE_MS);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [wanted]);
  return wanted.length >= LEAST_LETTERS && answer !== undefined ? answer.suggestions : [];
}
