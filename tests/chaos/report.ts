import { FAULT_KINDS, type FaultKind } from './faults.ts';
import type { Outcome, Round } from './run.ts';

/** What a run has shown, for a person at a terminal. */
export function report({ rounds, orders, longestOverdueMs, verdict }: Outcome, seed: number): string {
  const faults = rounds.flatMap((round) => round.faults);
  const { paidOrders, kept, owed } = verdict.money;
  const counted = (kind: FaultKind) => {
    const names = faults.filter((fault) => fault.kind === kind).map(({ target }) => target);
    const targets = [...new Set(names)].toSorted();
    return targets.map((target) => `${target} ${names.filter((name) => name === target).length}`).join(', ');
  };
  return [
    `seed             ${seed}`,
    `orders           ${orders}: ${Object.entries(verdict.states)
      .toSorted()
      .map(([status, count]) => `${status} ${count}`)
      .join(', ')}`,
    `faults           ${faults.length} in ${rounds.length} rounds`,
    ...FAULT_KINDS.map((kind) => `  ${kind.padEnd(15)}${counted(kind)}`),
    'next order after',
    ...FAULT_KINDS.map((kind) => `  ${kind.padEnd(15)}${recovery(rounds, kind)}`),
    `longest overdue  ${Math.round(longestOverdueMs)} ms, while nothing was broken`,
    `money            paid orders ${paidOrders}, kept by the provider ${kept}, of that owed ${owed}`,
    `dead letters     ${verdict.deadLetters}`,
    verdict.problems.length === 0
      ? 'nothing was lost'
      : ['WHAT MUST NOT BE', ...verdict.problems.map((problem) => `  ${problem}`)].join('\n'),
  ].join('\n');
}

/** Of the rounds in which nothing else happened. */
function recovery(rounds: readonly Round[], kind: FaultKind): string {
  const times = rounds
    .filter(({ faults }) => faults.every((fault) => fault.kind === kind))
    .map(({ recoveryMs }) => Math.round(recoveryMs))
    .toSorted((one, other) => one - other);
  if (times.length === 0) return 'no round of these alone';
  return `median ${times[Math.floor(times.length / 2)] ?? 0} ms, longest ${times.at(-1) ?? 0} ms`;
}
