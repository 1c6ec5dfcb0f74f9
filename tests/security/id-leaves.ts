import {
  getNullableType,
  isInputObjectType,
  isListType,
  isRequiredArgument,
  isRequiredInputField,
  type GraphQLField,
  type GraphQLInputType,
} from 'graphql';
import type { Sensible } from './input-leaves.ts';
import { uselessValue, type Arguments } from './operation-builder.ts';

/** A place among a field's arguments where an id is given. */
export interface IdLeaf {
  /** As in `input.productId`. */
  readonly at: string;
  /** Its own name. */
  readonly name: string;
  /** Arguments as somebody would send them who means it, made anew for each call, with this id there. */
  argumentsWith(id: string, sensible: Sensible): Arguments;
}

type Filling = (id: string, sensible: Sensible) => unknown;

export function idLeaves(field: GraphQLField<unknown, unknown>): IdLeaf[] {
  return field.args.flatMap(({ name, type }) =>
    leaves(name, type, name).map((leaf) => ({
      at: leaf.at,
      name: leaf.name,
      argumentsWith: (id, sensible) => {
        const others = field.args.filter((other) => other.name !== name && isRequiredArgument(other));
        const usual = others.map((other) => [other.name, valueOf(other.name, other.type, sensible)] as const);
        return { ...Object.fromEntries(usual), [name]: leaf.fill(id, sensible) };
      },
    })),
  );
}

function leaves(
  name: string,
  type: GraphQLInputType,
  at: string,
): { readonly at: string; readonly name: string; readonly fill: Filling }[] {
  const inner = getNullableType(type);
  if (isListType(inner)) {
    return leaves(name, inner.ofType, at).map((leaf) => ({
      ...leaf,
      fill: (id, sensible) => [leaf.fill(id, sensible)],
    }));
  }
  if (isInputObjectType(inner)) {
    return Object.values(inner.getFields()).flatMap((field) =>
      leaves(field.name, field.type, `${at}.${field.name}`).map((leaf) => ({
        ...leaf,
        fill: (id, sensible) => ({
          ...(valueOf(name, inner, sensible) as Arguments),
          [field.name]: leaf.fill(id, sensible),
        }),
      })),
    );
  }
  return inner.toString() === 'ID' ? [{ at, name, fill: (id) => id }] : [];
}

function valueOf(name: string, type: GraphQLInputType, sensible: Sensible): unknown {
  const inner = getNullableType(type);
  if (isListType(inner)) return [valueOf(name, inner.ofType, sensible)];
  if (!isInputObjectType(inner)) return sensible(name, type) ?? uselessValue(name, type);
  const fields = Object.values(inner.getFields()).filter(isRequiredInputField);
  return Object.fromEntries(fields.map((field) => [field.name, valueOf(field.name, field.type, sensible)]));
}
