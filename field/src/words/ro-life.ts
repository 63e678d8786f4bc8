/** Cuvintele evenimentelor care schimbă cine conduce și cine se mută în gospodărie. */

export const life = {
  happened_head: "Alt cap al gospodăriei",
  life_head: "altcineva este de acum capul gospodăriei",
  life_old_head: "Ce este cel de până acum față de noul cap",
  life_known: "Este cineva deja în registru?",
  life_known_hint: "Dacă este aceeași persoană, pleacă de unde locuia și nu se scrie de două ori.",
  life_known_new: "nu, este altcineva",
  life_known_missing: "Spuneți dacă este una dintre persoanele din registru.",
};
