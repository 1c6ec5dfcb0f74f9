import { runService } from '@galleria/kit/service-process';
import { createProductsApp } from './app.ts';
import { settings } from './config.ts';

await runService({ name: 'products', settings, env: process.env, create: createProductsApp });
