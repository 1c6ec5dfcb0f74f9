import { chargeCancellationRefused } from '@galleria/events/payments';
import { runInContext } from '@galleria/kit/execution-context';
import { newId } from '@galleria/kit/identifiers';
import type { Inbox } from '@galleria/messaging/inbox/inbox';
import type { Outbox } from '@galleria/messaging/outbox/outbox';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { describe, expect, it, vi } from 'vitest';
import { DEATHS, type ServiceUnderTest } from './service-under-test.ts';

interface Messages {
  readonly outbox: Outbox;
  readonly inbox: Inbox;
}

type Under<Work> = ServiceUnderTest<Work, unknown>;

const factAbout = (orderId: string) => ({ paymentId: newId(), orderId, customerId: newId() });

/**
 * What a transaction, its messages and the relay's connection are, over any tables. `breakRule` is a call that the
 * database refuses by a rule of its own.
 */
export function itIsAUnitOfWork<Work extends Messages>(
  service: string,
  start: () => Promise<Under<Work>>,
  breakRule: (work: Work) => Promise<unknown>,
): void {
  describe('a unit of work', () => {
    itCommitsAllOrNothing(start, breakRule);
    itTakesTurns(start);
  });
  describe('an inbox', () => itAcceptsOnce(start));
  describe('an outbox', () => {
    itKeepsRows(service, start);
    itRemovesRows(start);
    itHasOneLeader(start);
  });
}

async function unsentOf<Work>({ connectOutbox }: Pick<Under<Work>, 'connectOutbox'>) {
  return (await connectOutbox()).unsent(100, []);
}

function itCommitsAllOrNothing<Work extends Messages>(
  start: () => Promise<Under<Work>>,
  breakRule: (work: Work) => Promise<unknown>,
): void {
  it('that throws leaves no message and has accepted none, and says what was thrown', async () => {
    const under = await start();
    const messageId = newId();
    const failing = under.unitOfWork(async ({ inbox, outbox }) => {
      await outbox.add(chargeCancellationRefused, factAbout(newId()));
      await inbox.accept(messageId);
      throw new Error('thought better of it');
    });
    await expect(failing).rejects.toThrow('thought better of it');
    expect(await unsentOf(under)).toEqual([]);
    expect(await under.unitOfWork(({ inbox }) => inbox.accept(messageId))).toBe(true);
  });

  it('gives what its work gives', async () => {
    const { unitOfWork } = await start();
    expect(await unitOfWork(async () => 42)).toBe(42);
  });

  it('leaves nothing, and says so, when a rule of the database is broken', async () => {
    const under = await start();
    const messageId = newId();
    const failing = under.unitOfWork(async (work) => {
      await work.inbox.accept(messageId);
      await breakRule(work);
    });
    await expect(failing).rejects.toThrow();
    expect(await under.unitOfWork(({ inbox }) => inbox.accept(messageId))).toBe(true);
  });

  it('leaves nothing, and says so, when its work goes on after a rule of the database was broken', async () => {
    const under = await start();
    const messageId = newId();
    const goingOn = under.unitOfWork(async (work) => {
      await work.inbox.accept(messageId);
      await breakRule(work).catch(() => undefined);
    });
    await expect(goingOn).rejects.toThrow();
    expect(await under.unitOfWork(({ inbox }) => inbox.accept(messageId))).toBe(true);
  });

  it.each(DEATHS)('of a process that dies %s is there as a whole or not at all', async (death) => {
    const under = await start();
    const messageId = newId();
    await under.die(death, async ({ inbox, outbox }) => {
      await outbox.add(chargeCancellationRefused, factAbout(newId()));
      await inbox.accept(messageId);
    });
    const isThere = death === 'after its commit';
    expect(await under.unitOfWork(({ inbox }) => inbox.accept(messageId))).toBe(!isThere);
    expect(await unsentOf(under)).toHaveLength(isThere ? 1 : 0);
  });
}

function itTakesTurns<Work extends Messages>(start: () => Promise<Under<Work>>): void {
  it('that waits for another to end takes its place where that one fails', async () => {
    const { unitOfWork } = await start();
    const messageId = newId();
    const [accepted, mayFail] = [createSignal(), createSignal()];
    const first = unitOfWork(async ({ inbox }) => {
      await inbox.accept(messageId);
      accepted.give();
      await mayFail.given;
      throw new Error('given up');
    });
    await accepted.given;
    const second = unitOfWork(({ inbox }) => inbox.accept(messageId));
    await turns();
    mayFail.give();
    await expect(first).rejects.toThrow('given up');
    expect(await second).toBe(true);
  });

  it('that waits for another to end finds what that one has done', async () => {
    const under = await start();
    const messageId = newId();
    const [accepted, mayEnd] = [createSignal(), createSignal()];
    const first = under.unitOfWork(async ({ inbox, outbox }) => {
      await inbox.accept(messageId);
      await outbox.add(chargeCancellationRefused, factAbout(newId()));
      accepted.give();
      await mayEnd.given;
    });
    await accepted.given;
    const second = under.unitOfWork(({ inbox }) => inbox.accept(messageId));
    await turns();
    mayEnd.give();
    await first;
    expect(await second).toBe(false);
    expect(await unsentOf(under)).toHaveLength(1);
  });
}

/** Long enough for a process to come to where it has to wait. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 200; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

function createSignal(): { readonly given: Promise<void>; readonly give: () => void } {
  let give: () => void = () => undefined;
  const given = new Promise<void>((resolve) => (give = resolve));
  return { given, give: () => give() };
}

function itAcceptsOnce<Work extends Messages>(start: () => Promise<Under<Work>>): void {
  it('accepts a message once, in the same transaction and in any later one', async () => {
    const { unitOfWork } = await start();
    const [one, other] = [newId(), newId()];
    const twice = await unitOfWork(async ({ inbox }) => [await inbox.accept(one), await inbox.accept(one)]);
    expect(twice).toEqual([true, false]);
    expect(await unitOfWork(({ inbox }) => inbox.accept(one))).toBe(false);
    expect(await unitOfWork(({ inbox }) => inbox.accept(other))).toBe(true);
  });

  it('lets of many deliveries at once one take effect', async () => {
    const under = await start();
    const messageId = newId();
    const deliver = () =>
      under.unitOfWork(async ({ inbox, outbox }) => {
        const isNew = await inbox.accept(messageId);
        if (isNew) await outbox.add(chargeCancellationRefused, factAbout(newId()));
        return isNew;
      });
    const outcomes = await Promise.all([deliver(), deliver(), deliver(), deliver()]);
    expect(outcomes.filter((isNew) => isNew)).toHaveLength(1);
    expect(await unsentOf(under)).toHaveLength(1);
  });
}

function itKeepsRows<Work extends Messages>(service: string, start: () => Promise<Under<Work>>): void {
  it('keeps a message as it is sent, with what set it in motion', async () => {
    const under = await start();
    const fact = factAbout(newId());
    const context = { correlationId: 'c-1', causationId: 'm-1', traceparent: '00-1-2-01' };
    await under.unitOfWork(({ outbox }) => outbox.add(chargeCancellationRefused, fact));
    await runInContext(context, () => under.unitOfWork(({ outbox }) => outbox.add(chargeCancellationRefused, fact)));
    const rows = await unsentOf(under);
    const row = {
      id: expect.any(String) as string,
      position: expect.stringMatching(/^\d+$/) as string,
      time: expect.any(Date) as Date,
      payload: JSON.stringify(fact),
      ...{ source: service, key: fact.orderId },
      ...{ type: chargeCancellationRefused.type, topic: chargeCancellationRefused.topic },
    };
    expect(rows).toEqual([
      { ...row, correlationId: rows[0]?.id },
      { ...row, ...context },
    ]);
    expect(rows[0]?.id).not.toBe(rows[1]?.id);
  });

  it('refuses a message that its contract does not know', async () => {
    const { unitOfWork } = await start();
    const nonsense = { ...factAbout(newId()), orderId: 7 } as unknown as ReturnType<typeof factAbout>;
    await expect(unitOfWork(({ outbox }) => outbox.add(chargeCancellationRefused, nonsense))).rejects.toThrow();
  });

  it('gives rows in the order in which they were added, at most as many as are asked for, without keys set aside', async () => {
    const under = await start();
    const keys = Array.from({ length: 12 }, () => newId());
    for (const key of keys) {
      await under.unitOfWork(({ outbox }) => outbox.add(chargeCancellationRefused, factAbout(key)));
    }
    const relay = await under.connectOutbox();
    const keysOf = async (limit: number, exceptKeys: readonly string[]) =>
      (await relay.unsent(limit, exceptKeys)).map(({ key }) => key);
    expect(await keysOf(100, [])).toEqual(keys);
    expect(await keysOf(11, [])).toEqual(keys.slice(0, 11));
    expect(await keysOf(2, keys.slice(0, 3))).toEqual(keys.slice(3, 5));
  });
}

function itRemovesRows<Work extends Messages>(start: () => Promise<Under<Work>>): void {
  it('gives what is removed no more, to nobody', async () => {
    const under = await start();
    const keys = [newId(), newId(), newId()];
    await under.unitOfWork(async ({ outbox }) => {
      for (const key of keys) await outbox.add(chargeCancellationRefused, factAbout(key));
    });
    const relay = await under.connectOutbox();
    const rows = await relay.unsent(100, []);
    relay.removeSent(rows.slice(1).map(({ position }) => position));
    expect((await relay.unsent(100, [])).map(({ key }) => key)).toEqual(keys.slice(0, 1));
    expect((await unsentOf(under)).map(({ key }) => key)).toEqual(keys.slice(0, 1));
  });

  it('removes under a transaction that is open what stays removed when that one ends', async () => {
    const under = await start();
    const [sent, later] = [newId(), newId()];
    await under.unitOfWork(({ outbox }) => outbox.add(chargeCancellationRefused, factAbout(sent)));
    const relay = await under.connectOutbox();
    const rows = await relay.unsent(100, []);
    await under.unitOfWork(async ({ outbox, inbox }) => {
      await inbox.accept(newId());
      relay.removeSent(rows.map(({ position }) => position));
      await outbox.add(chargeCancellationRefused, factAbout(later));
    });
    expect((await relay.unsent(100, [])).map(({ key }) => key)).toEqual([later]);
  });
}

function itHasOneLeader<Work extends Messages>(start: () => Promise<Under<Work>>): void {
  it('has one relay that leads, until its connection ends', async () => {
    const { connectOutbox } = await start();
    const [first, second] = [await connectOutbox(), await connectOutbox()];
    expect([await first.lead(), await second.lead(), await first.lead()]).toEqual([true, false, true]);
    await first.close();
    await vi.waitFor(async () => expect(await second.lead()).toBe(true), PATIENCE);
  });

  it('wakes the relay that leads when one that stands by says that there is something', async () => {
    const { connectOutbox } = await start();
    const woken: string[] = [];
    const leader = await connectOutbox(() => woken.push('leader'));
    const other = await connectOutbox(() => woken.push('other'));
    await leader.lead();
    await other.lead();
    await other.notify();
    await vi.waitFor(() => expect(woken).toEqual(['leader']), PATIENCE);
  });
}
