/** What the status page says, in English; the type of every other language. */
export const enStatus = {
  introduction: 'Every part of this shop is a service of its own. When one rests, the others go on.',
  up: 'Open',
  down: 'Resting',
  unknown: 'Out of reach',
  allUp: 'All services are open.',
  someDown: 'Some services rest. What they do comes back by itself.',
};

export type StatusWords = typeof enStatus;
