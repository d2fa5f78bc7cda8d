/* The two languages, each named in itself. */
export const LANGUAGES = [
  { id: 'zh', name: '中文', lang: 'zh-CN' },
  { id: 'en', name: 'English', lang: 'en' },
] as const;
