import type { TakePicture } from '../subject.ts';
import { createStudio } from './studio/studio.ts';

declare global {
  interface Window {
    takePicture: TakePicture;
  }
}

window.takePicture = createStudio();
