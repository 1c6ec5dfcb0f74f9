import type { Life, World } from '../world/world.ts';

/** Those outside of the shop: they outlive every process. */
export const OUTSIDE: Life = { name: 'people', service: 'people', isAlive: true };

/** Asks again and again until it is answered: a process that dies answers nothing. */
export type Insist = (afterMs: number, ask: () => Promise<boolean> | undefined, then?: () => void) => void;

const ASK_AGAIN_MS = 2_500;

/** `open` tells how many wishes have not been answered. */
export function createInsistence(world: World): { readonly insist: Insist; readonly open: () => number } {
  let open = 0;
  const insist: Insist = (afterMs, ask, then = () => undefined) => {
    let isAnswered = false;
    open += 1;
    const tryOnce = (): void => {
      if (isAnswered) return;
      const asked = ask();
      asked?.then(
        (isDone) => {
          if (!isDone || isAnswered) return;
          isAnswered = true;
          open -= 1;
          then();
        },
        (thrown: unknown) => world.note('people', `hear an error: ${String(thrown)}`),
      );
      world.after(OUTSIDE, ASK_AGAIN_MS, tryOnce);
    };
    world.after(OUTSIDE, afterMs, tryOnce);
  };
  return { insist, open: () => open };
}
