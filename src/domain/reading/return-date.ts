import { readDates } from "./dates.ts";
import { isMonthFirst } from "./deadline.ts";
import { fold } from "./plain-text.ts";

const MAX_CHARS = 8_000;

/** Words before the day on which the sender is back. */
const BACK =
  /(\bretour|\brevien\w{0,6}|\brentr\w{0,6}|\breprend\w{0,6}|\bde retour|\ba partir|\bback|\breturn\w{0,4}|\bresum\w{0,4}|\bvuelv\w{0,4}|\bregres\w{0,6}|\breincorpor\w{0,6}|\bde vuelta|\bwieder (?:im|da|fur|erreichbar|zuruck|ab)|\bzuruck|\bab dem|\berreichbar ab|\bvolt\w{0,5}|\bretorn\w{0,6}|\bde volta|\btorn\w{0,5}|\brientr\w{0,5}|\bdi ritorno|\bterug|\baanwezig|\bagain on|\bdisponible)\b.{0,45}$/;

/** Words before the last day of absence. */
const UNTIL =
  /(\bjusqu'(?:au|a|en)|\bjusque|\bau|\bau soir du|\buntil|\btill|\bthrough|\bthru|\bto|\bhasta(?: el)?|\bal|\bbis(?: zum| einschliesslich| einschl\.)?|\bate|\bfino al?|\btot(?: en met)?|\bt\/m|-) ?(?:le |the |el |dem |den |o |ao? |il |and including |inclusive |dia |and )?(?:\w{4,13},? ?(?:the |le |den |dem )?)?$/;

/** The return date an absence notice names, as YYYY-MM-DD: the day back, else the last day away. */
export function readReturnDate(text: string, base: Temporal.PlainDate, language = "und"): string | null {
  const folded = fold(text.slice(0, MAX_CHARS)).replace(/\n/g, " ");
  const dates = readDates(folded, base, isMonthFirst(language, folded)).filter(({ date }) => date >= base.toString());
  const before = (start: number) => folded.slice(Math.max(0, start - 60), start);
  const back = dates.find(({ start }) =>
    BACK.test(
      before(start)
        .split(/[.!?;]/)
        .at(-1) ?? "",
    ),
  );
  if (back !== undefined) return back.date;
  const until = dates.filter(({ start }) => UNTIL.test(before(start))).at(-1);
  return until?.date ?? dates.at(-1)?.date ?? null;
}
