import { useEffect, useState } from 'react';
import { PageTitle } from '../ui/page-title.tsx';
import { useLanguage, type ServiceName } from '../words/words.tsx';

type State = 'up' | 'down';
type States = Readonly<Partial<Record<ServiceName, State>>>;

const REFRESH_MS = 2_000;

/** Which services answer, asked of the router every other second. */
export function Component() {
  const { words } = useLanguage();
  const states = useServiceStates();
  const names = Object.keys(words.services.names) as ServiceName[];
  const allUp = names.every((name) => states?.[name] === 'up');
  return (
    <div className="mx-auto max-w-2xl">
      <PageTitle title={words.services.title} />
      <p className="mt-4 mb-10 text-lg text-muted">{words.services.introduction}</p>
      <p role="status" className="mb-4 font-medium">
        {states === undefined ? '' : allUp ? words.services.allUp : words.services.someDown}
      </p>
      <ul className="divide-y divide-line border-y border-line">
        {names.map((name) => {
          const state = states?.[name];
          return (
            <li key={name} data-service={name} className="flex items-center justify-between gap-4 py-4">
              <span>{words.services.names[name]}</span>
              <span className="flex items-center gap-2.5 text-muted">
                <span className={`size-2 rounded-full ${state === 'up' ? 'bg-good' : 'bg-bad'}`} />
                {state === undefined ? words.services.unknown : words.services[state]}
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
