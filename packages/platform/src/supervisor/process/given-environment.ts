type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The settings that whoever starts Galleria may set for its processes, by who reads them. This list is the place where
 * that is decided: a setting that is in neither list fails a test.
 */
export const SETTINGS_PASSED_ON: readonly string[] = [
  // every process
  ...['LOG_LEVEL', 'NODE_ENV', 'VIEWER_SIGNING_SECRET'],
  // every service
  'FAULT_SWITCHES',
  // users, and the router who believes its tokens
  ...['TOKEN_ISSUER', 'TOKEN_AUDIENCE', 'TOKEN_ISSUERS', 'ACCESS_TOKEN_SECONDS', 'REFRESH_TOKEN_DAYS'],
  // products
  ...['SHOP_CURRENCY', 'IMAGES_URL', 'IMAGES_FOLDER'],
  // inventory
  ...['RESERVATION_SWEEP_MS', 'LOW_STOCK_THRESHOLD'],
  // orders
  ...['USERS_TIMEOUT_MS', 'USERS_BREAKER_FAILURES', 'USERS_BREAKER_OPEN_MS', 'CURRENCY'],
  ...['STOCK_DEADLINE_MS', 'PAYMENT_DEADLINE_MS', 'DEADLINE_SWEEP_MS'],
  // payments
  ...['PAYMENT_PROVIDER', 'PROVIDER_CONCURRENCY', 'PROVIDER_TIMEOUT_MS', 'PROVIDER_GIVE_UP_MS', 'PAYMENT_SWEEP_MS'],
  ...['SANDBOX_SLOW_MS', 'SANDBOX_WEBHOOKS', 'SANDBOX_WEBHOOK_SECRET'],
  ...['STRIPE_API_KEY', 'STRIPE_WEBHOOK_SECRET', 'STRIPE_API_BASE', 'INVOICE_ISSUER'],
  // notifications
  ...['SMTP_CONNECTIONS', 'SMTP_TIMEOUT_MS', 'MAIL_FROM'],
  // router
  ...['SUPERGRAPH_POLL_MS', 'SUBGRAPH_TIMEOUT_MS', 'ALLOWED_ORIGINS', 'TRUSTED_PROXIES', 'QUERY_PLAN_CACHE_MIB'],
  'ACCESS_LOG_SHARE',
  ...['ROUTER_WORKERS', 'ROUTER_ENGINE', 'ROUTER_PLANNER', 'QUERY_PLAN_TIMEOUT_MS', 'QUERY_PLANNER_MEMORY_MIB'],
  ...['SUBGRAPH_CONCURRENCY', 'SUBGRAPH_QUEUE', 'SUBGRAPH_RETRY_PERCENT', 'SUBGRAPH_RETRIES_PER_SECOND'],
  ...['SUBGRAPH_BREAKER_FAILURES', 'SUBGRAPH_BREAKER_OPEN_MS', 'SUBGRAPH_SLOW_START_MS', 'SUBGRAPH_HEALTH_CHECK_MS'],
  ...['SUBGRAPH_DNS_MS', 'SUBGRAPH_DNS_SERVERS', 'OPERATION_TIMEOUT_MS'],
  ...['PERSISTED_OPERATIONS', 'ALLOWED_OPERATIONS', 'OPERATION_USAGE_FOLDER'],
  ...['SHARED_CALLS', 'ENTITY_CACHE_MIB', 'PERSISTED_QUERY_CACHE_MIB'],
  ...['POLICY_MODULE', 'POLICY_URL', 'POLICY_TIMEOUT_MS'],
  ...['LIMIT_TOKENS', 'LIMIT_DEPTH', 'LIMIT_ALIASES', 'LIMIT_ROOT_FIELDS', 'LIMIT_SELECTIONS', 'LIMIT_OBJECTS'],
  ...['LIMIT_SUBSCRIPTIONS', 'LIMIT_SUBSCRIPTIONS_PER_VIEWER', 'LIMIT_SUBSCRIPTIONS_PER_ADDRESS'],
  ...['LIMIT_REQUESTS_PER_VIEWER', 'LIMIT_REQUESTS_PER_ADDRESS', 'LIMIT_REQUESTS_PER_CLIENT'],
  ...['LIMIT_COST_PER_VIEWER', 'LIMIT_COST_PER_ADDRESS', 'LIMIT_COST_PER_CLIENT', 'REDIS_URL'],
  // broker
  ...['KAFKA_FSYNC', 'KAFKA_FURTHER_LISTENERS'],
];

/**
 * Settings that the supervisor alone decides, for each process another value. Those of the shell mean something else
 * (conda and tcsh set HOST, many tools PORT) or would be the same for all.
 */
export const SETTINGS_OF_EACH_PROCESS: readonly string[] = [
  ...['HOST', 'PORT', 'POSTGRES_URL', 'KAFKA_BROKERS', 'CONFIG_FILE'],
  ...['USERS_URL', 'SMTP_URL', 'STOREFRONT_URL'],
  ...['SUBGRAPH_URLS', 'SUPERGRAPH_FILE', 'LANDING_PAGE_FOLDER', 'JWKS_URL', 'SESSION_SERVICE'],
  ...['ROUTER_URL', 'IMAGES_SERVER_URL', 'STOREFRONT_FOLDER'],
  ...['SMTP_PORT', 'MAILBOX_DIRECTORY'],
  ...['KAFKA_HOST', 'KAFKA_PORT', 'KAFKA_DATA_DIRECTORY', 'HEALTH_PORT'],
  ...['GRAPH_URL', 'GALLERIA_PARTS'],
];

/**
 * What a process of ours inherits from the environment that Galleria was started in: everything that is no setting of
 * ours (PATH, proxies, certificates), and the settings that may be set. An empty text is as good as none.
 */
export function givenEnvironment(env: Environment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter(
      (entry): entry is [string, string] =>
        entry[1] !== undefined && !SETTINGS_OF_EACH_PROCESS.includes(entry[0]) && !isEmptySetting(entry),
    ),
  );
}

function isEmptySetting([name, value]: readonly [string, string | undefined]): boolean {
  return value === '' && SETTINGS_PASSED_ON.includes(name);
}
