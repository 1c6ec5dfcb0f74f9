import { defineService } from '@galleria/kit/process/service-process';
import { createNotificationsApp } from './app.ts';
import { settings } from './config.ts';

export const definition = defineService({ name: 'notifications', settings, create: createNotificationsApp });
