/** Month and weekday names of seven languages, folded, with their usual short forms. */
const MONTHS: readonly string[] = [
  "january janvier janv jan enero ene januar janeiro gennaio gen januari",
  "february fevrier fevr fev feb febrero februar fevereiro febbraio februari",
  "march mars mar marzo marz maerz marco maart mrt",
  "april avril avr apr abril abr aprile",
  "may mai mayo maio maggio mag mei",
  "june juin jun junio juni junho giugno giu",
  "july juillet juil jul julio juli julho luglio lug",
  "august aout aug agosto ago augustus",
  "september septembre sept sep septiembre setembro set settembre",
  "october octobre oct octubre oktober okt outubro out ottobre ott",
  "november novembre nov noviembre novembro",
  "december decembre dec diciembre dic dezember dez dezembro dicembre",
];

const WEEKDAYS: readonly string[] = [
  "monday mon lundi lunes montag segunda-feira lunedi maandag",
  "tuesday tue tues mardi martes dienstag terca-feira martedi dinsdag",
  "wednesday wed mercredi miercoles mittwoch quarta-feira mercoledi woensdag",
  "thursday thu thurs jeudi jueves donnerstag quinta-feira giovedi donderdag",
  "friday fri vendredi viernes freitag sexta-feira venerdi vrijdag",
  "saturday sat samedi sabado samstag sabato zaterdag",
  "sunday sun dimanche domingo sonntag domenica zondag",
];

const numberByWord = (lists: readonly string[]) =>
  new Map(lists.flatMap((list, index) => list.split(" ").map((word) => [word, index + 1] as const)));

/** 1 to 12 by folded name. */
export const MONTH_NUMBERS = numberByWord(MONTHS);
/** 1 (Monday) to 7 by folded name. */
export const WEEKDAY_NUMBERS = numberByWord(WEEKDAYS);

const longestFirst = (words: Iterable<string>) => [...words].sort((a, b) => b.length - a.length).join("|");
export const MONTH_PATTERN = longestFirst(MONTH_NUMBERS.keys());
/** Short English forms (`mon`, `sat`, `sun`) are words of other languages too: only whole names count. */
export const WEEKDAY_PATTERN = longestFirst([...WEEKDAY_NUMBERS.keys()].filter((word) => word.length > 4));
