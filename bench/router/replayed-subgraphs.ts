import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import type { BenchGraph, SubgraphRequest } from './graphs/bench-graph.ts';
import { createMessageReader } from './http-messages.ts';

/** A call of a subgraph, as a router made it. */
export interface SubgraphCall {
  readonly path: string;
  readonly body: string;
}

export interface ReplayedSubgraphs {
  /** `<base>/<name>` is where a subgraph answers. */
  readonly base: string;
  /** The calls that `work` makes, in the order in which they came. */
  callsOf(work: () => Promise<unknown>): Promise<readonly SubgraphCall[]>;
  stop(): void;
}

/**
 * The subgraphs of a graph in this process. The first request of a kind is executed, and the same bytes are the answer
 * to each like it: so subgraphs cost next to nothing, and only the router is measured.
 */
export async function replaySubgraphs(graph: BenchGraph): Promise<ReplayedSubgraphs> {
  const recorded = new Map<string, Buffer>();
  const sockets = new Set<Socket>();
  let noted: SubgraphCall[] | undefined;
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    socket.on(
      'data',
      createMessageReader(({ head, body }) => {
        const path = head.slice(head.indexOf(' ') + 1, head.indexOf(' ', head.indexOf(' ') + 1));
        const text = body.toString('latin1');
        noted?.push({ path, body: body.toString('utf8') });
        const reply = recorded.get(`${path} ${text}`);
        if (reply !== undefined) socket.write(reply);
        else void record(path, text, body).then((made) => socket.write(made));
      }),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    callsOf: async (work) => {
      const calls: SubgraphCall[] = (noted = []);
      await work();
      noted = undefined;
      return calls;
    },
    stop: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };

  async function record(path: string, text: string, body: Buffer): Promise<Buffer> {
    const answer = await graph.ask(path.slice(1), JSON.parse(body.toString('utf8')) as SubgraphRequest);
    const json = Buffer.from(JSON.stringify(answer));
    const head = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${json.length}\r\n\r\n`;
    const reply = Buffer.concat([Buffer.from(head), json]);
    recorded.set(`${path} ${text}`, reply);
    return reply;
  }
}
