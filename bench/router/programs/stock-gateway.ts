/** `@apollo/gateway` behind `@apollo/server`, as its documentation starts it. */
import { readFileSync } from 'node:fs';
import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { disableTelemetry, withoutExtras } from '../../../router/src/stock-gateway/quiet-apollo.ts';

const [port, supergraphFile = ''] = process.argv.slice(2);
disableTelemetry();
const gateway = new ApolloGateway({ supergraphSdl: readFileSync(supergraphFile, 'utf8') });
const server = new ApolloServer({ gateway, plugins: withoutExtras() });
await startStandaloneServer(server, { listen: { port: Number(port), host: '127.0.0.1' } });
