import { expect, test } from 'vitest';
import { judge, type Surroundings } from './gate';

const CHROME = 'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/131.0 Mobile Safari/537.36';
const SAFARI = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile/15E148 Safari/604.1';
const good: Surroundings = { secure: true, agent: CHROME, touchMac: false, standalone: false, enrolled: false, features: { IndexedDB: true, 'Web Locks': true } };

test('an ordinary browser on a secure address passes', () => {
  expect(judge(good)).toBeNull();
});

test('an insecure address is stopped', () => {
  expect(judge({ ...good, secure: false })?.reason).toBe('insecure');
});

test.each(['MicroMessenger/8.0.50', 'QQ/9.0.8', 'DingTalk/7.5', 'wxwork/4.1', 'Feishu/7.1', 'AlipayClient/10.5', 'Weibo'])('%s is a chat program, whatever else holds', (mark) => {
  expect(judge({ ...good, agent: `${CHROME} ${mark}` })?.reason).toBe('chat');
  expect(judge({ ...good, secure: false, agent: `${CHROME} ${mark}` })?.reason).toBe('chat');
});

test('QQ’s own browser is a browser, not the chat program', () => {
  expect(judge({ ...good, agent: `${CHROME} MQQBrowser/14.7` })).toBeNull();
});

test('a missing ability is named', () => {
  expect(judge({ ...good, features: { IndexedDB: true, 'Web Locks': false } })).toEqual({ reason: 'old', missing: ['Web Locks'] });
});

test('an iPhone must open it from the home screen before it registers', () => {
  expect(judge({ ...good, agent: SAFARI })?.reason).toBe('ios');
  expect(judge({ ...good, agent: SAFARI, standalone: true })).toBeNull();
});

test('an iPhone that is registered already keeps access to its records', () => {
  expect(judge({ ...good, agent: SAFARI, enrolled: true })).toBeNull();
});

test('an iPad that calls itself a Mac is still one', () => {
  expect(judge({ ...good, agent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/17.5 Safari/605.1.15', touchMac: true })?.reason).toBe('ios');
});
