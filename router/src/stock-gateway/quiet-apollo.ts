import type { ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';

/** Takes from Apollo Server what it would do besides answering. */
export function withoutExtras(): ApolloServerPlugin[] {
  return [
    ApolloServerPluginCacheControlDisabled(),
    ApolloServerPluginInlineTraceDisabled(),
    ApolloServerPluginLandingPageDisabled(),
    ApolloServerPluginSchemaReportingDisabled(),
    ApolloServerPluginUsageReportingDisabled(),
  ];
}

/**
 * The gateway's constructor starts an exporter that asks cloud metadata services where it runs and reports to Apollo
 * every hour, unless this variable is set; no option turns it off.
 */
export function disableTelemetry(): void {
  // eslint-disable-next-line no-restricted-properties -- the gateway reads it from nowhere else
  process.env['APOLLO_TELEMETRY_DISABLED'] = '1';
}
