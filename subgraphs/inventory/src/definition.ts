import { defineService } from '@galleria/kit/process/service-process';
import { createInventoryApp } from './app.ts';
import { settings } from './config.ts';

export const definition = defineService({ name: 'inventory', settings, create: createInventoryApp });
