import { stringify } from 'yaml';
import { z } from 'zod';
import type { DeclaredContract } from './contracts.ts';
import type { Traffic } from './traffic.ts';

const text = { type: 'string' };
/** What packages/messaging writes beside the value of a message; the envelope's test holds the two together. */
export const HEADERS = {
  type: 'object',
  required: ['ce_specversion', 'ce_id', 'ce_type', 'ce_source', 'ce_time'],
  properties: {
    'content-type': { type: 'string', const: 'application/json' },
    ce_specversion: { type: 'string', const: '1.0' },
    ce_id: { ...text, description: 'The same each time that the message is delivered.' },
    ce_type: { ...text, description: 'Owner, name and version of the message.' },
    ce_source: { ...text, description: 'The service that sent it.' },
    ce_subject: { ...text, description: 'The key.' },
    ce_time: { ...text, format: 'date-time' },
    ce_correlationid: { ...text, description: 'One for all that a request of a client has caused.' },
    ce_causationid: { ...text, description: 'The id of the message that caused this one.' },
    ce_recipient: { ...text, description: 'The only service that is to handle it, where it is sent again.' },
    traceparent: { ...text, description: 'W3C Trace Context.' },
  },
};

/** docs/asyncapi.yaml: every topic, every message, and which service sends and takes it, as AsyncAPI 3.0. */
export function asyncApiDocument(contracts: readonly DeclaredContract[], traffic: Traffic): string {
  const topics = [...new Set(contracts.map(({ topic }) => topic))].toSorted();
  const document = {
    asyncapi: '3.0.0',
    info: {
      title: 'Galleria',
      version: '1.0.0',
      description: 'What the services of Galleria tell and ask each other. Written by npm run contracts.',
      license: { name: 'MIT' },
      tags: traffic.services.map((name) => ({ name })),
    },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(topics.map((topic) => [topic, channel(topic, contracts)])),
    operations: Object.fromEntries(traffic.services.flatMap((service) => operations(service, contracts, traffic))),
    components: {
      messages: Object.fromEntries(contracts.map((contract) => [contract.type, message(contract)])),
      messageTraits: { cloudEvent: { headers: HEADERS } },
    },
  };
  const head = '# Written by npm run contracts from packages/events and the services’ code. Do not edit.\n';
  return head + stringify(document, { lineWidth: 0, aliasDuplicateObjects: false });
}

function channel(topic: string, contracts: readonly DeclaredContract[]) {
  const own = contracts.filter((contract) => contract.topic === topic);
  const owner = own[0]?.owner ?? '';
  const what = topic.endsWith('.commands') ? `What ${owner} is asked to do.` : `What happened in ${owner}.`;
  return {
    address: topic,
    description: what,
    tags: [{ name: owner }],
    messages: Object.fromEntries(own.map(({ type }) => [type, { $ref: `#/components/messages/${type}` }])),
    bindings: { kafka: { topic } },
  };
}

function message({ type, name, description, key, kind, schema }: DeclaredContract) {
  // The draft that AsyncAPI takes a payload for where it is not told another.
  const payload = { ...z.toJSONSchema(schema, { io: 'input', target: 'draft-7' }), $schema: undefined };
  return {
    name: type,
    title: name,
    summary: description,
    tags: [{ name: kind }],
    traits: [{ $ref: '#/components/messageTraits/cloudEvent' }],
    payload,
    bindings: { kafka: { key: { type: 'string', description: `The ${key} of the message.` } } },
  };
}

/** One for each topic and direction: what the service sends to it, and what it takes from it. */
function operations(service: string, contracts: readonly DeclaredContract[], traffic: Traffic) {
  const sent = contracts.filter(({ type }) => traffic.senders.get(type)?.includes(service));
  const heard = (how: string) =>
    contracts.filter(({ type }) =>
      traffic.listeners.get(type)?.some((one) => one.service === service && one.how === how),
    );
  const group = { kafka: { groupId: { type: 'string', const: service } } };
  return [
    ...byTopic(sent, (topic) => [`${service}.send.${topic}`, { action: 'send', tags: [{ name: service }] }]),
    ...byTopic(heard('once'), (topic) => [
      `${service}.receive.${topic}`,
      { action: 'receive', tags: [{ name: service }], bindings: group },
    ]),
    ...byTopic(heard('everywhere'), (topic) => [
      `${service}.hear.${topic}`,
      {
        action: 'receive',
        tags: [{ name: service }],
        summary: `By every instance of ${service}, from a group of its own.`,
      },
    ]),
  ];
}

function byTopic(contracts: readonly DeclaredContract[], operation: (topic: string) => [string, object]) {
  return [...new Set(contracts.map(({ topic }) => topic))].map((topic) => {
    const [name, rest] = operation(topic);
    const types = contracts.filter((contract) => contract.topic === topic).map(({ type }) => type);
    const messages = types.map((type) => ({ $ref: `#/channels/${topic}/messages/${type}` }));
    return [name, { ...rest, channel: { $ref: `#/channels/${topic}` }, messages }] as const;
  });
}
