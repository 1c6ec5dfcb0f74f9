import { defineService } from '@galleria/kit/process/service-process';
import { createUsersApp } from './app.ts';
import { settings } from './config.ts';

export const definition = defineService({ name: 'users', settings, create: createUsersApp });
