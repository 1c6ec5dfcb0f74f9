import type { StatusWords } from './en.ts';

/** What the status page says, in German. */
export const deStatus: StatusWords = {
  introduction: 'Jeder Teil dieses Ladens ist ein Dienst für sich. Ruht einer, machen die anderen weiter.',
  up: 'Offen',
  down: 'Ruht',
  unknown: 'Nicht erreichbar',
  allUp: 'Alle Dienste sind offen.',
  someDown: 'Einige Dienste ruhen. Was sie tun, kommt von selbst zurück.',
};
