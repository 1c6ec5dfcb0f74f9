import { createRenewable } from './renewable.ts';

/** What kafkajs's clients have in common. */
export interface KafkaClient {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
}

/** A client of kafkajs that is connected when it is first used, and anew after a failure. */
export interface ReconnectingClient<Client> {
  use<Result>(work: (client: Client) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

/**
 * `onTimeout` calls back when a request had no answer in time: kafkajs would ask again over the same connection, whose
 * other end may have vanished, as often as its retries allow.
 */
export function createReconnectingClient<Client extends KafkaClient>(options: {
  readonly create: () => Client;
  readonly onTimeout: (client: Client, callback: (apiName: string) => void) => void;
}): ReconnectingClient<Client> {
  const renewable = createRenewable<{ readonly client: Client; readonly silent: Promise<never> }>({
    open: async () => {
      const client = options.create();
      const silent = new Promise<never>((_resolve, reject) => {
        options.onTimeout(client, (apiName) => reject(silence(apiName)));
      });
      silent.catch(() => undefined);
      await Promise.race([client.connect(), silent]);
      return { client, silent };
    },
    close: ({ client }) => client.disconnect(),
  });
  return {
    use: (work) => renewable.use(({ client, silent }) => Promise.race([work(client), silent])),
    close: () => renewable.close(),
  };
}

export function silence(apiName: string): Error {
  return new Error(`the broker answered no ${apiName} request in time`);
}
