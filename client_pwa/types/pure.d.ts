/* WebCrypto's names without a browser's: what src/log is compiled against, so that it can't reach for a page. */
type CryptoKey = import('node:crypto').webcrypto.CryptoKey;
type CryptoKeyPair = import('node:crypto').webcrypto.CryptoKeyPair;
