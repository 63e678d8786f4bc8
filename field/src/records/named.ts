/** Who comes from another household is known there by name; here, until the server has it, only by uuid. */

import type { HouseholdSeen } from "./document.ts";
import type { Summary } from "./records.ts";

/** The household with the names of those who joined it and are not yet named in it. */
export function named(home: HouseholdSeen, index: () => Iterable<Summary>): HouseholdSeen {
  const nameless = new Map(home.members.filter((one) => one.unsent && !one.surname && !one.given_name).map((one) => [one.uuid, one]));
  if (nameless.size === 0) return home;
  for (const { persons } of index()) {
    for (const { uuid, surname, given_name, sex, born_on, born_precision } of persons) {
      const member = nameless.get(uuid);
      if (member && (surname || given_name)) Object.assign(member, { surname, given_name, sex, born_on, born_precision });
    }
  }
  return home;
}
