import type { CheckoutWords } from './en.ts';

/** What the checkout says, in German. */
export const deCheckout: CheckoutWords = {
  title: 'Kasse',
  steps: { address: 'Adresse', payment: 'Zahlung', review: 'Prüfen' },
  stepOf: (step) => `Schritt ${step} von 3`,
  where: 'Wohin soll es gehen?',
  newAddress: 'Eine andere Adresse',
  goOn: 'Weiter',
  back: 'Zurück',
  how: 'Wie zahlen Sie?',
  testNote: 'Dieser Laden ist ein Beispiel. Das sind Testzahlungen: Es fließt kein Geld.',
  methods: {
    tok_success: ['Testkarte', 'Wird angenommen'],
    tok_declined: ['Abgelehnte Testkarte', 'Wird von der Bank abgelehnt'],
    tok_insufficient_funds: ['Leere Testkarte', 'Hat nicht genug Guthaben'],
    tok_slow: ['Langsame Testkarte', 'Wird nach einer Weile angenommen'],
  },
  look: 'Ein letzter Blick',
  shipTo: 'Geht an',
  payWith: 'Bezahlt mit',
  change: 'Ändern',
  place: (total) => `Bestellen und ${total} bezahlen`,
  placing: 'Ihre Bestellung wird aufgegeben …',
  problemTitle: 'Es wurde nichts bestellt',
  toCart: 'Zurück zum Warenkorb',
  newTotal: (total) => `Weiter mit ${total}`,
  again: 'Noch einmal',
  otherAddress: 'Andere Adresse wählen',
  otherPayment: 'Andere Zahlung wählen',
  startAgain: 'Neu beginnen',
  placed: 'Ihre Bestellung ist aufgegeben',
  problems: {
    CART_EMPTY: 'Ihr Warenkorb ist leer, vielleicht weil Sie in einem anderen Fenster bestellt haben.',
    ADDRESS_UNKNOWN: 'Die Adresse ist nicht mehr in Ihrem Konto.',
    PRODUCT_UNAVAILABLE:
      'Etwas im Warenkorb wird nicht mehr verkauft. Nehmen Sie es heraus und bestellen Sie den Rest.',
    ACCOUNT_SUSPENDED: 'Mit Ihrem Konto kann derzeit nicht bestellt werden. Schreiben Sie uns: shop@galleria.example.',
    INVALID_IDEMPOTENCY_KEY: 'Bei uns ist etwas schiefgegangen. Beginnen Sie neu: Es wurde nichts bestellt.',
    INVALID_PAYMENT_TOKEN: 'Diese Zahlung ist nicht bekannt. Wählen Sie eine andere.',
    IDEMPOTENCY_KEY_REUSED:
      'Sie haben nach dem Bestellen etwas geändert. Sehen Sie in Ihre Bestellungen, oder beginnen Sie neu.',
    PRICE_CHANGED: 'Seit Ihrem letzten Blick hat sich ein Preis geändert. Es wurde nichts bestellt.',
    TEMPORARILY_UNAVAILABLE:
      'Ein Teil des Ladens ruht gerade. Es wurde nichts bestellt: Versuchen Sie es noch einmal, Sie bestellen höchstens einmal.',
  },
};
