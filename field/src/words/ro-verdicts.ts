/** Cuvintele pentru ce s-a hotărât mai târziu despre o înregistrare care era de clarificat. */

export const verdicts = {
  entry_settled: "primită; clarificată între timp",
  entry_set_aside: "primită; pusă deoparte la birou, nu se ține seama de ea",
  receipt_then: "La primire s-a spus: {reason}",
};
