import { ConfigError } from '@galleria/kit/config';
import { describe, expect, it } from 'vitest';
import { planPorts } from '../ports.ts';
import { StateDirectoryError } from '../state/state-directory.ts';
import { PortsTakenError } from '../supervisor/process/port-holder.ts';
import { explainStart } from './explain-start.ts';

describe('the explanation of a start that failed', () => {
  it.each([
    ['a base that browsers refuse', thrownBy(() => planPorts(6000, [])), 'PORT_BASE=6000 puts router on port 6000'],
    ['settings', new ConfigError(['LOG_LEVEL in the environment: found "verbose"']), 'LOG_LEVEL'],
    ['a state directory', new StateDirectoryError('Data and logs cannot be kept in /shop'), 'cannot be kept'],
    [
      'a full disk',
      Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' }),
      'Make room',
    ],
    ['a taken port', new PortsTakenError([{ name: 'router', port: 4000, address: '::1' }], 5000), 'PORT_BASE=5000 npm'],
  ])('by %s has no stack', (_title, error, words) => {
    expect(explainStart(error)).toContain(words);
    expect(explainStart(error)).not.toContain('    at ');
  });

  it('shows the stack of what nobody expected', () => {
    expect(explainStart(new Error('a defect'))).toContain('    at ');
  });
});

function thrownBy(work: () => unknown): unknown {
  try {
    return work();
  } catch (thrown) {
    return thrown;
  }
}
