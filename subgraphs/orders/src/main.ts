import { runService } from '@galleria/kit/service-process';
import { createOrdersApp } from './app.ts';
import { settings } from './config.ts';

await runService({ name: 'orders', settings, env: process.env, create: createOrdersApp });
