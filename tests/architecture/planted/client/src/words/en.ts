export { page } from '../catalog/page.ts';
