import { it } from 'vitest';

/** Stands for the tests with a program that this machine does not have, so that the end of a run names them. */
export function describeUnavailable(program: string, reason: string): void {
  const [firstLine = ''] = reason.split('\n');
  it(`is tested with ${program}`, ({ skip }) => skip(firstLine));
}
