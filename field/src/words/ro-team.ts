/** What a team tells each other and plans, in Romanian. */

export const team = {
  act_message: "Scrie echipei",
  message_send: "Trimite echipei",
  message_what: "Ce doriți să spuneți?",
  message_hint: "Rămâne la gospodărie, în registru; pleacă la următoarea legătură.",
  message_missing: "Scrieți mesajul.",
  message_for: "Cine poate citi?",
  message_for_team: "toată echipa comunei",
  message_for_profession: "numai cine poate ști tot ce pot ști eu",
  happened_message: "Mesaj al echipei",
  happened_planned: "Vizită planificată",
  happened_called_off: "S-a renunțat la o vizită planificată",
  happened_read: "Mesaje citite",
  planned_title: "Vizitele mele din următoarele 7 zile",
  planned_here: "Vizită planificată: {day}, {who}",
};
