/** Every order in which messages can arrive: what they leave behind must be the same in all of them. */
export function everyOrder<T>(messages: readonly T[]): T[][] {
  if (messages.length < 2) return [[...messages]];
  return messages.flatMap((first, index) =>
    everyOrder(messages.toSpliced(index, 1)).map((others) => [first, ...others]),
  );
}
