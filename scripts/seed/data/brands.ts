/** Makers that exist nowhere else. */
export const brands = [
  { slug: 'brackenfold', name: 'Brackenfold' },
  { slug: 'fenlight', name: 'Fenlight' },
  { slug: 'hollowtone', name: 'Hollowtone' },
  { slug: 'kilnmere', name: 'Kilnmere' },
  { slug: 'lumenhof', name: 'Lumenhof' },
  { slug: 'osterby', name: 'Österby' },
  { slug: 'quillfold', name: 'Quillfold' },
  { slug: 'saltmarsh-weavers', name: 'Saltmarsh Weavers' },
  { slug: 'tarn-and-tide', name: 'Tarn & Tide' },
  { slug: 'tickwell', name: 'Tickwell' },
] as const;
