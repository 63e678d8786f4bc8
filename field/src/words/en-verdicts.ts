/** The words for what was decided later about an entry that was to settle. */

export const verdicts = {
  entry_settled: "received; settled since then",
  entry_set_aside: "received; set aside at the office, it does not count",
  receipt_then: "When it came it was said: {reason}",
};
