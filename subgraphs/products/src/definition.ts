import { defineService } from '@galleria/kit/process/service-process';
import { createProductsApp } from './app.ts';
import { settings } from './config.ts';

export const definition = defineService({ name: 'products', settings, create: createProductsApp });
