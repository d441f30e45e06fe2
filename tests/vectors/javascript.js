// What JavaScript makes of JSON: each text, and JSON.stringify(JSON.parse(text)), or
// null where JSON.parse refuses it.
//
//     node tests/vectors/javascript.js > tests/vectors/javascript.json
//
// The same bytes on every run and every Node: the generator is seeded, and what it
// prints is ASCII.
"use strict";

// mulberry32: small, and the same everywhere.
let state = 20260715;
function random() {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
}
const below = (limit) => Math.floor(random() * limit);
const pick = (list) => list[below(list.length)];
const repeat = (count, make) => Array.from({ length: count }, make);
const digits = (count) => repeat(count, () => below(10)).join("");

// A double of random bits: every exponent is as likely as any other.
function anyDouble() {
  const view = new DataView(new ArrayBuffer(8));
  view.setUint32(0, below(4294967296));
  view.setUint32(4, below(4294967296));
  return view.getFloat64(0);
}

function numberText() {
  switch (below(7)) {
    case 0: {
      const value = anyDouble();
      return Number.isFinite(value) ? String(value) : "1e400";
    }
    case 1: // as other languages spell doubles
      return anyDouble().toExponential(16).replace(/Infinity|NaN/, "0");
    case 2:
      return (pick(["", "-"]) + (1 + below(9)) + digits(below(30)));
    case 3:
      return `${pick(["", "-"])}${below(1000)}.${digits(1 + below(20))}`;
    case 4:
      return `${below(10)}.${digits(1 + below(18))}${pick(["e", "E"])}${pick(["", "+", "-"])}${below(330)}`;
    case 5:
      return `${pick(["", "-"])}0.${"0".repeat(below(9))}${digits(1 + below(6))}`;
    default:
      return `${1 + below(9)}${"0".repeat(below(25))}${pick(["", ".0", ".50", "e0", "e+2"])}`;
  }
}

const CHARACTERS = [
  "a", "Z", "0", " ", "/", "\\\\", '\\"', "\\/", "\\b", "\\f", "\\n", "\\r", "\\t",
  "\\u0000", "\\u001f", "\\u007f", "\x7f", "\\u0080", "\u00a0", "\\u00e9", "é",
  "\\u2028", "\u2028", "\u2029", "한", "\\ud55c", "😀", "\\ud83d\\ude00", "\\uD83D",
  "\\ude00", "\\ud800", "\\udfff", "\ufeff", "\\uffff", "<", ">", "&", "'", "\u0301",
];
const stringText = () => `"${repeat(below(9), () => pick(CHARACTERS)).join("")}"`;
const KEYS = [
  '"0"', '"1"', '"2"', '"9"', '"10"', '"01"', '"-1"', '"1.5"', '"1e3"', '"4294967294"',
  '"4294967295"', '"4294967296"', '"9007199254740993"', '""', '" 1"', '"a"', '"b"',
  '"constructor"', '"__proto__"', '"length"', '"é"', '"\\u0031"', '"\\u0663"', '"१"',
];
const space = () => pick(["", "", "", " ", "\n", "\t", "\r\n  "]);

function valueText(depth) {
  const kind = depth > 0 ? below(8) : below(5);
  if (kind <= 1) return numberText();
  if (kind <= 3) return stringText();
  if (kind === 4) return pick(["true", "false", "null"]);
  const inner = repeat(below(6), () =>
    kind === 5
      ? space() + valueText(depth - 1) + space()
      : `${space()}${below(3) ? pick(KEYS) : stringText()}${space()}:${space()}${valueText(depth - 1)}`
  ).join(",");
  return kind === 5 ? `[${inner}]` : `{${inner}${space()}}`;
}

const NUMBERS = [
  "0", "-0", "-0.0", "0e0", "0.0e-5", "1", "1.0", "-1.0", "100", "1e0", "1e2", "1E2",
  "1e+2", "1e-2", "0.1", "0.2", "0.30000000000000004", "1e-5", "1e-6", "0.000001",
  "1e-7", "-1e-7", "0.0000001", "1.5e-7", "123e-9", "1e20", "1e21", "-1e21", "1.5e21",
  "100000000000000000000", "999999999999999900000", "999999999999999999999",
  "1000000000000000000000", "123456789012345678901234567890", "9007199254740991",
  "9007199254740992", "9007199254740993", "9007199254740995", "-9007199254740993",
  "18446744073709551615", "18446744073709551616", "1.7976931348623157e308",
  "1.7976931348623159e308", "1e308", "1e309", "-1e309", "5e-324", "4.9e-324",
  "2.4703282292062327e-324", "2.4703282292062328e-324", "1e-400",
  "2.2250738585072014e-308", "2.2250738585072011e-308", "4.35", "0.5", "1.005",
  "123456789.123456789", "3.141592653589793238", "1.7976931348623158e+308",
  "9.5367431640625e-7", "1e23", "8.41e21", "2.0e-3", "5e-7", "12345678901234567",
  "1000000000000000128", "1000000000000000129", "0.00000123", "1.23e-6", "1.23e-7",
  "1" + "0".repeat(400), "0." + "0".repeat(400) + "1", "9".repeat(5000),
];
const OTHERS = [
  '{"b":1,"a":2}', '{"10":1,"9":2,"a":3,"1":4}', '{"a":1,"b":2,"a":3}',
  '{"__proto__":{"x":1}}', '{"4294967294":1,"4294967295":2,"0":3}', "[]", "{}", "[[]]",
  '[{"a":[]},{}]', '""', '"\\u0000"', '"/"', '"\\/"', '"\\ud83d\\ude00"',
  '"\\ud83d\\u0041"', '"\\ude00\\ud83d"', ' [ 1 , 2 ] ', "\n{}\n", "true", "false",
  "null", "[".repeat(100) + "]".repeat(100), '{"a":'.repeat(60) + "1" + "}".repeat(60),
];
const REFUSED = [
  "", " ", "{", "}", "[", "[1,]", "[,1]", '{"a":1,}', "{a:1}", "{'a':1}", '{"a" 1}',
  '{"a":}', "01", "-", "-01", "+1", ".5", "1.", "1.e5", "1e", "1e+", "0x10", "1_000",
  "NaN", "Infinity", "-Infinity", "undefined", "True", "nul", "tru", '"', '"\\x41"',
  '"\\u12"', '"\\uZZZZ"', '"\t"', '"\n"', '"\u0000"', '"\u001f"', "[1] 2", "{}{}",
  "// x\n1", "/* x */1", "\ufeff1", "\u00a01", "[1\u2028]", "'a'", "１", '{"a":1 "b":2}',
  '"\\', "[1 2]", "٣",
];

function vector(text) {
  try {
    return [text, JSON.stringify(JSON.parse(text))];
  } catch {
    return [text, null];
  }
}

const texts = [
  ...NUMBERS,
  ...OTHERS,
  ...REFUSED,
  ...repeat(250, numberText),
  ...repeat(60, stringText),
  ...repeat(120, () => valueText(4)),
];
const ascii = (text) =>
  text.replace(
    /[\u007f-\uffff]/g,
    (unit) => "\\u" + unit.charCodeAt(0).toString(16).padStart(4, "0")
  );
const lines = texts.map((text) => ascii(JSON.stringify(vector(text))));
process.stdout.write("[\n" + lines.join(",\n") + "\n]\n");
