import type { Place } from '../../compose/problem.ts';
import type { Finding } from '../finding.ts';
import { CONTRACTS, type DeclaredContract } from './contracts.ts';
import type { OwnedTopic } from './owned-topics.ts';
import type { Traffic } from './traffic.ts';

/** Messages that nobody sends, hears, owns, or finds in the catalogue. */
export function looseEnds(
  contracts: readonly DeclaredContract[],
  traffic: Traffic,
  topics: readonly OwnedTopic[],
  catalogued: ReadonlySet<string>,
): Finding[] {
  return [
    ...contracts.flatMap((contract) => [
      ...uncatalogued(contract, catalogued),
      ...unowned(contract, topics),
      ...unsent(contract, traffic),
      ...unheard(contract, traffic),
    ]),
    ...ownedTwice(topics),
  ];
}

function uncatalogued({ type, module, place }: DeclaredContract, catalogued: ReadonlySet<string>): Finding[] {
  if (catalogued.has(type)) return [];
  return error('EVENT_NOT_IN_CATALOG', `${type} is not in the catalogue: every service takes it for unknown.`, place, {
    hint: `Add ./${module}.ts to the list in ${CONTRACTS}/catalog.ts.`,
  });
}

function unowned({ type, owner, topic, place }: DeclaredContract, topics: readonly OwnedTopic[]): Finding[] {
  if (topics.some((owned) => owned.topic === topic && owned.service === owner)) return [];
  return error('EVENT_TOPIC_WITHOUT_OWNER', `${type} travels on ${topic}, which ${owner} does not create.`, place, {
    hint: `Add '${topic}' to the topics of createMessaging in subgraphs/${owner}/src/app.ts.`,
  });
}

function ownedTwice(topics: readonly OwnedTopic[]): Finding[] {
  const first = new Map<string, OwnedTopic>();
  return topics.flatMap((owned) => {
    const other = first.get(owned.topic);
    if (other === undefined) {
      first.set(owned.topic, owned);
      return [];
    }
    const message = `${owned.topic} is created by ${other.service} and by ${owned.service}: a topic has one owner.`;
    return error('EVENT_TOPIC_OF_TWO', message, owned.place);
  });
}

function unsent({ type, kind, owner, place }: DeclaredContract, { senders }: Traffic): Finding[] {
  const all = senders.get(type) ?? [];
  const strangers = kind === 'event' ? all.filter((service) => service !== owner) : [];
  if (strangers.length > 0) {
    const message = `${type} is sent by ${strangers.join(', ')}: only ${owner} can say what happened there.`;
    return error('EVENT_SENT_BY_A_STRANGER', message, place);
  }
  if (all.length > 0) return [];
  return [
    {
      check: 'events',
      code: 'EVENT_NEVER_SENT',
      severity: 'warning',
      message: `No use case sends ${type}.`,
      places: [place],
      hint: `Send it by outbox.add in the transaction of what it tells, or remove the contract.`,
    },
  ];
}

function unheard(contract: DeclaredContract, { listeners }: Traffic): Finding[] {
  const { type, kind, owner, unheardBecause, place } = contract;
  const all = listeners.get(type) ?? [];
  if (kind === 'command') {
    if (all.some(({ service, how }) => service === owner && how === 'once')) return [];
    return error('COMMAND_NOT_TAKEN', `${owner} does not take the command ${type}: nothing comes of it.`, place, {
      hint: `Add on(${contract.exported}, …) to createSubscriptions in subgraphs/${owner}/src/api/consumers.ts.`,
    });
  }
  if (all.length === 0 && unheardBecause === undefined) {
    return error('EVENT_UNHEARD', `Nobody listens to ${type}, and its contract does not say why.`, place, {
      hint: 'Say in one sentence, as `unheardBecause` of the contract, for whom it is told all the same.',
    });
  }
  if (all.length > 0 && unheardBecause !== undefined) {
    const names = all.map(({ service }) => service).join(', ');
    return error(
      'EVENT_HEARD_AFTER_ALL',
      `${names} listens to ${type}, and its contract says why nobody does.`,
      place,
      {
        hint: 'Remove `unheardBecause` from the contract.',
      },
    );
  }
  return [];
}

function error(code: string, message: string, place: Place, rest: { readonly hint?: string } = {}): Finding[] {
  return [{ check: 'events', code, severity: 'error', message, places: [place], ...rest }];
}
