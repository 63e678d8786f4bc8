/** The words of events that change who heads a household, and who moves into it. */

export const life = {
  happened_head: "Another head of the household",
  life_head: "somebody else is now the head of the household",
  life_old_head: "What the former head is to the new one",
  life_known: "Is it somebody already in the register?",
  life_known_hint: "If it is the same person, they leave where they lived and are not written down twice.",
  life_known_new: "no, it is somebody else",
  life_known_missing: "Say whether it is one of the persons of the register.",
};
