import { useEffect, useState } from 'react';
import { loadShelves } from '../shell/load-shelves.ts';
import { PageTitle } from '../ui/page-title.tsx';
import { statusWords } from '../words/status/status-words.ts';
import { useLanguage, type ServiceName } from '../words/words.tsx';

type State = 'up' | 'down';
type States = Readonly<Partial<Record<ServiceName, State>>>;

const REFRESH_MS = 2_000;

export async function loader(): Promise<null> {
  await statusWords.load();
  return loadShelves();
}

/** Which services answer, asked of the router every other second. */
export function Component() {
  const { words } = useLanguage();
  const status = statusWords.useWords();
  const states = useServiceStates();
  const names = Object.keys(words.services.names) as ServiceName[];
  const allUp = names.every((name) => states?.[name] === 'up');
  return (
    <div className="mx-auto max-w-2xl">
      <PageTitle title={words.services.title} />
      <p className="mt-4 mb-10 text-lg text-muted">{status.introduction}</p>
      <p role="status" className="mb-4 font-medium">
        {states === undefined ? '' : allUp ? status.allUp : status.someDown}
      </p>
      <ul className="divide-y divide-line border-y border-line">
        {names.map((name) => {
          const state = states?.[name];
          return (
            <li key={name} data-service={name} className="flex items-center justify-between gap-4 py-4">
              <span>{words.services.names[name]}</span>
              <span className="flex items-center gap-2.5 text-muted">
                <span className={`size-2 rounded-full ${state === 'up' ? 'bg-good' : 'bg-bad'}`} />
                {state === undefined ? status.unknown : status[state]}
              </span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

/** Undefined until the first answer; without any state while the router is out of reach. */
function useServiceStates(): States | undefined {
  const [states, setStates] = useState<States>();
  useEffect(() => {
    let left = false;
    const ask = async () => {
      const next = await readStates();
      if (!left) setStates(next);
    };
    void ask();
    const timer = setInterval(() => void ask(), REFRESH_MS);
    return () => {
      left = true;
      clearInterval(timer);
    };
  }, []);
  return states;
}

async function readStates(): Promise<States> {
  try {
    const response = await fetch('/services');
    const { subgraphs } = (await response.json()) as { subgraphs?: States };
    return subgraphs ?? {};
  } catch {
    return {};
  }
}
