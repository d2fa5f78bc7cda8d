/* May the app run here at all? Decided from what the browser says, before anything is opened. Pure but for `look`. */

export interface Surroundings {
  secure: boolean; agent: string; touchMac: boolean; standalone: boolean; enrolled: boolean; features: Record<string, boolean>;
}
export type Reason = 'insecure' | 'chat' | 'old' | 'ios';
export interface Gate { reason: Reason; missing: string[] }

/** WeChat (and WeCom), QQ, DingTalk, Feishu/Lark, Weibo, Alipay, Douyin/Toutiao, Zhezhengding (TaurusApp), Facebook, Line. */
const CHAT = /MicroMessenger|wxwork|\bQQ\/|DingTalk|Lark|Feishu|Weibo|AlipayClient|aweme|NewsArticle|TaurusApp|FBAN|FBAV|Line\//i;

export function judge(at: Surroundings): Gate | null {
  if (CHAT.test(at.agent)) return { reason: 'chat', missing: [] };
  if (!at.secure) return { reason: 'insecure', missing: [] };
  const missing = Object.entries(at.features).filter(([, there]) => !there).map(([name]) => name);
  if (missing.length > 0) return { reason: 'old', missing };
  // Storage of a home-screen app is apart from Safari's: who registered in Safari by an earlier way keeps access.
  const ios = /iPhone|iPad|iPod/.test(at.agent) || (/Macintosh/.test(at.agent) && at.touchMac);
  return ios && !at.standalone && !at.enrolled ? { reason: 'ios', missing: [] } : null;
}

export function look(enrolled: boolean): Surroundings {
  const nav = navigator as Navigator & { standalone?: boolean };
  return {
    secure: isSecureContext, agent: nav.userAgent, touchMac: nav.maxTouchPoints > 1, enrolled,
    standalone: nav.standalone === true || matchMedia('(display-mode: standalone)').matches,
    features: {
      IndexedDB: 'indexedDB' in globalThis,
      WebCrypto: typeof globalThis.crypto?.subtle === 'object',
      'Web Locks': 'locks' in nav,
      'Service Worker': 'serviceWorker' in nav,
      createImageBitmap: 'createImageBitmap' in globalThis,
      'ES2022': 'at' in Array.prototype,
    },
  };
}
