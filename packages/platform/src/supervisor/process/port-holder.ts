import { createServer } from 'node:net';
import { basesElsewhere, movePlan, portsOfPlan, type PortPlan } from '../../ports.ts';
import { findPortHolder } from '../../postgres/process-table.ts';

/** So far above a base, a second copy finds room beside replicas. */
const BETWEEN_COPIES = 1_000;

export interface TakenPort {
  /** What the port is wanted for. */
  readonly name: string;
  readonly port: number;
  /** Where it is taken. At the second our processes could listen beside it, and `localhost` would lead to either. */
  readonly address: '127.0.0.1' | '::1';
  /** Absent when this user may not see the process, or the system cannot tell. */
  readonly holder?: { readonly pid: number; readonly commandLine: string };
}

export class PortsTakenError extends Error {
  override readonly name = 'PortsTakenError';
  readonly code = 'PORTS_TAKEN';
  readonly kind = 'conflict';
  readonly retriable = true;
  readonly ports: readonly TakenPort[];

  /** `elsewhere`: a base whose ports are free, where one is known. */
  constructor(ports: readonly TakenPort[], elsewhere?: number) {
    super(`${ports.map(describeTakenPort).join('\n')}\n${adviceOnTakenPorts(elsewhere)}`);
    this.ports = ports;
  }
}

/** Which of the ports cannot be listened on at 127.0.0.1 and ::1, and who holds them. */
export async function findTakenPorts(wanted: Readonly<Record<string, number>>): Promise<TakenPort[]> {
  const checked = await Promise.all(
    Object.entries(wanted).map(async ([name, port]) => ({ name, port, address: await takenAddress(port) })),
  );
  return Promise.all(
    checked.flatMap(({ name, port, address }) => (address === undefined ? [] : [withHolder({ name, port, address })])),
  );
}

/** The nearest base for the same processes whose ports nobody holds. */
export async function findFreeBase(plan: PortPlan): Promise<number | undefined> {
  for (const base of basesElsewhere(plan, BETWEEN_COPIES)) {
    if ((await findTakenPorts(portsOfPlan(movePlan(plan, base)))).length === 0) return base;
  }
  return undefined;
}

/** One sentence for a person. */
export function describeTakenPort({ name, port, address, holder }: TakenPort): string {
  const wanted = `Port ${port} (${name}) is taken ${address === '::1' ? 'at ::1, where localhost leads too, ' : ''}by`;
  if (holder === undefined) return `${wanted} a process that cannot be seen from here.`;
  return `${wanted} pid ${holder.pid}: ${shorten(holder.commandLine)}`;
}

export function adviceOnTakenPorts(elsewhere: number | undefined): string {
  if (elsewhere === undefined) return 'Stop that, or choose another PORT_BASE.';
  return `Stop that, or move Galleria elsewhere: PORT_BASE=${elsewhere} npm start`;
}

async function withHolder(taken: Omit<TakenPort, 'holder'>): Promise<TakenPort> {
  const holder = await findPortHolder(taken.port);
  return holder === undefined ? taken : { ...taken, holder: { pid: holder.pid, commandLine: holder.args.join(' ') } };
}

async function takenAddress(port: number): Promise<TakenPort['address'] | undefined> {
  for (const address of ['127.0.0.1', '::1'] as const) if (!(await isFree(port, address))) return address;
  return undefined;
}

/** A machine without IPv6 has no ::1 that anybody could hold. */
function isFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', ({ code }: NodeJS.ErrnoException) =>
      resolve(host === '::1' && (code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT')),
    );
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

function shorten(commandLine: string): string {
  return commandLine.length <= 100 ? commandLine : `${commandLine.slice(0, 99)}…`;
}
