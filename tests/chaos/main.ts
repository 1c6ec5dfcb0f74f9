import { parseArgs } from 'node:util';
import { findApacheKafkaJars } from '@galleria/platform/apache-kafka/jars';
import { report } from './report.ts';
import { runChaos, type Round } from './run.ts';
import { startForChaos } from './start.ts';

const USAGE = `npm run chaos -- [--orders 500] [--faults 60] [--customers 6] [--seed 1] [--instances 2] [--network] [--kafka]
Starts a Galleria of its own, lets customers buy, kills and freezes its processes, and says what was lost.
--instances: of every service, 1 to 3; without it two of those that share the work of an order.
--network: the ways of each process to PostgreSQL and to Kafka are cut and slowed, too.
--kafka: three brokers of Apache Kafka, which are killed and frozen, too, and whose leaders move. Needs Java and Maven.
Ends with 1 when something was, and with 2 when it could not begin.`;

/** Deadlines are looked at every second. */
const MOST_OVERDUE_MS = 2_000;

const DEFAULTS = { orders: '500', faults: '60', customers: '6' };

const code = await main(process.argv.slice(2)).catch((thrown: unknown) => {
  console.error(thrown instanceof Error ? thrown.message : thrown);
  return 2;
});
// Customers who were interrupted would go on asking for a while.
process.exit(code);

async function main(args: string[]): Promise<0 | 1 | 2> {
  const { values } = parseArgs({
    args,
    options: {
      ...{ orders: { type: 'string' }, faults: { type: 'string' }, customers: { type: 'string' } },
      ...{ seed: { type: 'string' }, instances: { type: 'string' }, network: { type: 'boolean' } },
      kafka: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help === true) {
    console.log(USAGE);
    return 0;
  }
  const given = { ...DEFAULTS, seed: String(Math.floor(Math.random() * 1_000_000)), ...values };
  const numberOf = (name: keyof typeof given & ('orders' | 'faults' | 'customers' | 'seed')) => {
    if (/^\d{1,7}$/.test(given[name])) return Number(given[name]);
    throw new Error(`--${name} must be a whole number; found ${JSON.stringify(given[name])}.\n\n${USAGE}`);
  };
  const [orders, faults, seed] = [numberOf('orders'), numberOf('faults'), numberOf('seed')];
  const customers = numberOf('customers');
  if (customers === 0) throw new Error(`--customers must be 1 or more.\n\n${USAGE}`);
  if (values.instances !== undefined && !/^[123]$/.test(values.instances)) {
    throw new Error(`--instances must be 1, 2 or 3.\n\n${USAGE}`);
  }
  const instances = values.instances === undefined ? {} : { instances: Number(values.instances) };
  const jars = values.kafka === true ? { jars: await findJars() } : {};
  const { signal, ended } = untilInterrupted();
  const running = await startForChaos({ network: values.network ?? false, ...jars, ...instances });
  try {
    const chaos = runChaos(running, { seed, orders, faults, customers, onRound: tell, signal });
    const outcome = await Promise.race([chaos, ended]);
    console.log(`\n${report(outcome, seed)}`);
    return outcome.verdict.problems.length === 0 && outcome.longestOverdueMs <= MOST_OVERDUE_MS ? 0 : 1;
  } finally {
    await running.stop();
  }
}

async function findJars(): Promise<string> {
  const jars = await findApacheKafkaJars();
  if (jars.kind === 'found') return jars.directory;
  throw new Error(`Apache Kafka cannot be had: ${jars.reason}`);
}

/** What Ctrl-C ends: first what is frozen may go on, then everything is stopped. */
function untilInterrupted(): { readonly signal: AbortSignal; readonly ended: Promise<never> } {
  const interrupted = new AbortController();
  const ended = new Promise<never>((_resolve, reject) => {
    for (const name of ['SIGINT', 'SIGTERM'] as const) {
      process.once(name, () => {
        interrupted.abort();
        reject(new Error('Interrupted: nothing was judged.'));
      });
    }
  });
  ended.catch(() => undefined);
  return { signal: interrupted.signal, ended };
}

function tell({ faults, recoveryMs, ordersSoFar }: Round): void {
  const made = faults.map(
    ({ kind, target, forMs }) => `${target} ${kind}${kind === 'killed' || kind === 'moved' ? '' : ` ${forMs} ms`}`,
  );
  console.log(`${made.join(', ')}: next order after ${Math.round(recoveryMs)} ms, ${ordersSoFar} so far`);
}
