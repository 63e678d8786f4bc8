/** Cuvintele fișierului criptat cu ce nu a fost primit. */

export const file = {
  file_title: "Nu se poate trimite? Salvați într-un fișier",
  file_lead: "Fișierul e criptat: se deschide numai pe server, la birou, fără PIN-ul tabletei. Copiați-l de pe tabletă și predați-l la birou, la „Tablete”. Ce este în el rămâne și pe tabletă, iar dacă ajunge pe două căi se numără o singură dată.",
  file_save: "Salvează într-un fișier",
  file_saved: { one: "Fișierul e salvat, cu {n} înregistrare. Încă nu e primită: predați fișierul la birou.", few: "Fișierul e salvat, cu {n} înregistrări. Încă nu sunt primite: predați fișierul la birou.", other: "Fișierul e salvat, cu {n} de înregistrări. Încă nu sunt primite: predați fișierul la birou." },
};
