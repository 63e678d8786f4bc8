/** Cuvintele despre un părinte care pleacă la muncă în străinătate și despre delegarea de către instanță. */

export const departure = {
  act_departure: "Părinte care pleacă", departure_title: "Un părinte pleacă la muncă în străinătate", departure_send: "Păstrează plecarea",
  departure_lead: "Părintele anunță serviciul social cu cel puțin 40 de zile înainte și spune cine are grijă de copii (Legea 272/2004, art. 104).",
  departure_who: "Cine pleacă?", departure_day: "În ce zi pleacă părintele?", departure_day_hint: "Sau a plecat: părintele deja plecat anunță de îndată.",
  departure_country: "În ce țară?", departure_told: "Cine a spus?", departure_told_yes: "părintele a anunțat serviciul social, cum cere legea",
  departure_told_no: "doar am aflat: părintele încă trebuie să anunțe", departure_carer: "Cine va avea grijă de copii?",
  departure_not_known: "nu se știe încă", departure_carer_words: "Sau cineva care nu locuiește aici",
  departure_court: "Din ce zi a delegat instanța autoritatea părintească?",
  departure_court_hint: "Pentru cel mult un an (art. 105): vi se amintește cu 60 și cu 30 de zile înainte de sfârșit. Tot aici scrieți și o hotărâre nouă.",
  departure_far: "Această zi este prea departe. Verificați anul.", happened_attendance: "Prezență la școală", attendance_last: "Spus ultima dată: {hours} ore, la {day}", attendance_wrong: "Scrieți orele ca număr, cel mult 1.000 pe semestru.", family_relation: "Ce este acum în gospodărie", happened_departure: "Plecarea unui părinte, anunțată",
  next_emergency_report: "se anunță DGASPC, 119, 112 sau poliția", next_emergency_written: "se anunță DGASPC în scris, în 24 de ore",
} as const;
