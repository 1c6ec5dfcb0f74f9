import { serviceSettings } from '@galleria/kit/config';
import { z } from 'zod';

/** It needs nothing beyond what every service does. */
export const settings = z.object(serviceSettings);
