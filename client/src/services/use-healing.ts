import { useEffect, useEffectEvent, useState, useSyncExternalStore } from 'react';
import { health } from '../graph/client.ts';

const RETRY_MS = 1_500;

export interface HealingOptions {
  readonly service: string;
  /**
   * Whether what the service gives is not there. Without a failure of the service that is an answer, and nothing rests.
   */
  readonly missing: boolean;
  /** Asks for the missing part again; true when the service answered. */
  readonly heal: () => Promise<boolean>;
}

/** Whether a part of a page rests because its service does not answer. It asks again until it does. */
export function useHealing({ service, missing, heal }: HealingOptions): boolean {
  const down = useSyncExternalStore(health.down.subscribe, health.down.read).has(service);
  const [resting, setResting] = useState(missing && down);
  if (missing && down && !resting) setResting(true);
  const attempt = useEffectEvent(() => heal().catch(() => false));
  useEffect(() => {
    if (!resting) return undefined;
    let timer = 0;
    let left = false;
    const ask = async () => {
      const answered = await attempt();
      if (left) return;
      if (answered) setResting(false);
      else timer = window.setTimeout(() => void ask(), RETRY_MS);
    };
    timer = window.setTimeout(() => void ask(), RETRY_MS);
    return () => {
      left = true;
      window.clearTimeout(timer);
    };
  }, [resting]);
  return resting;
}
