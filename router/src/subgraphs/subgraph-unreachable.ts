/** Why a subgraph gave no answer, for the log: the cause names hosts and ports. */
export class SubgraphUnreachable extends Error {
  override readonly name = 'SubgraphUnreachable';
  /** Whether any byte of the request may have reached it. */
  readonly sent: boolean;
  /** Whether the time for an answer is used up. */
  readonly late: boolean;

  constructor(message: string, options: ErrorOptions & { readonly sent?: boolean; readonly late?: boolean } = {}) {
    super(message, options);
    this.sent = options.sent ?? true;
    this.late = options.late ?? false;
  }
}

/** It is asked as much as it may be already: this was not sent, and did not wait. */
export class SubgraphOverloaded extends SubgraphUnreachable {
  constructor() {
    super('too many calls wait for it already', { sent: false });
  }
}
