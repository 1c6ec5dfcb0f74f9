import type { Shape } from '../../../../../scripts/seed/data/seed-product.ts';
import type { ModelBuilder } from '../model.ts';
import { basket } from './basket.ts';
import { bowl } from './bowl.ts';
import { box } from './box.ts';
import { candleHolder } from './candle-holder.ts';
import { carafe } from './carafe.ts';
import { chair } from './chair.ts';
import { cushion } from './cushion.ts';
import { floorLamp } from './floor-lamp.ts';
import { mug } from './mug.ts';
import { notebook } from './notebook.ts';
import { penPot } from './pen-pot.ts';
import { pendantLamp } from './pendant-lamp.ts';
import { shelf } from './shelf.ts';
import { speaker } from './speaker.ts';
import { stool } from './stool.ts';
import { tableClock } from './table-clock.ts';
import { tableLamp } from './table-lamp.ts';
import { throwBlanket } from './throw.ts';
import { vase } from './vase.ts';
import { wallClock } from './wall-clock.ts';

/**
 * Who builds which shape; each file is named after its shape, which tells what has to be drawn anew when it changes.
 */
export const models: Readonly<Record<Shape, ModelBuilder>> = {
  'table-lamp': tableLamp,
  'pendant-lamp': pendantLamp,
  'floor-lamp': floorLamp,
  chair,
  stool,
  vase,
  'candle-holder': candleHolder,
  mug,
  bowl,
  carafe,
  'wall-clock': wallClock,
  'table-clock': tableClock,
  speaker,
  box,
  basket,
  shelf,
  cushion,
  throw: throwBlanket,
  notebook,
  'pen-pot': penPot,
};
