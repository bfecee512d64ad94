import type { FastifyReply } from "fastify";
import type { FileAnswer } from "./handler.ts";

/** Sends a file for the browser to save, never to show. */
export function sendFile(reply: FastifyReply, { name, type, bytes, body }: FileAnswer): FastifyReply {
  reply.header("content-disposition", disposition(name)).type(type);
  if (bytes !== undefined) reply.header("content-length", bytes);
  return reply.send(body);
}

/** RFC 6266: the name as it is in UTF-8, and for old programs in plain letters. */
function disposition(name: string): string {
  const plain = name.replace(/[^\w. -]/g, "_");
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16)}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
