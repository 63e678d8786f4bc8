/** The words of deadlines reckoned on the tablet after an act of its own. */

export const reckoned = {
  reckoned_here: "reckoned on the tablet, to be confirmed by the next sync",
};
