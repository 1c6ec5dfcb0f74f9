/** Shown by `npm start -- --help`. Plain text, because it must not need an installation. */
export const START_HELP = `
npm start [-- options]          starts Galleria and waits for Ctrl-C

  --only <names>                only these: subgraphs, router, storefront, mailbox; and the infrastructure that they need
                                  npm start -- --only users,products,router
  --replicas <name=number,…>    several processes of a subgraph, between which the router balances
                                  npm start -- --replicas orders=2,inventory=3
  --single-process              subgraphs and router in one process
  --help                        this text

--only goes together with each of the others. --replicas and --single-process exclude each other.

Environment: PORT_BASE (4000) moves every port, GALLERIA_STATE (.galleria) the folder for data and logs. POSTGRES_URL,
KAFKA_BROKERS and SMTP_URL use servers of yours. LIVENESS_SECONDS (30) is how long a process may answer nothing before it is
restarted, 0 for ever. docs/guides/run.md tells more.
`;
