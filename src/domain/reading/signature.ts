import { fold } from "./plain-text.ts";

const MAX_SIGNATURE_LINES = 25;
const MAX_LINE_CHARS = 300;

/** Added by telephones and web mailers, alone on its line. */
const DEVICE =
  /^[-*_ ]{0,5}(sent (from|with|via) (my )?(iphone|ipad|android|samsung|galaxy|huawei|xiaomi|blackberry|mobile|phone|smartphone|tablet|mail for windows|windows mail|outlook|yahoo|proton ?mail|gmail|spark|mailbird|bluemail|nine|aol)|get outlook for|sent from outlook|envoye (de|depuis|a partir de|avec|a l'aide de|par) (mon |ma |l'|la |le )?(iphone|ipad|android|appareil|telephone|mobile|smartphone|samsung|galaxy|huawei|xiaomi|portable|tablette|outlook|yahoo|courrier|mail pour windows|application|messagerie|orange|sfr|free|proton|gmail|bluemail)|telecharge[rz] outlook|obtenir outlook|obtenez outlook|provenance : (courrier|mail)|enviado (desde|do|a partir do|de|mediante) (mi|meu|o|el|outlook|yahoo|correo|email)|(von meinem|gesendet von|gesendet mit) .{0,40}(iphone|ipad|android|handy|smartphone|samsung|outlook|mail|mobil)|von meinem iphone gesendet|inviato (da|dal) .{0,30}|verzonden (vanaf|met|via) .{0,40}|verstuurd vanaf .{0,40}|diese nachricht wurde von meinem .{0,60})/;

/** The first words of legal and printing notes. */
const DISCLAIMER =
  /^[-*_ ]{0,10}(ce (message|courriel|mail|e-mail|courrier)( electronique)? (et |ainsi |est |peut |contient |s'adresse|a ete (envoye|verifie))|les informations contenues dans ce|l'integrite de ce message|pensez a l'environnement|avant d'imprimer|n'imprimez|merci de penser a l'environnement|afin de preserver l'environnement|avis de confidentialite|clause de confidentialite|this (e-?mail|message|communication|transmission)( message)?( and any)?( attachments?)? (is|are|may|contains|has been|and|was|including)|the (information|contents?) (contained )?(in|of) this (e-?mail|message|communication)|confidentiality (notice|note)|disclaimer ?:?$|please consider the environment|please think before (you )?print|este (mensaje|correo|e-?mail)|esta (mensagem|mensaje)|la informacion contenida|aviso (legal|de confidencialidad)|antes de imprimir|diese (e-?mail|nachricht) (enthalt|ist|kann|wurde)|questo messaggio|questa e-?mail|le informazioni contenute|dit (bericht|e-?mailbericht) |de informatie in dit|virus-free|garanti sans virus|l'absence de virus|sin virus|virenfrei|unless (stated|otherwise)|if you are not the intended recipient|si vous n'etes pas (le|la) (bon |)destinataire|caution ?: this (e-?mail|message)|\[?external( e-?mail)?\]?$)/;

const CLOSING =
  /^(bien |tres |avec mes |veuillez agreer|je vous prie d'agreer|recevez|sinceres?|cordiales?|meilleures?|mes |nos |salutations|cordialement|bien cordialement|cdlt|cdt|bav|amicalement|amities|respectueusement|sincerement|belle journee|bonne journee|bonne soiree|bon week-?end|bonne reception|a bientot|a tres bientot|a tres vite|a plus|bises?|best( regards| wishes)?|kind(est)? regards|warm(est)? regards|regards|rgds|br|yours( sincerely| faithfully| truly)?|sincerely( yours)?|cheers|(many thanks|thanks( again| a lot| so much| in advance)?|thank you( again)?|merci( d'avance| encore| beaucoup| par avance)?|gracias( de antemano)?|danke( im voraus)?|obrigad[oa]|grazie( mille)?|bedankt)\s?[,.!]{0,3}$|talk soon|all the best|have a (nice|good|great) (day|week|weekend|one|evening)|take care|respectfully|saludos( cordiales)?|un (cordial )?saludo|atentamente|cordialmente|un abrazo|mit freundlichen grussen|freundliche grusse|viele grusse|beste grusse|schone grusse|liebe grusse|mfg|lg|vg|atenciosamente|com os melhores cumprimentos|melhores cumprimentos|cumprimentos|abracos?|cordiali saluti|distinti saluti|saluti|met vriendelijke groet(en)?|vriendelijke groet(en)?|groet(en|jes)?|mvg)(?!\p{L})/u;

/**
 * The lines without device notes, disclaimers and the block of name, title and numbers at their end.
 * In doubt a line stays: losing an answer costs more than showing a signature.
 */
export function dropSignature(lines: readonly string[]): string[] {
  const standard = lines.findLastIndex((line) => /^--\s*$/.test(line) && line.length < 10);
  let kept = standard >= 0 && lines.length - standard <= MAX_SIGNATURE_LINES ? lines.slice(0, standard) : [...lines];
  kept = dropFooters(kept);
  const closing = findClosing(kept);
  if (closing !== undefined) {
    const tail = kept.slice(closing + 1);
    const postscript = tail.findIndex((line) => /^(p\. ?s\.?|ps|nb|n\.b\.)\s?[:.-]?\s/i.test(line.trim()));
    if (postscript >= 0) kept = [...kept.slice(0, closing + 1), ...tail.slice(postscript)];
    else if (looksLikeSignature(tail)) kept = kept.slice(0, closing + 1);
  } else {
    kept = dropContactBlock(kept);
  }
  return trimBlank(kept);
}

/** Cuts at a device note or disclaimer when nothing but more of the kind follows within reach. */
function dropFooters(lines: readonly string[]): string[] {
  for (let at = 0; at < lines.length; at++) {
    const line = fold(lines[at] ?? "")
      .trim()
      .slice(0, MAX_LINE_CHARS);
    if (at > 0 && DISCLAIMER.test(line)) return lines.slice(0, at);
    if (!DEVICE.test(line)) continue;
    const rest = lines.slice(at + 1);
    if (rest.every((next) => next.trim() === "" || isContactLine(next))) return lines.slice(0, at);
    return dropFooters([...lines.slice(0, at), ...rest]);
  }
  return [...lines];
}

function findClosing(lines: readonly string[]): number | undefined {
  const from = Math.max(0, lines.length - MAX_SIGNATURE_LINES);
  for (let at = from; at < lines.length; at++) {
    const line = fold(lines[at] ?? "").trim();
    const isFormal = /agreer|salutations/.test(line) && line.length <= 160;
    if ((line.length <= 45 || isFormal) && CLOSING.test(line) && !/[?]/.test(line)) {
      if (looksLikeSignature(lines.slice(at + 1)) || lines.slice(at + 1).some((next) => /^p\.? ?s/i.test(next)))
        return at;
    }
  }
  return undefined;
}

/** Names, titles, numbers and addresses: short lines, none a sentence. */
function looksLikeSignature(tail: readonly string[]): boolean {
  const filled = tail.map((line) => line.trim()).filter((line) => line !== "");
  if (filled.length > MAX_SIGNATURE_LINES) return false;
  return filled.every((line) => isContactLine(line) || (line.length <= 70 && !isSentence(line)));
}

function isSentence(line: string): boolean {
  if (/[?!]$/.test(line)) return true;
  const words = line.split(/\s+/).length;
  if (/^\d{1,4}[ ,]/.test(line)) return false;
  return (
    words >= 3 && (/[.;:…]$/.test(line) || /\b(je|nous|vous|i|we|you|ich|wir|sie|yo|eu|io|ik)\b/i.test(fold(line)))
  );
}

function isContactLine(line: string): boolean {
  const text = line.trim().slice(0, MAX_LINE_CHARS);
  return (
    /(\+?\d[\d .()/-]{7,20}\d)/.test(text) ||
    /^\S{1,80}@\S{1,80}$/.test(text) ||
    /^(https?:\/\/|www\.)\S{1,300}$/i.test(text) ||
    /^(t(el)?|m(ob)?|f(ax)?|p(hone)?|e(-?mail)?|w(eb)?|site|adresse|address|mobile|port|siret|siren|rcs|tva|vat)\s?[.:|]/i.test(
      text,
    ) ||
    /^[\W_]{1,100}$/.test(text) ||
    /\s[|•·]\s/.test(text)
  );
}

/** A block of at least two contact lines at the very end, after a blank line. */
function dropContactBlock(lines: readonly string[]): string[] {
  const end = trimBlank(lines);
  const blank = end.findLastIndex((line) => line.trim() === "");
  if (blank <= 0 || end.length - blank > 10) return end;
  const block = end.slice(blank + 1);
  const contacts = block.filter((line) => isContactLine(line)).length;
  return contacts >= 2 && looksLikeSignature(block) ? end.slice(0, blank) : end;
}

export function trimBlank(lines: readonly string[]): string[] {
  const isFilled = (line: string) => line.trim() !== "";
  const first = lines.findIndex(isFilled);
  return first === -1 ? [] : lines.slice(first, lines.findLastIndex(isFilled) + 1);
}
