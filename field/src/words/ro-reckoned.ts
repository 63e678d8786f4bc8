/** Cuvintele termenelor socotite pe tabletă după un act al ei. */

export const reckoned = {
  reckoned_here: "calculat pe tabletă, se confirmă la sincronizare",
};
