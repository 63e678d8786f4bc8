/** Who comes from another household, or from away, is known there by name; here, until the server has it, only by uuid. */

import type { Told } from "./beside.ts";
import type { HouseholdSeen } from "./document.ts";
import type { Summary } from "./records.ts";

/** The household with the names of those who joined it and are not yet named in it. */
export function named(home: HouseholdSeen, index: () => Iterable<Summary>, away: readonly Told[] = []): HouseholdSeen {
  const nameless = new Map(home.members.filter((one) => one.unsent && !one.surname && !one.given_name).map((one) => [one.uuid, one]));
  if (nameless.size === 0) return home;
  const name = ({ uuid, surname, given_name, sex, born_on, born_precision }: Told) => {
    const member = nameless.get(uuid);
    if (member && (surname || given_name)) Object.assign(member, { surname, given_name, sex, born_on, born_precision });
  };
  for (const { persons } of index()) persons.forEach(name);
  away.forEach(name);
  return home;
}
