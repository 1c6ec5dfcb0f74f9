/**
 * An operation that the landing page offers. Variables such as "{{orderId}}" are filled in by the page from earlier
 * answers.
 */
export interface ExampleOperation {
  readonly name: string;
  readonly document: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** The way of a customer through the seeded shop: run in this order, each gives the next what it needs. */
export const exampleOperations: readonly ExampleOperation[] = [
  {
    name: 'Catalogue',
    document: `# What the shop sells: names and prices come
# from products, the stock from inventory.
query Catalogue {
  products(first: 5, sort: PRICE_ASCENDING) {
    totalCount
    edges {
      node {
        id
        slug
        name
        price { amountMinor currency }
        brand { name }
        category { name }
        available
        inStock
      }
    }
  }
}`,
  },
  {
    name: 'Product',
    variables: { slug: '{{slug}}' },
    document: `# One product. This page fills {{slug}} in
# from the Catalogue that you ran before.
query Product($slug: String!) {
  product(slug: $slug) {
    id
    name
    description
    price { amountMinor currency }
    available
  }
}`,
  },
  {
    name: 'SignIn',
    variables: { signIn: { email: 'ada@galleria.example', password: 'galleria' } },
    document: `# From here on this page sends the access
# token along with every request.
mutation SignIn($signIn: SignInInput!) {
  signIn(input: $signIn) {
    __typename
    ... on SignedIn {
      accessToken
      expiresAt
      user { id name addresses { id city } }
    }
    ... on Problem { code message }
  }
}`,
  },
  {
    name: 'AddToCart',
    variables: { cartItem: { productId: '{{productId}}', quantity: 1 } },
    document: `# Run SignIn and Catalogue before: the latter
# tells {{productId}}.
mutation AddToCart($cartItem: CartItemInput!) {
  addToCart(input: $cartItem) {
    __typename
    ... on CartUpdated {
      cart {
        items { quantity product { name } lineTotal { amountMinor currency } }
        total { amountMinor currency }
      }
    }
    ... on Problem { code message }
  }
}`,
  },
  {
    name: 'PlaceOrder',
    variables: {
      placeOrder: {
        idempotencyKey: '{{newKey}}',
        paymentToken: 'tok_success',
        shippingAddressId: '{{shippingAddressId}}',
      },
    },
    document: `# Orders what is in the cart. Try the payment
# tokens tok_declined and tok_insufficient_funds.
mutation PlaceOrder($placeOrder: PlaceOrderInput!) {
  placeOrder(input: $placeOrder) {
    __typename
    ... on OrderPlaced { order { id number status total { amountMinor currency } } }
    ... on Problem { code message }
  }
}`,
  },
  {
    name: 'Order',
    variables: { orderId: '{{orderId}}' },
    document: `# What became of it: orders, products and
# payments answer together.
query Order($orderId: ID!) {
  order(id: $orderId) {
    number
    status
    reason
    items { quantity product { name } lineTotal { amountMinor currency } }
    payment { status amount { amountMinor currency } invoice { number } }
    timeline { status at reason }
  }
}`,
  },
  {
    name: 'Notifications',
    variables: { notifications: 5 },
    document: `# What the customer was told.
query Notifications($notifications: Int!) {
  notifications(first: $notifications) {
    totalCount
    edges { node { kind title body createdAt } }
  }
}`,
  },
];
