const paragraph = (text) => ({ type: 'paragraph', children: [{ type: 'text', text }] });

/**
 * The sample articles: what every locale shares, and what each says in its own words.
 *
 * @param {{ authors: object[], categories: object[], media: Record<string, { id: number }> }} related
 */
function articleContent({ authors, categories, media }) {
  const [ada, jules] = authors.map(({ documentId }) => documentId);
  const [engineering, travel, product] = categories.map(({ documentId }) => documentId);

  return [
    {
      publish: true,
      shared: {
        kind: 'guide',
        priority: 1,
        featured: true,
        rating: 4.5,
        price: 12.99,
        views: '120',
        publishOn: '2026-01-15T08:00:00.000Z',
        contact: 'editors@example.com',
        metadata: { readingMinutes: 4, tags: ['engine', 'notes'] },
        internalNotes: 'Ask Ada before changing the figures.',
        accessCode: 'letmein',
        author: ada,
        categories: [engineering, product],
        cover: media.cover.id,
        gallery: [media.garden.id, media.harbour.id],
      },
      en: {
        title: 'Notes on the engine',
        slug: 'notes-on-the-engine',
        body: [paragraph('The engine weaves algebraic patterns.')],
        sections: [
          {
            __component: 'section.quote',
            text: 'It might act upon other things.',
            source: 'Note A',
          },
          { __component: 'section.gallery', heading: 'Plates', images: [media.garden.id] },
        ],
        seo: {
          title: 'Notes on the engine',
          description: 'What the engine can do',
          meta: [{ name: 'robots', content: 'index' }],
        },
      },
      fr: {
        title: 'Notes sur la machine',
        slug: 'notes-sur-la-machine',
        body: [paragraph('La machine tisse des motifs algébriques.')],
        sections: [{ __component: 'section.quote', text: 'Elle pourrait agir.', source: 'Note A' }],
      },
    },
    {
      publish: true,
      shared: {
        kind: 'interview',
        priority: 2,
        rating: 3.75,
        views: '7',
        author: jules,
        categories: [travel],
        cover: media.harbour.id,
      },
      en: {
        title: 'Around the world',
        slug: 'around-the-world',
        body: [paragraph('Eighty days, give or take.')],
        sections: [{ __component: 'section.related', heading: 'See also', author: ada }],
      },
      fr: {
        title: 'Autour du monde',
        slug: 'autour-du-monde',
        body: [paragraph('Quatre-vingts jours, environ.')],
      },
    },
    {
      publish: false,
      shared: { kind: 'news', priority: 3, author: ada, categories: [product] },
      en: {
        title: 'Not published yet',
        slug: 'not-published-yet',
        body: [paragraph('A draft.')],
      },
      fr: {
        title: 'Pas encore publié',
        slug: 'pas-encore-publie',
        body: [paragraph('Un brouillon.')],
      },
    },
  ];
}

module.exports = { articleContent };
