import type { Browser } from 'playwright-core';

export interface PageWeight {
  readonly requests: number;
  /** Bytes on the wire, headers included. */
  readonly bytes: Readonly<Record<string, number>>;
  readonly graphRequests: number;
  readonly fromElsewhere: number;
}

/** What a browser with an empty cache loads for a page, until nothing more comes. */
export async function weighPage(browser: Browser, url: string): Promise<PageWeight> {
  const context = await browser.newContext({ viewport: { width: 412, height: 823 }, deviceScaleFactor: 1.75 });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  const urls = new Map<string, { readonly url: string; readonly type: string }>();
  const sizes = new Map<string, number>();
  session.on('Network.responseReceived', ({ requestId, response, type }) =>
    urls.set(requestId, { url: response.url, type: type.toLowerCase() }),
  );
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => sizes.set(requestId, encodedDataLength));
  await session.send('Network.enable');
  await page.goto(url, { waitUntil: 'networkidle' });
  await context.close();
  const bytes: Record<string, number> = { all: 0 };
  for (const [id, { type }] of urls) {
    const size = sizes.get(id) ?? 0;
    bytes[type] = (bytes[type] ?? 0) + size;
    bytes['all'] = (bytes['all'] ?? 0) + size;
  }
  const all = [...urls.values()].map((entry) => new URL(entry.url)).filter(({ protocol }) => protocol !== 'data:');
  return {
    requests: all.length,
    bytes,
    graphRequests: all.filter(({ pathname }) => pathname === '/graphql').length,
    fromElsewhere: all.filter(({ origin }) => origin !== new URL(url).origin).length,
  };
}
