// What JavaScript's URL makes of each text: [text, href], or [text, null].
// Twenty parses targets with it: `node tests/vectors/target_urls.mjs > tests/vectors/target_urls.json`
const texts = [
  "https://example.com", "https://Example.COM", "https://example.com/", "HTTPS://EXAMPLE.com/Path",
  "http://example.com:80/a", "https://example.com:443/", "https://example.com:8443", "http://example.com:",
  "http://example.com:65535/", "http://example.com:65536/", "http://example.com:x/", "http://example.com:0080/",
  "  http://example.com/a  b  ", "\thttp://exam\nple.com/\r", "http:example.com/x", "http:/example.com/x", "http:///example.com/x",
  "http:\\\\example.com\\a\\b", "http://exämple.com/ü?q=한", "http://BÜCHER.example/", "http://faß.example/",
  "http://xn--exmple-cua.com/", "http://例え。テスト/", "http://example.com/%7Efoo/%zz", "http://example.com/a/../b/./c",
  "http://example.com/a/%2e%2e/b/%2E", "http://example.com/..", "http://example.com/a/..", "http://example.com/a//b",
  "http://example.com?q=1", "http://example.com#f", "http://example.com/?a=b&c='d'", "http://example.com/?a=\"<>`{}|^",
  "http://example.com/a\"b<c>d`e{f}g|h^i'j", "http://example.com/#a\"b<c>d`e{f}", "http://example.com/?a b#c d",
  "http://user:pw@example.com/h", "http://user@example.com/", "http://user:@example.com/", "http://:pw@example.com/",
  "http://a b:c@d@example.com/", "http://us%40er:p/w@example.com/",
  "http://127.0.0.1:9911/x", "http://127.1/", "http://0x7f.1/", "http://2130706433/", "http://0177.0.0.1/", "http://0x7f000001",
  "http://256.1.1.1/", "http://1.2.3.4.5/", "http://127.0.0.1./", "http://0/", "http://1.2.3.08/", "http://foo.0x/", "http://0x/",
  "http://[::1]:8020/", "http://[0:0:0:0:0:0:0:1]/", "http://[::ffff:127.0.0.1]/", "http://[2001:DB8::1]/", "http://[::1", "http://[::1]x/", "http://[fe80::1%25eth0]/", "http://[::1.2.3.4]/",
  "http://localhost", "http://LOCALHOST:3000/x", "http://host.docker.internal:8020/hook", "http://a_b.example/", "http://ex%41mple.com/", "http://ex%20ample.com/",
  "http://exa mple.com/", "http://exa<mple.com/", "http://", "http:///", "http://?q", "http://#f", "http://:80/", "http://@/", "http://example..com/", "http://example.com./", "http://-a.example/",
  "http://example.com/\u{1F600}", "http://example.com/?\u{1F600}", "http://\u{1F600}.example/", "http://example.com/\ud800", "http://exa\u00admple.com/",
  "foo", "", "   ", "example.com/hook", "//example.com/x", "/path", "?q", "1http://x",
  "https://example.com/hooks/twenty?token=a%2Fb&x=+", "https://example.com:8443/a;b=c/d,e@f:g", "http://example.com/~!$&'()*+,;=:@",
];
console.log(JSON.stringify(texts.map((text) => {
  try { return [text, new URL(text).href]; } catch { return [text, null]; }
}), null, 1));
