import { runService } from '@galleria/kit/service-process';
import { createNotificationsApp } from './app.ts';
import { settings } from './config.ts';

await runService({ name: 'notifications', settings, env: process.env, create: createNotificationsApp });
