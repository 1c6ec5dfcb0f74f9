import { Icon } from '../ui/icons.tsx';
import { orderWords } from '../words/order/order-words.ts';
import { useLanguage } from '../words/words.tsx';
import type { TimelineStep } from './timeline-steps.ts';

const MARKS = {
  done: 'bg-accent text-on-accent',
  current: 'border-2 border-accent motion-safe:animate-pulse',
  ahead: 'border border-line',
  failed: 'bg-bad text-paper',
} as const;

/** What has happened to an order and what follows; each news is read out. */
export function OrderTimeline({ steps }: { readonly steps: readonly TimelineStep[] }) {
  const { format } = useLanguage();
  const say = orderWords.useWords();
  const latest = steps.findLast(({ state }) => state === 'done' || state === 'failed');
  return (
    <>
      <p role="status" className="sr-only">
        {latest === undefined ? '' : say.steps[latest.name]}
      </p>
      <ol className="grid">
        {steps.map(({ name, state, at }, index) => (
          <li key={name} data-step={name} data-state={state} className="grid grid-cols-[1.75rem_1fr_auto] gap-4">
            <span className="grid justify-items-center" aria-hidden="true">
              <span className={`grid size-7 place-items-center rounded-full ${MARKS[state]}`}>
                {state === 'done' ? (
                  <Icon name="check" size={15} />
                ) : state === 'failed' ? (
                  <Icon name="close" size={15} />
                ) : null}
              </span>
              {index < steps.length - 1 ? <span className="h-6 w-px bg-line" /> : null}
            </span>
            <span className={`pt-0.5 ${state === 'ahead' ? 'text-muted' : ''}`}>
              {say.steps[name]}
              <span className="sr-only">, {say.states[state]}</span>
            </span>
            <span className="pt-1 text-sm text-muted tabular-nums">{at === undefined ? '' : format.time(at)}</span>
          </li>
        ))}
      </ol>
    </>
  );
}
