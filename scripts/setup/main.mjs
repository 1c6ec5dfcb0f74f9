import { prepared } from './prepared.mjs';

/** Only what npm start and npm test do first: install packages, generate code, build. */
await prepared(async () => {});
