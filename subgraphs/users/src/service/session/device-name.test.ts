import { describe, expect, it } from 'vitest';
import { deviceName } from './device-name.ts';

describe('the name of a device', () => {
  it.each([
    ['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0', 'Firefox on Windows'],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
      'Safari on iOS',
    ],
  ])('is what its browser says', (userAgent, name) => {
    expect(deviceName(userAgent)).toBe(name);
  });

  it.each([null, '', 'curl/8.5.0', '<script>alert(1)</script>'])('is not known of %j', (userAgent) => {
    expect(deviceName(userAgent)).toBeNull();
  });
});
