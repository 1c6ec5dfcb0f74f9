import type { Share } from './processes.ts';
import { runSchedules } from './run.ts';

// One of the processes of processes.ts: runs its share, and tells what came of it.
const [share = ''] = process.argv.slice(2);
const result = await runSchedules(JSON.parse(share) as Share);
process.send?.(result, () => process.disconnect());
