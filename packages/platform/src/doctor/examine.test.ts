import { describe, expect, it } from 'vitest';
import { examine } from './examine.ts';

const examineWith = (env: Readonly<Record<string, string>>) =>
  examine({ root: import.meta.dirname, env, nodeProblem: undefined, arePackagesInstalled: true });

describe('an examination', () => {
  it('names each setting of a server that cannot be read, shows no password, and looks at the rest', async () => {
    const findings = await examineWith({
      POSTGRES_URL: 'postgres://ada:se#cret@db.example/shop',
      KAFKA_BROKERS: 'kafka://ada:secret@host:9092',
      SMTP_URL: 'smtp://ada:100%cret@mail.example',
    });
    expect(findings).toContainEqual(
      expect.objectContaining({
        outcome: 'failed',
        name: 'settings',
        text: expect.stringMatching(/POSTGRES_URL .*%23\nKAFKA_BROKERS .*password.*\nSMTP_URL .*%25/) as string,
      }),
    );
    expect(findings.map(({ name }) => name)).toEqual(expect.arrayContaining(['Node', 'disk', 'ports']));
    expect(JSON.stringify(findings)).not.toContain('cret');
  });

  it('fails on servers that do not answer, and names them without their password', async () => {
    const findings = await examineWith({
      POSTGRES_URL: 'postgres://ada:secret@127.0.0.1:1/shop',
      KAFKA_BROKERS: 'kafka://127.0.0.1:1',
    });
    expect(findings).toContainEqual(
      expect.objectContaining({
        outcome: 'failed',
        name: 'PostgreSQL',
        text: expect.stringContaining('ada@127') as string,
      }),
    );
    expect(findings).toContainEqual(
      expect.objectContaining({
        outcome: 'failed',
        name: 'Kafka',
        text: expect.stringContaining('127.0.0.1:1: ') as string,
      }),
    );
    expect(JSON.stringify(findings)).not.toContain('secret');
  });
});
