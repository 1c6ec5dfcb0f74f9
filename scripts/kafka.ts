import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { startApacheKafka } from '@galleria/platform/apache-kafka/cluster';
import { findApacheKafkaJars } from '@galleria/platform/apache-kafka/jars';
import { describeTakenPort, findTakenPorts } from '@galleria/platform/supervisor/process/port-holder';

const USAGE = `npm run kafka -- [--port 9092]
Runs three brokers of Apache Kafka on this machine, on this port and the two after it, until Ctrl-C; then nothing of
them is left. Needs Java 17 or later and Maven, which fetches Apache Kafka once.`;
const BROKERS = 3;

process.exitCode = await main();

async function main(): Promise<0 | 1> {
  const { values } = parseArgs({ options: { port: { type: 'string', default: '9092' }, help: { type: 'boolean' } } });
  if (values.help === true) {
    console.log(USAGE);
    return 0;
  }
  const first = Number(values.port);
  if (!/^\d{4,5}$/.test(values.port) || first + BROKERS > 65_536)
    return fail(`--port cannot be ${values.port}.\n\n${USAGE}`);
  const ports = Array.from({ length: BROKERS }, (_, index) => first + index);
  const taken = await findTakenPorts(Object.fromEntries(ports.map((port, index) => [`kafka-${index + 1}`, port])));
  if (taken.length > 0) {
    return fail(
      `${taken.map(describeTakenPort).join('\n')}\nStop that, or choose another: npm run kafka -- --port 19092`,
    );
  }
  const jars = await findApacheKafkaJars();
  if (jars.kind === 'unavailable') return fail(`Apache Kafka cannot be had, it needs Java and Maven: ${jars.reason}`);
  console.log('Three brokers start …');
  const kafka = await startApacheKafka({ jars: jars.directory, ports });
  const interrupted = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  console.log(`\nKAFKA_BROKERS=${kafka.addresses.join(',')} npm start\n`);
  for (const { name, address, pid } of kafka.nodes) console.log(`  ${name}  ${address}  pid ${pid ?? '?'}`);
  console.log('\nCtrl-C ends them and removes what they have written.');
  await interrupted;
  await kafka.stop();
  return 0;
}

function fail(message: string): 1 {
  console.error(message);
  return 1;
}
