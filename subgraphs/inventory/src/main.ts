import { runService } from '@galleria/kit/service-process';
import { createInventoryApp } from './app.ts';
import { settings } from './config.ts';

await runService({ name: 'inventory', settings, env: process.env, create: createInventoryApp });
