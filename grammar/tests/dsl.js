// The part of tree-sitter's grammar language that grammar.js uses, so that the tests need no Node.js: the names and
// the JSON are those of tree-sitter's own dsl.js.
const normalize = (rule) => {
  if (typeof rule === 'string') return { type: 'STRING', value: rule };
  if (rule instanceof RegExp) return { type: 'PATTERN', value: rule.source };
  if (rule instanceof ReferenceError) throw rule;
  if (rule === undefined || typeof rule.type !== 'string') throw new TypeError(`Invalid rule: ${rule}`);
  return rule;
};
const blank = () => ({ type: 'BLANK' });
const seq = (...members) => ({ type: 'SEQ', members: members.map(normalize) });
const choice = (...members) => ({ type: 'CHOICE', members: members.map(normalize) });
const optional = (rule) => choice(rule, blank());
const repeat = (rule) => ({ type: 'REPEAT', content: normalize(rule) });
const repeat1 = (rule) => ({ type: 'REPEAT1', content: normalize(rule) });
const field = (name, rule) => ({ type: 'FIELD', name, content: normalize(rule) });
const alias = (rule, symbol) => ({ type: 'ALIAS', content: normalize(rule), named: true, value: (symbol.symbol ?? symbol).name });
const prec = (value, rule) => ({ type: 'PREC', value, content: normalize(rule) });
prec.right = (value, rule) =>
  rule === undefined ? prec.right(0, value) : { type: 'PREC_RIGHT', value, content: normalize(rule) };

const grammar = ({ name, extras, rules }) => {
  const symbols = new Proxy({}, {
    get(_, rule) {
      const symbol = { type: 'SYMBOL', name: rule };
      if (Object.hasOwn(rules, rule)) return symbol;
      return Object.assign(new ReferenceError(`Undefined symbol '${rule}'`), { symbol }); // fit for alias only
    },
  });
  const made = Object.entries(rules).map(([rule, body]) => [rule, normalize(body(symbols))]);
  return {
    $schema: 'https://tree-sitter.github.io/tree-sitter/assets/schemas/grammar.schema.json',
    name,
    rules: Object.fromEntries(made),
    extras: extras(symbols).map(normalize),
    conflicts: [],
    precedences: [],
    externals: [],
    inline: [],
    supertypes: [],
    reserved: {},
  };
};
