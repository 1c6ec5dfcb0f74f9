import { describe, expect, it } from 'vitest';
import type { Finding } from '../doctor/finding.ts';
import { renderFindings } from './doctor.ts';

const FINE: Finding = { outcome: 'ok', name: 'disk', text: '9000 MB free' };
const BAD: Finding = { outcome: 'failed', name: 'ports', text: 'Port 1\nPort 2', advice: 'Stop that.' };
const ODD: Finding = { outcome: 'warning', name: 'run', text: 'leftovers', advice: 'npm start ends them.' };

describe('the doctor’s words', () => {
  it('are what was found, what to do about it, and how it stands', () => {
    expect(render([FINE, BAD, ODD])).toEqual([
      '',
      '  ✓ disk        9000 MB free',
      '  ✗ ports       Port 1',
      '                Port 2',
      '                → Stop that.',
      '  ! run         leftovers',
      '                → npm start ends them.',
      '',
      '  1 of these keep Galleria from running.',
      '',
    ]);
    expect(render([FINE, ODD])).toContain('  Galleria can run; read the warnings.');
    expect(render([FINE])).toContain('  Galleria can run here.');
  });
});

function render(findings: Finding[]): string[] {
  return renderFindings(findings, (_style, text) => text);
}
