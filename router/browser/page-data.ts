export interface Example {
  readonly name: string;
  readonly document: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** What the router writes into the page for its script. */
export interface PageData {
  readonly examples: readonly Example[];
  /** Where the script of Apollo Sandbox is; absent on the page that is GraphiQL from the start. */
  readonly sandboxScript?: string;
}

/** Throws when the page was not made by the router. */
export function readPageData(): PageData {
  const text = document.getElementById('page-data')?.textContent;
  if (text == null) throw new Error('the page carries no data');
  return JSON.parse(text) as PageData;
}
