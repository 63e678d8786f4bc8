/** What a team tells each other and plans, in English. */

export const team = {
  act_message: "Write to the team",
  message_send: "Send to the team",
  message_what: "What do you want to tell?",
  message_hint: "It stays with the household, in the register; it goes out with the next connection.",
  message_missing: "Write the message.",
  message_for: "Who may read this?",
  message_for_team: "everybody of the commune's team",
  message_for_profession: "only those who may know all that I may",
  happened_message: "Message of the team",
  happened_planned: "Visit planned",
  happened_called_off: "A planned visit was called off",
  happened_read: "Messages read",
  planned_title: "My visits in the next 7 days",
  planned_here: "Visit planned: {day}, {who}",
};
