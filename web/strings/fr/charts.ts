import type { charts as english } from "../en/charts.ts";
import type { Translated } from "../catalog.ts";

export const charts = {
  asTable: "Voir en tableau",
  asChart: "Voir en graphique",
  sessions: {
    title: "Sessions, dernières 24 heures",
    yesterday: "hier à {time}",
    now: "maintenant",
    nobody: "personne n’a été vu",
    most: "maximum\u00a0: {n, number}, à {time}",
    mostOfOne: "{n, plural, one {# session} other {# sessions}} au plus",
    leftOut: "Et {n, plural, one {# personne} other {# personnes}} de plus.",
    notLooked: "Là où rien n’est tracé, nous n’avons pas regardé, ou le serveur ne répondait pas.",
    caption: "Sessions heure par heure, les plus récentes d’abord",
    hour: "À partir de",
    sessions: "Maximum",
    who: "Qui",
    unseen: "pas regardé",
  },
  timeline: {
    title: "Qui avait accès, et quand",
    owner: "Propriétaire",
    period: "{level}, du {from} au {to}",
    since: "{level}, depuis le {from}",
    closing: "{level}, depuis le {from}, clôture en cours",
    truncated: "Il y en a eu d’autres auparavant.",
    person: "Personne",
    from: "Du",
    to: "Au",
    still: "encore ouvert",
    receipt: "Reçu",
    feed: "Événements",
    bars: "Accès dans le temps",
    show: "Afficher",
  },
} as const satisfies Translated<typeof english>;
