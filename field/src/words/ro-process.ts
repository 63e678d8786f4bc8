/** Cuvintele procesului: unde s-a ajuns, evaluarea inițială, urgența, monitorizarea, închiderea. */

export const process = {
  state_since: "din {day}", state_next: "Urmează:",
  state_registered: "Înregistrat", state_surveyed: "Recenzat", state_signalled: "Semnalat", state_initial_assessment: "Evaluare inițială",
  state_emergency: "Urgență", state_to_decide: "De hotărât", state_no_case: "Fără caz", state_transferred: "Transmis la DGASPC",
  state_case_opened: "Caz deschis", state_detailed_assessment: "Evaluare integrată", state_plan: "Plan", state_approval: "Aprobarea planului",
  state_implementation: "Plan în lucru", state_monitoring: "Monitorizare", state_review: "Revizuire", state_closing_asked: "Închidere cerută",
  state_closed: "Închis", state_post_monitoring: "Monitorizare după închidere", state_archived: "Arhivat",
  next_registered: "primul interviu", next_surveyed: "chestionarul din nou, în cel mult un an", next_signalled: "trierea semnalării, la birou",
  next_initial_assessment: "vizita acasă și fișa de risc", next_emergency: "se anunță DGASPC, 119, 112 sau poliția",
  next_to_decide: "se deschide un caz sau se scrie de ce nu", next_case_opened: "se numește echipa, la birou",
  next_detailed_assessment: "evaluarea integrată a gospodăriei și a fiecărui copil", next_plan: "un plan stabilit cu familia",
  next_approval: "dispoziția primarului, la birou", next_implementation: "prima vizită de monitorizare",
  next_monitoring: "următoarea vizită de monitorizare", next_review: "revizuirea cazului, la birou",
  next_closing_asked: "o a doua persoană își dă acordul la închidere", next_post_monitoring: "o vizită, la cel mult trei luni de la închidere",

  act_assess: "Evaluare inițială", assess_send: "Păstrează evaluarea", assess_who: "Cine a mers", assess_alone: "eu singur(ă)",
  assess_joint: "împreună cu alte profesii", assess_child: "Ați văzut copilul și ați vorbit cu el?", assess_child_yes: "da",
  assess_child_no: "nu, deși era acolo", assess_child_not_at_home: "nu era acasă", assess_child_missing: "Spuneți dacă ați văzut copilul.",
  assess_words: "Ce ați văzut și ați auzit", assess_risk: "Cât de mare este riscul pentru copil?",
  assess_risk_hint: "Aprecierea dumneavoastră: riscul de vătămare sau de separare de familie.", assess_risk_missing: "Spuneți cât de mare este riscul.",
  risk_none: "niciun risc văzut", risk_low: "scăzut", risk_medium: "mediu", risk_high: "ridicat",
  assess_safe: "Poate copilul să rămână acolo la noapte?", assess_not_safe: "nu: este o urgență", assess_safe_missing: "Spuneți dacă copilul poate rămâne.",

  act_emergency: "O urgență a fost anunțată", emergency_send: "Păstrează anunțul",
  emergency_first: "Sunați întâi: 119 (copil în pericol), 112, DGASPC sau poliția. Scrieți aici după aceea; DGASPC primește și în scris, în 24 de ore.",
  emergency_person: "Cine este în pericol", emergency_told: "Pe cine ați anunțat", told_dgaspc: "DGASPC, la telefonul de urgență",
  told_hotline_119: "119, telefonul copilului", told_hotline_112: "112", told_police: "postul de poliție", emergency_how: "Cum",
  emergency_call: "prin telefon", emergency_writing: "în scris", emergency_number: "Numărul de telefon sau de înregistrare",
  emergency_whom: "Cine a răspuns", emergency_measures: "Ce s-a făcut pentru siguranța copilului",

  act_monitoring: "Fișă de monitorizare", monitoring_send: "Păstrează fișa", monitoring_no_plan: "Aici nu este încă niciun plan în curs: scrieți o vizită.",
  monitoring_from: "Începe ca ultima fișă, din {day}: schimbați ce s-a schimbat.", monitoring_lead: "Pentru fiecare serviciu cum merge, ce s-a schimbat, cum este copilul.",
  goes_well: "merge bine", goes_slowly: "merge încet", goes_not_at_all: "nu merge", goes_ended: "s-a încheiat", monitoring_words: "În câteva cuvinte",
  monitoring_changed: "Ce s-a schimbat de la ultima vizită", monitoring_changed_missing: "Scrieți ce s-a schimbat sau că nu s-a schimbat nimic.",
  monitoring_child: "Cum este copilul", monitoring_child_missing: "Scrieți cum este copilul.", monitoring_next: "Vizita următoare (dacă ați stabilit-o)",

  closing_by_two: "În acest caz a existat ceva grav: cereți închiderea, iar șeful serviciului sau supervizorul județean își dă acordul.",
  closing_waits: "Închiderea este cerută și așteaptă acordul unei a doua persoane.", closing_results: "Ce s-a atins", case_ask_send: "Cere închiderea cazului",
  plan_objectives: "Ce urmărește planul", plan_objectives_hint: "Câte un obiectiv pe rând, în cuvintele familiei.",
  plan_not_heard: "Dacă nu a putut fi întrebat copilul: de ce", plan_opinion_missing: "Aici locuiește un copil de 10 ani sau mai mare: scrieți ce spune sau de ce nu a putut fi întrebat.",

  happened_assessment: "Evaluare inițială, cu fișa de risc", happened_no_case: "Hotărât fără caz", happened_team: "Echipa cazului numită",
  happened_approval: "Plan aprobat de primar", happened_review: "Caz revizuit", happened_closing_asked: "Închidere cerută", happened_closing_agreed: "Răspuns la închidere",
};
