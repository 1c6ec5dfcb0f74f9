import { Arbitrary, sample, Stream, Value, type Random } from 'fast-check';
import { choicesOf } from '../operations/choices.ts';
import { hashOf } from '../world/hash.ts';
import { UnusableSubgraphs } from '../world/unusable-subgraphs.ts';
import { createWorld, type DataSeed, type SubgraphText, type World } from '../world/world.ts';
import { randomSubgraphs } from './random-supergraph.ts';

const TRIES = 20;

/** Random subgraphs with data in them, both by the seed. What does not compose is passed over. */
export function randomWorld(data: DataSeed): World {
  for (let tried = 0; tried < TRIES; tried += 1) {
    // Seeds are 32 bits wide: the next try of one seed is no other seed's first.
    const seed = hashOf(data.seed, tried) | 0;
    const [subgraphs = []] = sample(new SubgraphsArbitrary(), { seed, numRuns: 1 });
    try {
      return createWorld({ subgraphs, ...data });
    } catch (thrown) {
      if (!(thrown instanceof UnusableSubgraphs)) throw thrown;
    }
  }
  throw new Error(`of the random subgraphs of seed ${data.seed} none of ${TRIES} compose`);
}

class SubgraphsArbitrary extends Arbitrary<readonly SubgraphText[]> {
  override generate(random: Random): Value<readonly SubgraphText[]> {
    return new Value(randomSubgraphs(choicesOf(random)), undefined);
  }

  override canShrinkWithoutContext(_value: unknown): _value is readonly SubgraphText[] {
    return false;
  }

  override shrink(): Stream<Value<readonly SubgraphText[]>> {
    return Stream.nil();
  }
}
