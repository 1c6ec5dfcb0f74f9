import { runService } from '@galleria/kit/service-process';
import { createUsersApp } from './app.ts';
import { settings } from './config.ts';

await runService({ name: 'users', settings, env: process.env, create: createUsersApp });
