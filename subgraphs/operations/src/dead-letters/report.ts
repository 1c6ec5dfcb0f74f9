import type { DeadLetter } from '../domain/dead-letter.ts';
import { withoutSecrets } from '../domain/payload.ts';

/** One line. */
export function summary(letter: DeadLetter): string {
  return printable(line(letter));
}

/** All that is kept, secrets left out. */
export function details(letter: DeadLetter): string {
  const { error, topic, partition, offset, headers, payload, orderId, paymentId, reason, resolvedAt } = letter;
  const lines = [
    line(letter),
    `  error    ${error.code}: ${error.message}`,
    ...(error.stack === null ? [] : error.stack.split('\n').map((line) => `           ${line.trim()}`)),
    `  lies at  ${topic}, partition ${partition}, offset ${offset}`,
    ...(orderId === null ? [] : [`  order    ${orderId}`]),
    ...(paymentId === null ? [] : [`  payment  ${paymentId}`]),
    ...(resolvedAt === null ? [] : [`  decided  ${resolvedAt.toISOString()}${reason === null ? '' : `: ${reason}`}`]),
    ...Object.entries(headers).map(([name, value]) => `  header   ${name}: ${value}`),
    `  payload  ${withoutSecrets(payload)}`,
  ];
  return lines.map(printable).join('\n');
}

function line({ id, service, status, type, error, attempts, failedAt, key }: DeadLetter): string {
  const decided = status === 'WAITING' ? '' : `  ${status.toLowerCase()}`;
  const tries = `${attempts} ${attempts === 1 ? 'try' : 'tries'}`;
  return `${id}  ${failedAt.toISOString()}  ${service}  ${type || '(no type)'} ${key ?? ''}  ${error.code}, ${tries}${decided}`;
}

/** A message may hold anything: what would command a terminal is shown as text. */
function printable(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`);
}
