import type { IncomingMessage } from 'node:http';

export interface SseMessage {
  id: string | undefined;
  event: string;
  data: string;
}

/** Server-Sent Events as they come; comments are left out. Ends where the stream does, throws where it breaks. */
export async function* readSse(response: IncomingMessage): AsyncGenerator<SseMessage> {
  let text = '';
  for await (const part of response.setEncoding('utf8') as AsyncIterable<string>) {
    const blocks = (text + part).split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const message = messageOf(block);
      if (message !== null) yield message;
    }
  }
}

function messageOf(block: string): SseMessage | null {
  const fields = block.split('\n').map((line) => /^(\w+): ?(.*)$/.exec(line));
  const field = (name: string) => fields.find((found) => found?.[1] === name)?.[2];
  const data = field('data');
  return data === undefined ? null : { id: field('id'), event: field('event') ?? 'message', data };
}
