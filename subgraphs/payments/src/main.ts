import { runService } from '@galleria/kit/service-process';
import { createPaymentsApp } from './app.ts';
import { settings } from './config.ts';

await runService({ name: 'payments', settings, env: process.env, create: createPaymentsApp });
