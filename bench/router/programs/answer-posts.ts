import { createServer } from 'node:http';

/** The least of servers: gives the body of each request to `answer`, and sends the text that comes. */
export function answerPosts(port: number, answer: (body: string) => Promise<string>): void {
  createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      void answer(Buffer.concat(chunks).toString('utf8')).then((text) => {
        const body = Buffer.from(text);
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length }).end(body);
      });
    });
  }).listen(port, '127.0.0.1');
}
