import {
  FIXED_TOPIC_CONFIG,
  TOPIC_CONFIG_DEFAULTS,
  isNumericConfigName,
  parseTopicConfig,
} from '../../storage/topics/topic-config.ts';
import type { Topic, TopicStore } from '../../storage/topics/topic-store.ts';
import { ErrorCode, ProtocolError, refusalOf } from '../../wire/error-code.ts';
import type { ProtocolReader } from '../../wire/protocol-reader.ts';
import type { ProtocolWriter } from '../../wire/protocol-writer.ts';
import { NO_THROTTLE_MS } from '../api.ts';
import type { Api } from '../api.ts';

const RESOURCE_TOPIC = 2;
const SOURCE = { topic: 1, default: 5 };

interface Dependencies {
  readonly topics: TopicStore;
}

interface Resource {
  readonly type: number;
  readonly name: string;
}

/** DescribeConfigs, of topics only. */
export function createDescribeConfigsApi({ topics }: Dependencies): Api {
  return {
    key: 32,
    name: 'DescribeConfigs',
    versions: { lowest: 1, highest: 2 },
    handle({ body }, response) {
      const wanted = body.array(() => ({ ...readResource(body), names: body.nullableArray(() => body.string()) }));
      body.boolean(); // include synonyms: there are none
      response.int32(NO_THROTTLE_MS);
      return response.array(wanted, ({ names, ...resource }) => {
        const topic = attempt(() => requireTopic(topics, resource));
        writeOutcome(response, resource, topic);
        const settings = topic.kind === 'done' ? settingsOf(topic.value) : [];
        // An empty list asks for all settings too: that is what clients send that have no null.
        const isWanted = (name: string) => names === null || names.length === 0 || names.includes(name);
        response.array(
          settings.filter(({ name }) => isWanted(name)),
          (setting) => writeSetting(response, setting),
        );
      });
    },
  };
}

/** AlterConfigs, of topics only: the settings named replace all that were set before. */
export function createAlterConfigsApi({ topics }: Dependencies): Api {
  return {
    key: 33,
    name: 'AlterConfigs',
    versions: { lowest: 0, highest: 1 },
    handle({ body }, response) {
      const wanted = body.array(() => ({
        ...readResource(body),
        entries: body.array(() => ({ name: body.string(), value: body.nullableString() })),
      }));
      const isDryRun = body.boolean();
      response.int32(NO_THROTTLE_MS);
      return response.array(wanted, ({ entries, ...resource }) => {
        const outcome = attempt(() => {
          const topic = requireTopic(topics, resource);
          const overrides = parseTopicConfig(entries);
          if (!isDryRun) topics.configure(topic.name, overrides);
        });
        writeOutcome(response, resource, outcome);
      });
    },
  };
}

type Outcome<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'refused'; readonly errorCode: ErrorCode; readonly message: string };

function attempt<T>(act: () => T): Outcome<T> {
  try {
    return { kind: 'done', value: act() };
  } catch (error) {
    return { kind: 'refused', ...refusalOf(error) };
  }
}

function readResource(body: ProtocolReader): Resource {
  return { type: body.int8(), name: body.string() };
}

function requireTopic(topics: TopicStore, { type, name }: Resource): Topic {
  if (type === RESOURCE_TOPIC) return topics.topic(name);
  throw new ProtocolError(ErrorCode.INVALID_REQUEST, 'The embedded broker has settings of topics only');
}

function writeOutcome(response: ProtocolWriter, { type, name }: Resource, outcome: Outcome<unknown>): void {
  const refusal = outcome.kind === 'refused' ? outcome : { errorCode: ErrorCode.NONE, message: null };
  response.int16(refusal.errorCode).nullableString(refusal.message).int8(type).string(name);
}

interface Setting {
  readonly name: string;
  readonly value: string;
  readonly isReadOnly: boolean;
  readonly source: number;
}

function settingsOf(topic: Topic): Setting[] {
  const names = Object.keys(TOPIC_CONFIG_DEFAULTS).filter(isNumericConfigName);
  const numeric = names.map((name) => ({
    name,
    value: String(topic.config[name]),
    isReadOnly: false,
    source: name in topic.overrides ? SOURCE.topic : SOURCE.default,
  }));
  const fixed = Object.entries(FIXED_TOPIC_CONFIG).map(([name, value]) => ({
    name,
    value,
    isReadOnly: true,
    source: SOURCE.default,
  }));
  return [...numeric, ...fixed];
}

function writeSetting(response: ProtocolWriter, { name, value, isReadOnly, source }: Setting): void {
  const isSensitive = false;
  response
    .string(name)
    .nullableString(value)
    .boolean(isReadOnly)
    .int8(source)
    .boolean(isSensitive)
    .array([], () => undefined);
}
