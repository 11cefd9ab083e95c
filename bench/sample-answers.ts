const BODIES = [
  [
    "Re: Candidature",
    "Bonjour,\n\nMerci pour votre message. Votre profil nous intéresse, pouvez-vous passer mardi à 10 h ?\n\nCordialement,\nSophie",
  ],
  [
    "RE: Proposal",
    "Hi,\n\nThanks, but we are not looking for anyone at the moment. Good luck with your search.\n\nBest,\nTom",
  ],
  ["Re: Devis", "Bonjour, pourriez-vous préciser le délai et le tarif pour trois jours ? Merci d'avance."],
  ["Absence : Candidature", "Je suis absente jusqu'au 12 janvier 2027. En cas d'urgence, appelez le standard."],
  [
    "Facture 2026-118",
    "Bonjour,\n\nVeuillez trouver la facture de 1 250,00 EUR, à régler avant le 30 novembre.\n\nLa comptabilité",
  ],
] as const;

/** Mails as people write them, with the quote that their client adds; no two are alike. */
export function* sampleAnswers(count: number): Generator<string> {
  for (let index = 0; index < count; index++) {
    const [subject, body] = BODIES[index % BODIES.length] ?? BODIES[0];
    const quote = `Le ven. 20 nov. 2026 à 10:${String(index % 60).padStart(2, "0")}, Camille <camille@firm.example> a écrit :\n> Bonjour,\n> je me permets de vous écrire (n° ${index}).`;
    yield [
      `From: Personne ${index} <p${index}@people.example>`,
      "To: Camille <camille@firm.example>",
      `Subject: =?utf-8?B?${Buffer.from(subject).toString("base64")}?=`,
      `Message-ID: <answer-${index}@people.example>`,
      `Date: Fri, 20 Nov 2026 11:${String(index % 60).padStart(2, "0")}:00 +0100`,
      "MIME-Version: 1.0",
      "Content-Type: text/plain; charset=utf-8",
      "Content-Transfer-Encoding: 8bit",
      "",
      `${body}\n\n${quote}\n`.replaceAll("\n", "\r\n"),
    ].join("\r\n");
  }
}
