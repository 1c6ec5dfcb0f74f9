import { useSyncExternalStore } from 'react';
import { useLocation } from 'react-router';
import { lens } from '../graph/client.ts';
import { createStore } from '../graph/store.ts';
import { useLanguage } from '../words/words.tsx';

/** Once looked through, it stays for the visit; `?lens=off` takes it away. */
const chosen = createStore(false);

export function useLens(): boolean {
  const { search } = useLocation();
  const wanted = new URLSearchParams(search).get('lens');
  const before = useSyncExternalStore(chosen.subscribe, chosen.read);
  if (wanted === null) return before;
  const on = wanted !== 'off';
  if (on !== before) queueMicrotask(() => chosen.write(on));
  return on;
}

/** Which subgraph served a part of the page, in how many milliseconds, and whether it failed. */
export function LensLabel({ service }: { readonly service: string }) {
  const { format } = useLanguage();
  const entry = useSyncExternalStore(lens.latest.subscribe, lens.latest.read).get(service);
  const failed = entry?.ok === false;
  const time = entry === undefined ? '' : ` · ${format.number(Math.round(entry.ms))} ms`;
  return (
    <span
      data-lens={service}
      className={`no-print absolute -top-4 right-0 z-10 rounded-md px-2 py-0.5 text-xs ${failed ? 'bg-bad text-paper' : 'bg-accent text-on-accent'}`}
    >
      {service}
      {time}
      {failed ? ' ✕' : ''}
    </span>
  );
}
