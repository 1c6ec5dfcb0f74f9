import { loadConfig, WITHOUT_SERVER } from '@galleria/kit/config';
import { createDatabase } from '@galleria/kit/database/database';
import { createPrismaAdapter } from '@galleria/kit/database/prisma-adapter';
import { createLogger } from '@galleria/kit/logger';
import { settings } from '../config.ts';
import { PrismaClient } from '../generated/prisma/client.ts';
import { createDeadLetterReader } from '../repository/dead-letter-reader.ts';
import { createUnitOfWork } from '../repository/unit-of-work.ts';
import { createDiscardDeadLetters } from '../service/discard-dead-letters.ts';
import { createReadDeadLetters } from '../service/read-dead-letters.ts';
import { createReplayDeadLetters } from '../service/replay-dead-letters.ts';
import { readCommand, USAGE } from './arguments.ts';
import { carryOut } from './carry-out.ts';

try {
  process.exitCode = await run();
} catch (thrown) {
  console.error(thrown instanceof Error ? thrown.message : thrown);
  process.exitCode = 2;
}

async function run(): Promise<number> {
  const command = readCommand(process.argv.slice(2));
  if (command.kind === 'help') {
    console.log(USAGE);
    return 0;
  }
  if (command.kind === 'misunderstood') {
    console.error(`${command.problem}\n\n${USAGE}`);
    return 2;
  }
  const config = loadConfig(settings, { ...WITHOUT_SERVER, ...process.env });
  const database = createDatabase({
    url: config.POSTGRES_URL,
    logger: createLogger({ service: 'dead-letters', level: 'warn' }),
  });
  const prisma = new PrismaClient({ adapter: createPrismaAdapter(database.pool) });
  const reader = createDeadLetterReader(prisma);
  const surroundings = { unitOfWork: createUnitOfWork(database), reader, clock: () => new Date() };
  try {
    const { lines, isDone } = await carryOut(command, {
      read: createReadDeadLetters({ reader }),
      replay: createReplayDeadLetters(surroundings),
      discard: createDiscardDeadLetters(surroundings),
    });
    console.log(lines.join('\n'));
    return isDone ? 0 : 1;
  } finally {
    await prisma.$disconnect();
    await database.close();
  }
}
