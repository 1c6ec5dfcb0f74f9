import type { AddressInfo } from 'node:net';
import type { Logger } from '@galleria/kit/logger';
import { createStorefrontServer, type StorefrontServerOptions } from './storefront-server.ts';

export interface StorefrontOptions extends StorefrontServerOptions {
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
  readonly logger: Logger;
}

export interface Storefront {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Hands out the built pages of the shop, and passes on what belongs to the graph, so that a browser knows one origin.
 */
export async function startStorefront({ host, port, logger, ...options }: StorefrontOptions): Promise<Storefront> {
  const server = await createStorefrontServer(options);
  await server.listen({ host, port });
  const address = server.server.address() as AddressInfo;
  logger.info({ port: address.port }, 'the shop is open');
  return { url: `http://${host}:${address.port}`, stop: () => server.close() };
}
