/** What the seed asks the graph for: the same operations that clients have. */

export const SIGN_IN = `
  mutation SignIn($input: SignInInput!) {
    signIn(input: $input) { __typename ... on SignedIn { accessToken } ... on Problem { code message } }
  }`;

export const SHELVES = `
  query Shelves { categories { id slug children { id slug } } brands { id slug } }`;

export const PRODUCTS = `
  query Products($first: Int!, $after: String) {
    products(first: $first, after: $after) { nodes { id slug } pageInfo { hasNextPage endCursor } }
  }`;

export const PRODUCT_ID = `
  query ProductId($slug: String!) { found: product(slug: $slug) { id } }`;

export const CATEGORY_ID = `
  query CategoryId($slug: String!) { found: category(slug: $slug) { id } }`;

export const BRAND_ID = `
  query BrandId($slug: String!) { found: brand(slug: $slug) { id } }`;

export const CREATE_CATEGORY = `
  mutation CreateCategory($input: CreateCategoryInput!) {
    created: createCategory(input: $input) {
      __typename ... on CategoryCreated { entity: category { id } } ... on Problem { message }
    }
  }`;

export const CREATE_BRAND = `
  mutation CreateBrand($input: CreateBrandInput!) {
    created: createBrand(input: $input) {
      __typename ... on BrandCreated { entity: brand { id } } ... on Problem { message }
    }
  }`;

export const CREATE_PRODUCT = `
  mutation CreateProduct($input: CreateProductInput!) {
    created: createProduct(input: $input) {
      __typename ... on ProductCreated { entity: product { id } } ... on Problem { message }
    }
  }`;

export const STOCK = `
  query Stock($first: Int!, $after: String) {
    products(first: $first, after: $after) { nodes { slug available } pageInfo { hasNextPage endCursor } }
  }`;

export const ADJUST_STOCK = `
  mutation AdjustStock($input: AdjustStockInput!) {
    adjustStock(input: $input) { __typename ... on Problem { code message } }
  }`;

export const CUSTOMER = `
  query Customer { me { addresses { id } } orders(first: 1) { totalCount } }`;

export const ADD_TO_CART = `
  mutation AddToCart($input: CartItemInput!) {
    addToCart(input: $input) { __typename ... on Problem { code message } }
  }`;

export const PLACE_ORDER = `
  mutation PlaceOrder($input: PlaceOrderInput!) {
    placeOrder(input: $input) { __typename ... on OrderPlaced { order { id } } ... on Problem { code message } }
  }`;

export const ORDER_STATUS = `
  query OrderStatus($id: ID!) { order(id: $id) { status reason } }`;

export const SHIP_ORDER = `
  mutation ShipOrder($orderId: ID!, $trackingNumber: String) {
    step: shipOrder(orderId: $orderId, trackingNumber: $trackingNumber) { __typename ... on Problem { code message } }
  }`;

export const DELIVER_ORDER = `
  mutation DeliverOrder($orderId: ID!) {
    step: deliverOrder(orderId: $orderId) { __typename ... on Problem { code message } }
  }`;

export const CANCEL_ORDER = `
  mutation CancelOrder($orderId: ID!) {
    step: cancelOrder(orderId: $orderId) { __typename ... on Problem { code message } }
  }`;
