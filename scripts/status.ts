import { resolve } from 'node:path';
import { renderStatus } from '@galleria/platform/cli/status';
import { createPaint } from '@galleria/platform/cli/terminal';
import { resolveStateDirectory } from '@galleria/platform/state/state-directory';
import { readSystemStatus } from '@galleria/platform/supervisor/system-status';

const root = resolve(import.meta.dirname, '..');
const status = await readSystemStatus(resolveStateDirectory(root, process.env['GALLERIA_STATE']));

if (process.argv.includes('--json')) console.log(JSON.stringify(status, undefined, 2));
else console.log(renderStatus(status, createPaint(process.stdout.isTTY, process.env)).join('\n'));

process.exitCode = status.running && status.ready ? 0 : 1;
