import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';

/**
 * ISO 8601 in UTC with milliseconds, as `Date.prototype.toISOString` writes it. Input may carry any offset (RFC 3339).
 */
export const dateTimeScalar = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  serialize: (value) => {
    if (value instanceof Date) return value.toISOString();
    if (typeof value === 'string') return parseDateTime(value).toISOString();
    throw new GraphQLError(`DateTime cannot represent ${typeof value}`);
  },
  parseValue: (value) => parseDateTime(value),
  parseLiteral: (node) => parseDateTime(node.kind === Kind.STRING ? node.value : undefined),
});

const RFC_3339 = /^(\d{4})-(\d{2})-(\d{2})T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/i;

function parseDateTime(value: unknown): Date {
  const parts = typeof value === 'string' ? RFC_3339.exec(value) : null;
  const date = parts === null ? undefined : new Date(parts[0]);
  if (parts === null || date === undefined || Number.isNaN(date.getTime()) || !isInCalendar(parts)) {
    // GraphQL takes a wrong literal for a wrong document, which between router and subgraph would be a defect.
    throw new GraphQLError('DateTime must be an ISO 8601 date and time with an offset, such as 2026-01-31T12:00:00Z', {
      extensions: { code: 'BAD_USER_INPUT' },
    });
  }
  return date;
}

/** JavaScript takes the 30th of February for the 2nd of March. */
function isInCalendar([, year, month, day]: RegExpExecArray): boolean {
  return Number(day) <= new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
}
