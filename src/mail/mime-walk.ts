import { Transform } from "node:stream";
import { MailParser } from "mailparser";
import { decodeBytes } from "./decode-bytes.ts";

/** What one part of a mail keeps in memory at most; the rest of it is counted and let go. */
const MAX_TEXT_BYTES = 4 * 1024 * 1024;
const MAX_REPORT_BYTES = 64 * 1024;
const MAX_HEADER_BYTES = 512 * 1024;
const MAX_PARTS = 2000;
const DETECT = "x-relance-";

/** One MIME part. `text` is set for inline text parts, `report` for the small parts that tell about another mail. */
export interface MailPart {
  contentType: string;
  charset: string;
  isAttachment: boolean;
  filename: string;
  sizeBytes: number;
  text: string | undefined;
  report: string | undefined;
  /** Inside an enclosed mail: not what the sender wrote now. */
  enclosed: boolean;
  /** Under which multipart types it stands, outermost first. */
  within: string[];
  /** The Message-ID this part's own headers, or those of the enclosed mail it belongs to, name. */
  messageId(): string | undefined;
}

export interface WalkedMail {
  headers: Map<string, unknown>;
  headerLines: { key: string; line: string }[];
  parts: MailPart[];
}

interface ParserNode {
  node: {
    parentNode?: ParserNode["node"] | false;
    contentType: string | false;
    filename: string | false;
    messageNode?: boolean;
  };
  parent?: ParserNode;
  headers: Map<string, unknown>;
  contentType: string | false;
  charset?: string;
  isAttachment?: boolean;
}

/** The parts of mailparser 3.9.31 that its types do not show; the version is pinned. */
interface ParserInternals extends Transform {
  headers: Map<string, unknown> | false;
  headerLines: { key: string; line: string }[] | false;
  createNode(node: ParserNode["node"]): ParserNode;
}

interface AttachmentChunk {
  type: string;
  contentType: string;
  filename?: string;
  content: NodeJS.ReadableStream;
  release(): void;
}

const Internals = MailParser as unknown as new (options: object) => ParserInternals;

/**
 * mailparser, but keeping every part apart: its own result glues enclosed mails to the text and decodes a wrong
 * charset label without doubt.
 */
class PartParser extends Internals {
  parts: MailPart[] = [];
  /** Parts that mailparser hands over as attachments, in order. */
  handedOver: MailPart[] = [];

  override createNode(source: ParserNode["node"]): ParserNode {
    const node = super.createNode(source);
    const contentType = (node.contentType || "text/plain").toLowerCase();
    if (contentType.startsWith("multipart/")) return node;
    const part: MailPart = {
      contentType,
      charset: node.charset ?? "",
      isAttachment: node.isAttachment === true,
      filename: source.filename || "",
      sizeBytes: 0,
      text: undefined,
      report: undefined,
      enclosed: isEnclosed(source),
      within: enclosingTypes(source),
      messageId: () => messageIdOf(node),
    };
    this.parts.push(part);
    const isEntered = contentType === "message/rfc822" && source.messageNode === true;
    if (part.isAttachment && !isEntered) this.handedOver.push(part);
    if (!part.isAttachment) node.charset = DETECT + this.parts.length;
    return node;
  }

  /** Called by mailparser's constructor, so before our own fields exist. */
  getDecoder() {
    return { decodeStream: (label: string) => collectText(() => this.parts[Number(label.slice(DETECT.length)) - 1]) };
  }

  /** We put the text together ourselves. */
  getTextContent() {
    return { type: "text" };
  }
}

/** Takes a mail apart. Resolves with what was found up to `deadlineMs` or the first error. */
export function walkMail(raw: Buffer, deadlineMs: number): Promise<WalkedMail & { fault: string | undefined }> {
  return new Promise((resolve) => {
    const parser = new PartParser({
      keepDeliveryStatus: true,
      maxHeadSize: MAX_HEADER_BYTES,
      maxChildNodes: MAX_PARTS,
    });
    let next = 0;
    let settled = false;
    const settle = (fault: string | undefined) => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      const headers = parser.headers || new Map<string, unknown>();
      resolve({ headers, headerLines: parser.headerLines || [], parts: parser.parts, fault });
      parser.on("error", () => {});
      if (fault !== undefined) parser.destroy();
    };
    const timer = setTimeout(() => settle("it took too long to read"), deadlineMs);
    parser.on("error", (error: Error) => settle(error.message));
    parser.on("data", (chunk: AttachmentChunk) => {
      if (chunk.type === "attachment") takeAttachment(chunk, parser.handedOver[next++]);
    });
    parser.on("end", () => setImmediate(() => settle(undefined)));
    parser.end(raw);
  });
}

function takeAttachment(chunk: AttachmentChunk, part: MailPart | undefined): void {
  const keep: Buffer[] = [];
  let kept = 0;
  const isReport = part !== undefined && /^(message\/|text\/(rfc822-headers|calendar))/.test(part.contentType);
  chunk.content.on("data", (bytes: Buffer) => {
    if (part === undefined) return;
    part.sizeBytes += bytes.length;
    if (!isReport || kept >= MAX_REPORT_BYTES) return;
    keep.push(bytes.subarray(0, MAX_REPORT_BYTES - kept));
    kept += bytes.length;
  });
  chunk.content.on("end", () => {
    if (part !== undefined && isReport) part.report = decodeBytes(Buffer.concat(keep), part.charset);
    chunk.release();
  });
}

function collectText(partOf: () => MailPart | undefined): Transform {
  const chunks: Buffer[] = [];
  let length = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (length < MAX_TEXT_BYTES) chunks.push(chunk.subarray(0, MAX_TEXT_BYTES - length));
      length += chunk.length;
      done();
    },
    flush(done) {
      const part = partOf();
      if (part !== undefined) {
        part.sizeBytes = length;
        part.text = decodeBytes(Buffer.concat(chunks), part.charset);
      }
      done();
    },
  });
}

function isEnclosed(node: ParserNode["node"]): boolean {
  for (let parent = node.parentNode; parent; parent = parent.parentNode) {
    if (parent.contentType === "message/rfc822") return true;
  }
  return false;
}

function enclosingTypes(node: ParserNode["node"]): string[] {
  const types: string[] = [];
  for (let parent = node.parentNode; parent; parent = parent.parentNode) types.unshift(parent.contentType || "");
  return types;
}

/** Of the node, or of the nearest node above it that carries one within the same enclosed mail. */
function messageIdOf(start: ParserNode): string | undefined {
  for (let node: ParserNode | undefined = start; node?.parent; node = node.parent) {
    const value = node.headers.get("message-id");
    if (typeof value === "string") return value;
  }
  return undefined;
}
