/** What clients and the router send in these tests. */

const CART_PARTS = `id total { amountMinor currency }
  items { product { id } quantity unitPrice { amountMinor currency } lineTotal { amountMinor }
    priceWhenAdded { amountMinor currency } priceChanged }`;

export const CART = `{ cart { ${CART_PARTS} } }`;

export const ADD = `
  mutation Add($input: CartItemInput!) {
    addToCart(input: $input) {
      __typename
      ... on CartUpdated { cart { ${CART_PARTS} } }
      ... on Problem { code message }
      ... on ProductUnavailable { productIds }
    }
  }`;

export const SET = `
  mutation Set($input: CartItemInput!) {
    setCartItemQuantity(input: $input) {
      __typename
      ... on CartUpdated { cart { ${CART_PARTS} } }
      ... on Problem { code message }
      ... on ProductUnavailable { productIds }
    }
  }`;

export const REMOVE = `
  mutation Remove($productId: ID!) {
    removeFromCart(productId: $productId) { __typename ... on CartUpdated { cart { ${CART_PARTS} } } }
  }`;

export const CLEAR = `mutation Clear { clearCart { __typename ... on CartUpdated { cart { ${CART_PARTS} } } } }`;

export const MERGE = `
  mutation Merge($items: [CartItemInput!]!) {
    mergeCart(items: $items) {
      __typename
      ... on CartMerged { cart { ${CART_PARTS} } unavailableProductIds }
      ... on Problem { code message }
    }
  }`;

export const ACCEPT = `
  mutation Accept($expectedTotal: MoneyInput) {
    acceptCartPrices(expectedTotal: $expectedTotal) {
      __typename
      ... on CartUpdated { cart { ${CART_PARTS} } }
      ... on PriceChanged { code total { amountMinor currency } cart { ${CART_PARTS} } }
    }
  }`;

export const PLACE = `
  mutation Place($input: PlaceOrderInput!) {
    placeOrder(input: $input) {
      __typename
      ... on OrderPlaced { order { id number status total { amountMinor currency } } }
      ... on Problem { code message }
      ... on ProductUnavailable { productIds }
      ... on PriceChanged { total { amountMinor currency } cart { ${CART_PARTS} } }
    }
  }`;

const ORDER_PARTS = `
  id number status reason placedAt trackingNumber
  total { amountMinor currency }
  items { product { id } quantity unitPrice { amountMinor } lineTotal { amountMinor } }
  shippingAddress { fullName line1 line2 city postalCode country }
  timeline { status at reason }
  customer { id }`;

export const ORDER = `query Order($id: ID!) { order(id: $id) { ${ORDER_PARTS} } }`;

export const ORDERS = `
  query Orders($first: Int!, $after: String) {
    orders(first: $first, after: $after) {
      totalCount
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      edges { cursor node { ${ORDER_PARTS} } }
      nodes { id }
    }
  }`;

export const ENTITIES = `
  query Entities($representations: [_Any!]!) {
    _entities(representations: $representations) { ... on Order { id number status items { quantity } timeline { status } } }
  }`;

export const CANCEL = `
  mutation Cancel($orderId: ID!) {
    cancelOrder(orderId: $orderId) {
      __typename
      ... on OrderCancelled { order { id status reason timeline { status reason } } }
      ... on Problem { code message }
    }
  }`;

export const SHIP = `
  mutation Ship($orderId: ID!, $trackingNumber: String) {
    shipOrder(orderId: $orderId, trackingNumber: $trackingNumber) {
      __typename
      ... on OrderShipped { order { id status trackingNumber } }
      ... on Problem { code message }
    }
  }`;

export const DELIVER = `
  mutation Deliver($orderId: ID!) {
    deliverOrder(orderId: $orderId) {
      __typename
      ... on OrderDelivered { order { id status } }
      ... on Problem { code message }
    }
  }`;
