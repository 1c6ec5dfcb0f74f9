export const HELP = `npm run test:stable                        all tests five times in a row, beside two busy loops
npm run test:stable -- --runs 20 --loops 4 more of both
npm run test:stable -- --runs 20 subgraphs/orders/test/cart.test.ts
                                           one file; with anything else that npm test takes
It stops at the first failure. The files of each run come in an order of their own; --sequence.seed repeats one.`;

const DEFAULTS = { runs: 5, loops: 2 };

/** @param {readonly string[]} given */
export function readArguments(given) {
  const numbers = { ...DEFAULTS };
  const rest = [];
  let problem;
  for (let index = 0; index < given.length; index += 1) {
    const [, name, joined] = /^--(runs|loops)(?:=(.*))?$/.exec(given[index]) ?? [];
    if (name === undefined) {
      rest.push(given[index]);
      continue;
    }
    const text = joined ?? given[(index += 1)] ?? '';
    const isPossible = /^\d{1,4}$/.test(text) && (name === 'loops' || Number(text) > 0);
    if (isPossible) numbers[name] = Number(text);
    else problem = `--${name} is "${text}"; a whole number is needed, as in --${name} ${DEFAULTS[name]}.`;
  }
  return { ...numbers, rest: rest.filter((word) => word !== '--help'), help: rest.includes('--help'), problem };
}
