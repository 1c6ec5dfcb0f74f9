import { defineService } from '@galleria/kit/process/service-process';
import { createPaymentsApp } from './app.ts';
import { settings } from './config.ts';

export const definition = defineService({ name: 'payments', settings, create: createPaymentsApp });
