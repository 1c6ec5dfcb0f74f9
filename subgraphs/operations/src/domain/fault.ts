export type FaultKind = 'SLOW' | 'FAILING' | 'PAYMENTS_DECLINED' | 'PROVIDER_SILENT';

/** A fault that an administrator asked a service to show. */
export interface Fault {
  readonly id: string;
  readonly service: string;
  readonly kind: FaultKind;
  /** How long each answer waits; null for all kinds but SLOW. */
  readonly delayMs: number | null;
  readonly startedAt: Date;
  /** It ends then by itself. */
  readonly until: Date;
  /** The administrator. */
  readonly startedBy: string;
}

export interface FaultRequest {
  readonly kind: FaultKind;
  readonly service: string | null;
  readonly delayMs: number | null;
  readonly minutes: number;
}

const MOST_MINUTES = 60;
const MOST_DELAY_MS = 10_000;
const OF_PAYMENTS: readonly FaultKind[] = ['PAYMENTS_DECLINED', 'PROVIDER_SILENT'];

/**
 * What was asked for, with the service whose fault it is; or, as text, why it makes no sense. `services` are those that
 * can be asked: operations itself is none, because it could not be asked to stop.
 */
export function faultOf(
  request: FaultRequest,
  services: readonly string[],
): { readonly service: string; readonly kind: FaultKind; readonly delayMs: number | null } | string {
  const { kind, delayMs, minutes } = request;
  const isOfPayments = OF_PAYMENTS.includes(kind);
  const service = request.service ?? (isOfPayments ? 'payments' : null);
  if (minutes < 1 || minutes > MOST_MINUTES) return `A fault lasts 1 to ${MOST_MINUTES} minutes.`;
  if (service === null) return `${kind} needs the name of a service: one of ${services.join(', ')}.`;
  if (isOfPayments && service !== 'payments') return `${kind} is a fault of payments alone.`;
  if (!services.includes(service)) return `There is no such service to be asked: one of ${services.join(', ')}.`;
  if (kind !== 'SLOW') return delayMs === null ? { service, kind, delayMs } : `${kind} has no delay.`;
  if (delayMs === null || delayMs < 1 || delayMs > MOST_DELAY_MS) {
    return `SLOW needs a delay of 1 to ${MOST_DELAY_MS} milliseconds.`;
  }
  return { service, kind, delayMs };
}

/** When a fault ends that begins now. */
export function endOf(now: Date, minutes: number): Date {
  return new Date(now.getTime() + minutes * 60_000);
}
