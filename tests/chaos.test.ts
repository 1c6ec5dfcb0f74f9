import { findApacheKafkaJars } from '@galleria/platform/apache-kafka/jars';
import { describeUnavailable } from '@galleria/platform/testing/unavailable';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { targetsInCluster } from './chaos/faults.ts';
import { report } from './chaos/report.ts';
import { runChaos } from './chaos/run.ts';
import { startForChaos, type ChaosGalleria } from './chaos/start.ts';

/** Which faults, and in what order. `npm run chaos` draws others each time. */
const SEED = 1;
const FAULTS = 24;
const LONG = { timeout: 900_000 };
const jars = await findApacheKafkaJars();

describe('a shop whose processes are killed and frozen, and cut off from their servers, up to three at once', () => {
  let running: ChaosGalleria;
  beforeAll(async () => void (running = await startForChaos({ network: true })));
  afterAll(() => running.stop());

  it('loses no order, no piece, no money and no word to a customer', LONG, async () => {
    const outcome = await runChaos(running, { seed: SEED, orders: 60, faults: FAULTS, customers: 4 });
    expect(outcome.verdict.problems, report(outcome, SEED)).toEqual([]);
  });
});

if (jars.kind === 'found') {
  describe('a shop on three brokers of Apache Kafka, which are killed and frozen and whose leaders move', () => {
    let running: ChaosGalleria;
    beforeAll(async () => void (running = await startForChaos({ jars: jars.directory })));
    afterAll(() => running.stop());

    it('loses nothing on them either, and lets every message take effect once', LONG, async () => {
      const targets = targetsInCluster(running.cluster);
      const options = { seed: SEED, orders: 40, faults: 6, customers: 4, targets, mostAtOnce: 1 };
      const outcome = await runChaos(running, options);
      expect(outcome.verdict.problems, report(outcome, SEED)).toEqual([]);
    });
  });
} else describeUnavailable('a shop on three brokers of Apache Kafka', jars.reason);
