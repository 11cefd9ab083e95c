import { ObjectId, Timestamp } from "bson";
import { typeName } from "../bson/values.ts";
import { refuse } from "../errors.ts";

/** A date, or what MongoDB takes for one. */
export function needDate(value: unknown, name: string): Date {
  if (value instanceof Date) return value;
  if (value instanceof ObjectId) return value.getTimestamp();
  if (value instanceof Timestamp) return new Date(value.t * 1000);
  return refuse(16006, `can't convert from BSON type ${typeName(value)} to Date in ${name}`);
}

/** Olson names and offsets such as `+02:00`, `+0200` and `+02`; UTC if there is none. */
export function zoneName(zone: unknown): string {
  if (zone === undefined) return "UTC";
  if (typeof zone !== "string") refuse(40517, `timezone must evaluate to a string, found ${typeName(zone)}`);
  const offset = /^([+-]\d\d):?(\d\d)?$/.exec(zone);
  if (offset) return `${offset[1]}:${offset[2] ?? "00"}`;
  try {
    Temporal.Now.zonedDateTimeISO(zone);
    return zone;
  } catch {
    return refuse(40485, `unrecognized time zone identifier: "${zone}"`);
  }
}

export function inZone(date: Date, zone: unknown): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(date.getTime()).toZonedDateTimeISO(zoneName(zone));
}

export function toDateValue(moment: Temporal.ZonedDateTime | Temporal.Instant): Date {
  return new Date(moment.epochMilliseconds);
}
