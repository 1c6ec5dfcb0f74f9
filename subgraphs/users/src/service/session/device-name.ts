import Bowser from 'bowser';

/** "Firefox on Windows" of a `User-Agent`, for people to recognise their devices by; null when it is no browser's. */
export function deviceName(userAgent: string | null): string | null {
  if (userAgent === null || userAgent === '') return null;
  const { browser, os } = Bowser.parse(userAgent);
  if (browser.name === undefined || browser.name === '') return null;
  return os.name === undefined ? browser.name : `${browser.name} on ${os.name}`;
}
