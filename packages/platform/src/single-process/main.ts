import { runProcess } from '@galleria/kit/process/lifecycle';
import { createLogger } from '@galleria/kit/logger';
import { loadParts, startParts } from './parts.ts';

await runProcess(createLogger({ service: 'galleria' }), async () => startParts(await loadParts(process.env)));
