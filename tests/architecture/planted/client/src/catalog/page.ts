export const page = 'a page of the catalogue';
