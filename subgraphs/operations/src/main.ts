import { runAlone } from '@galleria/kit/process/process-definition';
import { definition } from './definition.ts';

await runAlone(definition, process.env);
