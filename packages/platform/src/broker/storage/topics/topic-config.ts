import { ErrorCode, ProtocolError } from '../../wire/error-code.ts';

/** The settings of a topic that this broker acts upon, under their names in Apache Kafka. */
export interface TopicConfig {
  /** Milliseconds that a record is kept; -1 for ever. */
  readonly 'retention.ms': number;
  /** Bytes that a partition may hold; -1 for any number. */
  readonly 'retention.bytes': number;
  readonly 'segment.bytes': number;
  readonly 'max.message.bytes': number;
}

export type NumericConfigName = keyof TopicConfig;

export const TOPIC_CONFIG_DEFAULTS: TopicConfig = {
  'retention.ms': 7 * 24 * 60 * 60 * 1000,
  'retention.bytes': -1,
  'segment.bytes': 64 * 1024 * 1024,
  'max.message.bytes': 1_048_588,
};

/** Settings that have one possible value here; naming that value is accepted, any other is refused. */
export const FIXED_TOPIC_CONFIG: Readonly<Record<string, string>> = {
  'cleanup.policy': 'delete',
  'compression.type': 'producer',
  'message.timestamp.type': 'CreateTime',
  'min.insync.replicas': '1',
};

const SMALLEST: TopicConfig = {
  'retention.ms': -1,
  'retention.bytes': -1,
  'segment.bytes': 1024,
  'max.message.bytes': 0,
};

export interface ConfigEntry {
  readonly name: string;
  readonly value: string | null;
}

/**
 * The overrides that the entries ask for. Throws ProtocolError INVALID_CONFIG for a name or a value that this broker
 * would not act upon: a setting that is silently ignored is worse than a refused one.
 */
export function parseTopicConfig(entries: readonly ConfigEntry[]): Partial<TopicConfig> {
  const overrides: Partial<Record<NumericConfigName, number>> = {};
  for (const { name, value } of entries) {
    if (isNumericConfigName(name)) overrides[name] = parseValue(name, value);
    else requireFixedValue(name, value);
  }
  return overrides;
}

export function isNumericConfigName(name: string): name is NumericConfigName {
  return Object.hasOwn(TOPIC_CONFIG_DEFAULTS, name);
}

function parseValue(name: NumericConfigName, value: string | null): number {
  const number = value === null || !/^-?\d+$/.test(value) ? NaN : Number(value);
  if (Number.isSafeInteger(number) && number >= SMALLEST[name]) return number;
  throw new ProtocolError(ErrorCode.INVALID_CONFIG, `Invalid value ${value ?? 'null'} for ${name}`);
}

function requireFixedValue(name: string, value: string | null): void {
  const fixed = Object.hasOwn(FIXED_TOPIC_CONFIG, name) ? FIXED_TOPIC_CONFIG[name] : undefined;
  if (fixed === undefined) throw new ProtocolError(ErrorCode.INVALID_CONFIG, `Unknown topic config name: ${name}`);
  if (value === fixed) return;
  const message = `The embedded broker supports ${name}=${fixed} only, not ${value ?? 'null'}`;
  throw new ProtocolError(ErrorCode.INVALID_CONFIG, message);
}
