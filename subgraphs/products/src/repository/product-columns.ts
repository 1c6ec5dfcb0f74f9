/** The columns of a product under the names of the domain. */
export const PRODUCT_COLUMNS = `
  id, slug, name, description, price_minor as "priceMinor", currency,
  category_id as "categoryId", brand_id as "brandId", created_at as "createdAt", archived_at as "archivedAt"`;
