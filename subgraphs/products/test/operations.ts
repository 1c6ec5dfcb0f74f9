/** What administrators send, beside what the fixtures need. */

const NAMED = 'id slug name version';
const PROBLEM = `
  ... on Problem { code message }
  ... on EditConflict {
    current {
      ... on Product { ${NAMED} description price { amountMinor } archived }
      ... on Category { ${NAMED} parent { slug } }
      ... on Brand { ${NAMED} }
    }
  }`;

export const UPDATE_PRODUCT = `
  mutation UpdateProduct($input: UpdateProductInput!) {
    result: updateProduct(input: $input) {
      __typename
      ... on ProductUpdated { product { ${NAMED} description category { slug } brand { slug } } }
      ... on InvalidProductData { field } ${PROBLEM}
    }
  }`;

export const SET_PRICE = `
  mutation SetPrice($input: SetPriceInput!) {
    result: setPrice(input: $input) { __typename ... on PriceSet { product { version price { amountMinor } } } ${PROBLEM} }
  }`;

export const ARCHIVE = `
  mutation Archive($productId: ID!, $version: Int) {
    result: archiveProduct(productId: $productId, version: $version) {
      __typename ... on ProductArchived { product { id archived version } } ${PROBLEM}
    }
  }`;

export const RESTORE = `
  mutation Restore($productId: ID!, $version: Int) {
    result: restoreProduct(productId: $productId, version: $version) {
      __typename ... on ProductRestored { product { id archived version } } ${PROBLEM}
    }
  }`;

export const RENAME_CATEGORY = `
  mutation RenameCategory($input: RenameCategoryInput!) {
    result: renameCategory(input: $input) { __typename ... on CategoryRenamed { category { ${NAMED} } } ... on InvalidProductData { field } ${PROBLEM} }
  }`;

export const MOVE_CATEGORY = `
  mutation MoveCategory($input: MoveCategoryInput!) {
    result: moveCategory(input: $input) {
      __typename ... on CategoryMoved { category { ${NAMED} parent { slug } children { slug } } } ${PROBLEM}
    }
  }`;

export const REMOVE_CATEGORY = `
  mutation RemoveCategory($categoryId: ID!, $version: Int) {
    result: removeCategory(categoryId: $categoryId, version: $version) {
      __typename
      ... on CategoryRemoved { categoryId }
      ... on CategoryNotEmpty { products categories }
      ${PROBLEM}
    }
  }`;

export const RENAME_BRAND = `
  mutation RenameBrand($input: RenameBrandInput!) {
    result: renameBrand(input: $input) { __typename ... on BrandRenamed { brand { ${NAMED} } } ... on InvalidProductData { field } ${PROBLEM} }
  }`;

export const REMOVE_BRAND = `
  mutation RemoveBrand($brandId: ID!, $version: Int) {
    result: removeBrand(brandId: $brandId, version: $version) {
      __typename ... on BrandRemoved { brandId } ... on BrandInUse { products } ${PROBLEM}
    }
  }`;
