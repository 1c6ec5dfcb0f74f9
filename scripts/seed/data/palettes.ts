/** The colours of a product, sRGB: its body, what is lit or lined, and what is in shadow or trimmed. */
export const PALETTES = {
  chalk: ['#f1ece3', '#ffffff', '#b9b1a4'],
  oat: ['#d9c9ae', '#efe6d5', '#a48f6e'],
  sand: ['#cdb08a', '#e8d7bd', '#8f7350'],
  honey: ['#c98f45', '#e9bf7f', '#875b24'],
  walnut: ['#6f4a32', '#a2755a', '#402818'],
  terracotta: ['#b9603f', '#dd9a7c', '#7b3a23'],
  rust: ['#94432a', '#c97a5c', '#5c2716'],
  blush: ['#d9a39a', '#f0cfc8', '#a36d65'],
  mustard: ['#c99a2e', '#e6c670', '#866417'],
  sage: ['#93a186', '#c3cdb8', '#5f6c54'],
  moss: ['#5d6b3c', '#94a16d', '#383f22'],
  fir: ['#2f4a3c', '#5f8070', '#1a2c23'],
  mist: ['#a9bcc4', '#d9e4e8', '#73878f'],
  harbour: ['#4d6b80', '#8aa5b5', '#2c4150'],
  ink: ['#27324a', '#56668a', '#131a29'],
  plum: ['#5b3347', '#93667c', '#361b29'],
  graphite: ['#45474a', '#7d8084', '#232427'],
  soot: ['#232222', '#555252', '#0e0d0d'],
  brass: ['#b58a3c', '#e2c486', '#74561f'],
  silver: ['#b4b8bb', '#e4e7e8', '#7b8083'],
  smoke: ['#8a8580', '#bcb8b3', '#5a5651'],
} as const satisfies Readonly<Record<string, readonly [body: string, light: string, shadow: string]>>;

export type Palette = keyof typeof PALETTES;
