/** A request that is refused before the graph sees it, with what HTTP says. */
export class RequestRefusal extends Error {
  override readonly name = 'RequestRefusal';
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

export function badRequest(message: string): RequestRefusal {
  return new RequestRefusal(400, 'BAD_REQUEST', message);
}

export function methodNotAllowed(message: string, allow: string): RequestRefusal {
  return new RequestRefusal(405, 'METHOD_NOT_ALLOWED', message, { allow });
}
