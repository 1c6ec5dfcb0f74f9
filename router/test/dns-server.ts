import { spawn, type ChildProcess } from 'node:child_process';
import { Resolver } from 'node:dns/promises';
import { once } from 'node:events';
import { freePort } from '@galleria/platform/testing/network/free-port';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { onTestFinished, vi } from 'vitest';

export interface DnsServer {
  /** As `SUBGRAPH_DNS_SERVERS` takes it. */
  readonly address: string;
  /** Serves these records of names below `test`, and no others, from now on. */
  serve(records: DnsRecords): Promise<void>;
  /** Nobody answers any more. */
  stop(): Promise<void>;
}

export interface DnsRecords {
  /** Name → addresses. */
  readonly hosts?: Readonly<Record<string, readonly string[]>>;
  readonly services?: readonly ServiceRecord[];
}

export interface ServiceRecord {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly priority?: number;
}

/** A real name server, until the test ends. */
export async function startDnsServer(records: DnsRecords): Promise<DnsServer> {
  const port = await freePort();
  const address = `127.0.0.1:${port}`;
  let running: ChildProcess | undefined;
  let serial = 0;
  const stop = async (): Promise<void> => {
    if (running?.exitCode !== null) return;
    const ended = once(running, 'exit');
    running.kill('SIGKILL');
    await ended;
    running = undefined;
  };
  const serve = async (next: DnsRecords): Promise<void> => {
    await stop();
    serial += 1;
    const version = `v${serial}.version.test`;
    running = spawn('dnsmasq', [...optionsFor(port), `--host-record=${version},127.0.0.1`, ...recordsOf(next)], {
      stdio: 'ignore',
    });
    const resolver = new Resolver({ timeout: 200, tries: 1 });
    resolver.setServers([address]);
    await vi.waitFor(() => resolver.resolve4(version), PATIENCE);
  };
  onTestFinished(stop);
  await serve(records);
  return { address, serve, stop };
}

function optionsFor(port: number): readonly string[] {
  return [
    ...['--no-daemon', '--conf-file=/dev/null', '--no-resolv', '--no-hosts', '--pid-file', '--local=/test/'],
    ...['--bind-interfaces', '--listen-address=127.0.0.1', `--port=${port}`, '--user=root'],
  ];
}

function recordsOf({ hosts = {}, services = [] }: DnsRecords): readonly string[] {
  return [
    ...Object.entries(hosts).flatMap(([name, addresses]) =>
      addresses.map((address) => `--host-record=${name},${address}`),
    ),
    ...services.map(({ name, host, port, priority = 10 }) => `--srv-host=${name},${host},${port},${priority},60`),
  ];
}
