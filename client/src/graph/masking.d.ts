import type { GraphQLCodegenDataMasking } from '@apollo/client/masking';

declare module '@apollo/client' {
  // What another component asked for is not in a component's types.
  export interface TypeOverrides extends GraphQLCodegenDataMasking.TypeOverrides {
    readonly masked?: never;
  }
}

declare module '@apollo/client' {
  namespace ApolloClient {
    namespace DeclareDefaultOptions {
      interface WatchQuery {
        errorPolicy: 'all';
      }
      interface Query {
        errorPolicy: 'all';
      }
    }
  }
}
