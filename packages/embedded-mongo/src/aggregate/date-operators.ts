import { Long } from "bson";
import { type Doc, isDoc, toWhole, typeName } from "../bson/values.ts";
import { refuse } from "../errors.ts";
import { formatDate, weekOfYear } from "./date-format.ts";
import { inZone, needDate, toDateValue } from "./date-zone.ts";
import { isNullish, named, type OperatorCompiler } from "./evaluate.ts";
import { toDate } from "./type-operators.ts";

type Moment = Temporal.ZonedDateTime;
const UNITS = ["year", "quarter", "month", "week", "day", "hour", "minute", "second", "millisecond"];
const DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const MS: Record<string, number> = { hour: 3_600_000, minute: 60_000, second: 1000, millisecond: 1 };

/** `{$year: <date>}` or `{$year: {date, timezone}}`. */
function part(read: (moment: Moment) => unknown): OperatorCompiler {
  return (operand, compile, name) => {
    const spec =
      isDoc(operand) && Object.hasOwn(operand, "date")
        ? operand
        : { date: Array.isArray(operand) && operand.length === 1 ? operand[0] : operand };
    const odd = Object.keys(spec).find((key) => key !== "date" && key !== "timezone");
    if (odd) refuse(40535, `unrecognized option to ${name}: "${odd}"`);
    const [date, zone] = [compile(spec["date"]), compile((spec as Doc)["timezone"])];
    return (environment) => {
      const [value, zoneValue] = [date(environment), zone(environment)];
      return isNullish(value) || zoneValue === null ? null : read(inZone(needDate(value, name), zoneValue));
    };
  };
}

function unitOf(unit: unknown, name: string): string {
  return typeof unit === "string" && UNITS.includes(unit)
    ? unit
    : refuse(9, `${name} parameter 'unit' value cannot be recognized as a time unit: ${String(unit)}`);
}

/** Monday is 1, as in Temporal; weeks begin on Sunday unless told otherwise. */
function firstDay(day: unknown, name: string): number {
  if (day === undefined) return 7;
  const number =
    DAYS.findIndex((full) => typeof day === "string" && [full, full.slice(0, 3)].includes(day.toLowerCase())) + 1;
  return (
    number || refuse(9, `${name} parameter 'startOfWeek' value cannot be recognized as a day of a week: ${String(day)}`)
  );
}

/** Manual: "$dateTrunc": bins are counted from 2000-01-01 in the time zone. */
function truncate({ date, unit, binSize, timezone, startOfWeek }: Doc, name: string): unknown {
  if ([date, unit, timezone].some((value) => value === null) || date === undefined || binSize === null) return null;
  const bin = binSize === undefined ? 1 : toWhole(binSize);
  if (bin === undefined || bin <= 0) refuse(5439017, "$dateTrunc requires 'binSize' to be a positive whole number");
  const moment = inZone(needDate(date, name), timezone);
  const start = Temporal.PlainDate.from("2000-01-01");
  const wanted = unitOf(unit, name);
  const step = MS[wanted];
  const floor = (count: number) => Math.floor(count / bin) * bin;
  if (step !== undefined) {
    const origin = start.toZonedDateTime(moment.timeZoneId).epochMilliseconds;
    const size = step * bin;
    return new Date(origin + Math.floor((moment.epochMilliseconds - origin) / size) * size);
  }
  const day = moment.toPlainDate();
  const at = (plain: Temporal.PlainDate) => toDateValue(plain.toZonedDateTime(moment.timeZoneId));
  if (wanted === "day") return at(start.add({ days: floor(start.until(day).days) }));
  if (wanted === "week") {
    const first = start.add({ days: (firstDay(startOfWeek, name) - start.dayOfWeek + 7) % 7 });
    return at(first.add({ weeks: floor(Math.floor(first.until(day).days / 7)) }));
  }
  const months = (day.year - 2000) * 12 + day.month - 1;
  const size = (wanted === "year" ? 12 : wanted === "quarter" ? 3 : 1) * bin;
  return at(start.add({ months: Math.floor(months / size) * size }));
}

/** `$dateAdd` and `$dateSubtract`: calendar units keep the wall clock of the zone. */
function shift(sign: 1 | -1): (args: Doc, name: string) => unknown {
  return ({ startDate, unit, amount, timezone }, name) => {
    if ([startDate, unit, amount].some(isNullish) || timezone === null) return null;
    const count = toWhole(amount) ?? refuse(5166405, `${name} expects a whole number of time units`);
    const wanted = unitOf(unit, name);
    const moment = inZone(needDate(startDate, name), timezone);
    const duration = wanted === "quarter" ? { months: 3 * count * sign } : { [`${wanted}s`]: count * sign };
    return toDateValue(moment.add(duration));
  };
}

/** How many boundaries of the unit lie between two dates. */
function difference({ startDate, endDate, unit, timezone, startOfWeek }: Doc, name: string): unknown {
  if ([startDate, endDate, unit].some(isNullish) || timezone === null) return null;
  const [from, to] = [inZone(needDate(startDate, name), timezone), inZone(needDate(endDate, name), timezone)];
  const wanted = unitOf(unit, name);
  const [first, last] = [from.toPlainDate(), to.toPlainDate()];
  const months = (last.year - first.year) * 12 + last.month - first.month;
  const quarters = (day: Temporal.PlainDate) => day.year * 4 + Math.floor((day.month - 1) / 3);
  switch (wanted) {
    case "year":
      return Long.fromNumber(last.year - first.year);
    case "quarter":
      return Long.fromNumber(quarters(last) - quarters(first));
    case "month":
      return Long.fromNumber(months);
    case "week": {
      const begin = firstDay(startOfWeek, name);
      const weekStart = (day: Temporal.PlainDate) => day.subtract({ days: (day.dayOfWeek - begin + 7) % 7 });
      return Long.fromNumber(weekStart(first).until(weekStart(last)).days / 7);
    }
    case "day":
      return Long.fromNumber(first.until(last).days);
    default: {
      const size = MS[wanted] as number;
      const bin = (moment: Moment) => Math.floor((moment.epochMilliseconds + moment.offsetNanoseconds / 1e6) / size);
      const exact = (moment: Moment) => Math.floor(moment.epochMilliseconds / size);
      return Long.fromNumber(
        wanted === "hour" && from.offsetNanoseconds === to.offsetNanoseconds
          ? bin(to) - bin(from)
          : exact(to) - exact(from),
      );
    }
  }
}

function toText({ date, format, timezone, onNull }: Doc, name: string): unknown {
  if (isNullish(date) || timezone === null) return onNull ?? null;
  const pattern = format ?? (timezone === undefined ? "%Y-%m-%dT%H:%M:%S.%LZ" : "%Y-%m-%dT%H:%M:%S.%L");
  if (typeof pattern !== "string")
    refuse(18533, `$dateToString requires that 'format' be a string, found: ${typeName(pattern)}`);
  return formatDate(inZone(needDate(date, name), timezone), pattern);
}

function toParts({ date, timezone }: Doc, name: string): unknown {
  if (isNullish(date) || timezone === null) return null;
  const { year, month, day, hour, minute, second, millisecond } = inZone(needDate(date, name), timezone);
  return { year, month, day, hour, minute, second, millisecond };
}

/** Manual: "Date Expression Operators". */
export const dateOperators: Record<string, OperatorCompiler> = {
  $year: part(({ year }) => year),
  $month: part(({ month }) => month),
  $dayOfMonth: part(({ day }) => day),
  $hour: part(({ hour }) => hour),
  $minute: part(({ minute }) => minute),
  $second: part(({ second }) => second),
  $millisecond: part(({ millisecond }) => millisecond),
  $dayOfWeek: part(({ dayOfWeek }) => (dayOfWeek % 7) + 1),
  $dayOfYear: part(({ dayOfYear }) => dayOfYear),
  $week: part(weekOfYear),
  $isoWeek: part(({ weekOfYear: week }) => week),
  $isoWeekYear: part(({ yearOfWeek }) => (yearOfWeek === undefined ? null : Long.fromNumber(yearOfWeek))),
  $isoDayOfWeek: part(({ dayOfWeek }) => dayOfWeek),
  $dateToString: named(["date", "format", "timezone", "onNull"], ["date"], toText),
  $dateToParts: named(["date", "timezone"], ["date"], toParts),
  $dateTrunc: named(["date", "unit", "binSize", "timezone", "startOfWeek"], ["date", "unit"], truncate),
  $dateAdd: named(["startDate", "unit", "amount", "timezone"], ["startDate", "unit", "amount"], shift(1)),
  $dateSubtract: named(["startDate", "unit", "amount", "timezone"], ["startDate", "unit", "amount"], shift(-1)),
  $dateDiff: named(
    ["startDate", "endDate", "unit", "timezone", "startOfWeek"],
    ["startDate", "endDate", "unit"],
    difference,
  ),
  $dateFromString: named(["dateString"], ["dateString"], ({ dateString }) =>
    isNullish(dateString) ? null : toDate(dateString),
  ),
};
