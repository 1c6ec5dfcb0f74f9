import { describe, expect, it } from 'vitest';
import { bootstrapServers } from './bootstrap-servers.ts';

describe('the list of brokers for the client', () => {
  it('has no colon but the one before the port', () => {
    expect(bootstrapServers(['broker:9092', '[::1]:9093']).brokers).toEqual(['broker:9092', 'bootstrap-server-2:9093']);
  });
});
