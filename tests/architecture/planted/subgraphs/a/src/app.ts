import '../../b/src/app.ts';
import '../../../packages/platform/src/broker.ts';
import { Kafka } from 'kafkajs';
import { build } from 'esbuild';
export const app = [Kafka, build];
