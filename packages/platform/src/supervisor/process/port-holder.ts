import { createServer } from 'node:net';
import { findPortHolder } from '../../postgres/process-table.ts';

export interface TakenPort {
  /** What the port is wanted for. */
  readonly name: string;
  readonly port: number;
  /** Absent when this user may not see the process, or the system cannot tell. */
  readonly holder?: { readonly pid: number; readonly commandLine: string };
}

export class PortsTakenError extends Error {
  override readonly name = 'PortsTakenError';
  readonly code = 'PORTS_TAKEN';
  readonly kind = 'conflict';
  readonly retriable = true;
  readonly ports: readonly TakenPort[];

  constructor(ports: readonly TakenPort[]) {
    super(
      `${ports.map(describeTakenPort).join('\n')}\nStop that, or move Galleria elsewhere: PORT_BASE=5000 npm start`,
    );
    this.ports = ports;
  }
}

/** Which of the ports cannot be listened on at 127.0.0.1, and who holds them. */
export async function findTakenPorts(wanted: Readonly<Record<string, number>>): Promise<TakenPort[]> {
  const checked = await Promise.all(
    Object.entries(wanted).map(async ([name, port]) => ({ name, port, free: await isFree(port) })),
  );
  return Promise.all(checked.filter(({ free }) => !free).map(({ name, port }) => withHolder(name, port)));
}

/** One sentence for a person. */
export function describeTakenPort({ name, port, holder }: TakenPort): string {
  const wanted = `Port ${port} (${name}) is taken by`;
  if (holder === undefined) return `${wanted} a process that cannot be seen from here.`;
  return `${wanted} pid ${holder.pid}: ${shorten(holder.commandLine)}`;
}

async function withHolder(name: string, port: number): Promise<TakenPort> {
  const holder = await findPortHolder(port);
  return holder === undefined
    ? { name, port }
    : { name, port, holder: { pid: holder.pid, commandLine: holder.args.join(' ') } };
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}

function shorten(commandLine: string): string {
  return commandLine.length <= 100 ? commandLine : `${commandLine.slice(0, 99)}…`;
}
