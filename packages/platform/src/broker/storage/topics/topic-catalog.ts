import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { BrokerError } from '../../broker-error.ts';
import { readFileIfPresent, replaceFile } from '../atomic-file.ts';
import type { DiskSync } from '../disk-sync.ts';
import type { TopicConfig } from './topic-config.ts';
import { isNumericConfigName } from './topic-config.ts';

const FILE_NAME = 'topics.json';

export interface CatalogTopic {
  readonly name: string;
  readonly partitions: number;
  readonly overrides: Partial<TopicConfig>;
}

/** Which topics exist: the one truth about it, since directories may be left over from a crash. */
export interface Catalog {
  readonly clusterId: string;
  readonly topics: readonly CatalogTopic[];
}

/** Reads the catalog, or makes an empty one. Throws BrokerError DATA_CORRUPT. */
export function loadCatalog(dataDirectory: string): Catalog {
  const path = join(dataDirectory, FILE_NAME);
  const bytes = readFileIfPresent(path);
  if (!bytes) return { clusterId: randomUUID(), topics: [] };
  const catalog = parseJson(bytes.toString());
  if (!isCatalog(catalog)) throw new BrokerError('DATA_CORRUPT', `${path} does not hold a catalog of topics`);
  return catalog;
}

export function storeCatalog(dataDirectory: string, catalog: Catalog, disk: DiskSync): void {
  replaceFile(join(dataDirectory, FILE_NAME), `${JSON.stringify(catalog, null, 2)}\n`, disk);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isCatalog(value: unknown): value is Catalog {
  return isRecord(value) && typeof value['clusterId'] === 'string' && isArrayOf(value['topics'], isCatalogTopic);
}

function isCatalogTopic(value: unknown): value is CatalogTopic {
  if (!isRecord(value) || typeof value['name'] !== 'string' || !isRecord(value['overrides'])) return false;
  const overrides = Object.entries(value['overrides']);
  const areNumbers = overrides.every(([name, setting]) => isNumericConfigName(name) && Number.isSafeInteger(setting));
  return areNumbers && Number.isSafeInteger(value['partitions']) && Number(value['partitions']) > 0;
}

function isArrayOf<T>(value: unknown, isItem: (item: unknown) => item is T): value is T[] {
  return Array.isArray(value) && value.every(isItem);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
