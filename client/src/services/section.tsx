import type { ReactNode } from 'react';
import { Icon } from '../ui/icons.tsx';
import { useLanguage, type ServiceName } from '../words/words.tsx';
import { useHealing, type HealingOptions } from './use-healing.ts';
import { LensLabel, useLens } from './lens.tsx';

interface SectionProps extends HealingOptions {
  readonly service: ServiceName;
  readonly children: ReactNode;
  readonly className?: string;
}

/**
 * A part of a page that belongs to one service. When the service is away only this part rests, says so, and comes back
 * by itself.
 */
export function Section({ service, missing, heal, children, className = '' }: SectionProps) {
  const resting = useHealing({ service, missing, heal });
  const lens = useLens();
  return (
    <div
      data-service={service}
      data-resting={resting}
      className={`relative ${className} ${lens ? 'outline-1 outline-offset-4 outline-accent outline-dashed' : ''}`}
    >
      {lens ? <LensLabel service={service} /> : null}
      {resting ? <Resting service={service} /> : missing ? null : children}
    </div>
  );
}

function Resting({ service }: { readonly service: ServiceName }) {
  const { words } = useLanguage();
  return (
    <p role="status" className="flex items-center gap-3 rounded-xl bg-sunken px-4 py-3 text-[0.95rem] text-muted">
      <Icon name="rest" />
      {words.services.resting(words.services.names[service])}
    </p>
  );
}
