/** After `M.` or `Dr.` a sentence goes on. */
const END = /(?<=(?<!\b(?:M|Mr|Mrs|Ms|Dr|Mme|MM|Pr|St|Sr|Sra|Hr))[.!?…])\s+(?=[\p{Lu}\d"«¿¡-])/u;

/** Sentences of a text in order, without their list marks. Line ends count only between blocks and list items. */
export function splitSentences(text: string): string[] {
  const blocks = text.slice(0, 20_000).split(/\n[ \t]*\n|\n(?=[ \t]{0,8}(?:[-*•]|\d{1,2}[.)]) )/);
  return blocks
    .flatMap((block) => joinWrapped(block).flatMap((line) => line.split(END)))
    .map((sentence) => sentence.replace(/^[\s>*•-]+/, "").trim())
    .filter((sentence) => /\p{L}{2}/u.test(sentence))
    .slice(0, 200);
}

/** A line that ends without a stop and is long was wrapped; a short one stands alone. */
function joinWrapped(block: string): string[] {
  const lines: string[] = [];
  for (const line of block.split("\n").map((one) => one.trim())) {
    const last = lines.at(-1);
    if (last !== undefined && last.length >= 50 && !/[.!?…:,]$/.test(last)) lines[lines.length - 1] = `${last} ${line}`;
    else if (last !== undefined && last.length >= 50 && /,$/.test(last)) lines[lines.length - 1] = `${last} ${line}`;
    else lines.push(line);
  }
  return lines;
}
