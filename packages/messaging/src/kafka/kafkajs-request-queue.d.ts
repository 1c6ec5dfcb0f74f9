/** kafkajs has no types for its insides; this is the part that `mend-request-queue.ts` mends. */
declare module 'kafkajs/src/network/requestQueue/index.js' {
  const requestQueue: {
    readonly prototype: {
      readonly pending: readonly unknown[];
      scheduleCheckPendingRequests: () => void;
      push: (request: { readonly entry: { readonly apiName: string }; readonly requestTimeout: number | null }) => void;
    };
  };
  export = requestQueue;
}
