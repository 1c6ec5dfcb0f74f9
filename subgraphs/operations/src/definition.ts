import { defineService } from '@galleria/kit/process/service-process';
import { createOperationsApp } from './app.ts';
import { settings } from './config.ts';

export const definition = defineService({ name: 'operations', settings, create: createOperationsApp });
