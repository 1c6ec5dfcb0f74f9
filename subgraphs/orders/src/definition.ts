import { defineService } from '@galleria/kit/process/service-process';
import { createOrdersApp } from './app.ts';
import { settings } from './config.ts';

export const definition = defineService({ name: 'orders', settings, create: createOrdersApp });
