/** What bench/takeover.ts runs, as the one who measures and as the consumers that are killed. */
import { spawn } from 'node:child_process';
import { createLogger } from '@galleria/kit/logger';
import { createKafkaBroker } from '@galleria/messaging/kafka/kafka';
import { environment } from '../load/environment.ts';

const TOPIC = 'takeover';
const EVERY_MS = 20;
const logger = createLogger({ service: 'bench', level: 'silent' });
const connect = (brokers: readonly string[]) =>
  createKafkaBroker({ clientId: 'bench', brokers, logger, topics: { partitions: 1, replicationFactor: -1 } });

const [role, ...addresses] = process.argv.slice(2);
if (role === 'consume') await consume();
else await measure(Number(process.env['ROUNDS'] ?? 5));

/** Says on standard output which messages it got. */
async function consume(): Promise<void> {
  await connect(addresses).consume({
    groupId: 'takeover',
    topics: [TOPIC],
    attach: () => ({
      onAssigned: () => process.stdout.write('joined\n'),
      onRecords: () => process.stdout.write('records\n'),
      onEnded: () => process.exit(1),
    }),
  });
}

async function measure(rounds: number): Promise<void> {
  const kafka = connect(addresses);
  await kafka.ensureTopics([TOPIC]);
  const producer = kafka.createProducer();
  const sending = setInterval(() => {
    void producer.send([{ topic: TOPIC, key: 'k', value: '', headers: {} }]).catch(() => undefined);
  }, EVERY_MS);
  let consumers = [startConsumer(), startConsumer()];
  const restedMs: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await Promise.all(consumers.map(({ joined }) => joined));
    const victim = await Promise.race(consumers.map(async (consumer) => consumer.next().then(() => consumer)));
    const others = consumers.filter((consumer) => consumer !== victim);
    const killedAt = performance.now();
    victim.kill();
    await Promise.race(others.map((consumer) => consumer.next()));
    restedMs.push(Math.round(performance.now() - killedAt));
    consumers = [...others, startConsumer()];
  }
  clearInterval(sending);
  consumers.forEach((consumer) => consumer.kill());
  console.log(JSON.stringify({ ...environment(), restedMs }, null, 2));
  await kafka.close();
  process.exit(0);
}

function startConsumer() {
  const child = spawn(process.execPath, [import.meta.filename, 'consume', ...addresses], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const until = (word: string) =>
    new Promise<void>((resolve) => {
      const look = (part: Buffer) => {
        if (!part.toString().includes(word)) return;
        child.stdout.off('data', look);
        resolve();
      };
      child.stdout.on('data', look);
    });
  return { joined: until('joined'), next: () => until('records'), kill: () => void child.kill('SIGKILL') };
}
