import { ErrorCode, ProtocolError } from '../../wire/error-code.ts';

/** Apache Kafka's rule, which also keeps a name from being a path. Throws ProtocolError INVALID_TOPIC_EXCEPTION. */
export function requireValidTopicName(name: string): void {
  const isValid = /^[a-zA-Z0-9._-]{1,249}$/.test(name) && name !== '.' && name !== '..';
  if (!isValid) throw new ProtocolError(ErrorCode.INVALID_TOPIC_EXCEPTION, `'${name}' is not a valid topic name`);
}
