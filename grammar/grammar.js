/**
 * The planning notation inside the text of capability plans: citations of T/AIITRE 20001, levels and level
 * transitions, heading attributes, ids, quotations, status marks. It is injected into Markdown inline text and
 * YAML scalars; everything else is text.
 *
 * Three properties hold by construction, and the tests keep them:
 * - every text parses without an error node: each token may stand alone, and what is not closed is `unfinished`;
 * - the parser never forks (LR(1), no conflicts) and no token rescans what another one rejected: time is linear;
 * - no vocabulary: names of levels, words of status and the clauses that exist are not the grammar's business.
 *
 * Of two tokens that match equally long texts the one that is declared first wins.
 */

const DIGIT = '[0-9０-９]';
const LATIN = '[A-Za-zＡ-Ｚａ-ｚ]';
const HAN = '[〇々㐀-鿿豈-﫿]';
// What texts from Word and from web pages have between words, beside ASCII spaces.
const ODD_SPACES = '\\u00a0\\u200b\\u2060\\u3000\\ufeff';
const SPACE = '[ \\t' + ODD_SPACES + ']';
const DOT = '\\u200b?[.．]\\u200b?';
const YEAR = '(' + SPACE + '?[-–—－]+' + SPACE + '?' + DIGIT + '{4})?';

// Not `{2,}`: tree-sitter-generate 0.27 reads that as `{2}`.
const WORD = '[A-Za-z]([-_][A-Za-z])?[A-Za-z]+([-_.][A-Za-z]+)*';
const NOT_IN_ATTRIBUTE = '\\s' + ODD_SPACES + '{}"\'';
const ATTRIBUTE_VALUE = '("[^"{}\\n]*"|\'[^\'{}\\n]*\'|[^' + NOT_IN_ATTRIBUTE + ']+)';
const ATTRIBUTE_KEY = '[^.#=＝' + NOT_IN_ATTRIBUTE + '][^#=＝' + NOT_IN_ATTRIBUTE + ']*';
const ATTRIBUTE =
  '(#[^#=' + NOT_IN_ATTRIBUTE + ']+|\\.[A-Za-z][A-Za-z0-9_-]*|' + ATTRIBUTE_KEY + '[=＝]' + ATTRIBUTE_VALUE + ')';

/** One token: the concatenation of these patterns. */
function pattern(...parts) {
  return new RegExp(parts.join(''));
}

/** A clause with its letter and point. Where round brackets enclose it, a `)` after the letter is the bracket's. */
function cited($, clause, mark) {
  return prec.right(seq(
    clause,
    optional(lettered($, mark)),
    optional(alias($._point, $.point)),
  ));
}

function lettered($, mark) {
  const letter = alias($._letter, $.letter);
  return mark ? seq(letter, optional($._mark)) : letter;
}

/** What goes on after a citation: another letter, or another point of the same letter. */
function continued($, mark) {
  const point = alias($._point, $.point);
  return prec.right(choice(seq(lettered($, mark), optional(point)), point));
}

/** What opens a bracket of citations; its end may still be missing. */
function opened($, open, citation, continuation) {
  const inside = choice(citation, continuation, $._inside);
  return prec.right(seq(open, optional($._basis), optional($._leads), citation, repeat(inside)));
}

/** Outside brackets only letters go on: `A.3.2.1 a、b`. A last join belongs to the text after it. */
function listed($, citation) {
  const continuation = alias($._continued_bare, $.continuation);
  return prec.right(seq(citation, repeat(seq($._join, continuation)), optional($._join)));
}

export default grammar({
  name: 'capplan',

  extras: _ => [pattern('[\\s', ODD_SPACES, ']')],

  rules: {
    document: $ => repeat($._item),

    _item: $ => choice(
      $.citation_group,
      $.bare_number,
      $.other_standard,
      $.unfinished,
      $.transition,
      $.level,
      $.attributes,
      $.quoted,
      $.status,
      $.id,
      $._text,
    ),

    // Citations
    citation_group: $ => prec(2, choice(
      seq($._round_opened, $._close_round),
      seq($._square_opened, $._close_square),
      seq($._leads, $._numbered),
      seq($._leads, $._annexed),
      $._annexed,
    )),

    // A clause number that nothing introduces: a citation in a field of citations, a mere number in prose.
    bare_number: $ => $._numbered,

    // Another standard, and the clause of it that is cited.
    other_standard: $ => prec.right(seq(
      $._other_standard,
      optional($._leads),
      optional(choice($._numbered, $._annexed)),
    )),

    unfinished: $ => choice($._round_opened, $._square_opened),

    _round_opened: $ => opened($, $._open_round,
      alias($._cited_in_round, $.citation), alias($._continued_in_round, $.continuation)),
    _square_opened: $ => opened($, $._open_square,
      alias($._cited_in_square, $.citation), alias($._continued_in_square, $.continuation)),

    _cited_in_round: $ => cited($, $._clause, false),
    _cited_in_square: $ => cited($, $._clause, true),
    _cited_annex: $ => cited($, alias($._annex_clause, $.clause), true),
    _cited_number: $ => cited($, alias($._number_clause, $.clause), true),
    _clause: $ => choice(alias($._annex_clause, $.clause), alias($._number_clause, $.clause)),
    _annexed: $ => listed($, alias($._cited_annex, $.citation)),
    _numbered: $ => listed($, alias($._cited_number, $.citation)),

    _continued_in_round: $ => continued($, false),
    _continued_in_square: $ => continued($, true),
    _continued_bare: $ => prec.right(seq(lettered($, true), optional(alias($._point, $.point)))),

    _join: $ => choice(alias($._separator, $.separator), $._range),
    _range: $ => choice(alias($._dash, $.range), alias($._to, $.range)),

    _leads: $ => prec.right(repeat1(choice($.lead, $.standard))),
    _mark: $ => $._close_round,

    _inside: $ => choice(
      $._join,
      $.lead,
      $.standard,
      $.other_standard,
      $.level,
      $.quoted,
      $.status,
      $.id,
      alias(choice($._basis, $._arrow, $._number, $._word, $._run, $._other), $.text),
    ),

    // Levels
    transition: $ => prec(2, seq(field('from', $.level), choice($._arrow, $._to), field('to', $.level))),
    level: $ => prec.right(seq(
      $.level_code,
      optional(alias($.status, $.level_name)),
    )),

    // Text: whatever is none of these, and the beginnings of them that come to nothing.
    _text: $ => choice(
      $._leads,
      $._false_start,
      $._half_transition,
      $._basis,
      $._close_round,
      $._close_square,
      $._letter,
      $._point,
      $._separator,
      $._dash,
      $._to,
      $._arrow,
      $._number,
      $._word,
      $._run,
      $._other,
    ),
    _false_start: $ => prec.right(seq(
      choice($._open_round, $._open_square),
      optional($._basis),
      optional($._leads),
    )),
    _half_transition: $ => prec.right(2, seq($.level, choice($._arrow, $._to))),

    // Tokens
    attributes: _ => pattern('\\{', SPACE, '*', ATTRIBUTE, '(', SPACE, '+', ATTRIBUTE, ')*', SPACE, '*\\}'),
    _annex_clause: _ => pattern('[AaＡａ](', DOT, '[1-9１-９]', DIGIT, '*)+'),
    _number_clause: _ => pattern('[1-9１-９](', DOT, '[1-9１-９]', DIGIT, '?){1,2}'),
    standard: _ => pattern('《?([TtＴ][/／])?(AIITRE|aiitre)', SPACE, '*[2２][0０][0０][0０][1１]', YEAR, '》?'),
    _other_standard: _ => pattern(
      '《?([A-Z]{1,6}[/／][A-Z]{1,6}', SPACE, '?|[A-Z]{2,6}', SPACE, ')', DIGIT, '{3,6}', YEAR, '》?'),
    level_code: _ => pattern('[CcＣｃ][LlＬｌ]', SPACE, '?', DIGIT),
    lead: _ => pattern('[详参]?见|附录|(条款|[Cc]lauses?|[Ss]ee|[Aa]nnex)', SPACE, '?[:：]?'),
    _basis: _ => pattern('依据|对应|按照?|符合|满足'),
    _separator: _ => pattern('[、，,；;/／&＆]|和|与|及|以及|and'),
    _to: _ => pattern('[至到]'),
    _arrow: _ => pattern('[→⇒⟶➔➜]|[-=－–—]{1,3}[>＞]'),
    _dash: _ => pattern('[-–—－~～]+'),
    _letter: _ => pattern(LATIN),
    _point: _ => pattern('[1-9１-９]', DIGIT, '?'),
    _number: _ => pattern(DIGIT, '+(', DOT, DIGIT, '+)*'),
    id: _ => pattern('(', WORD, '[-_.]?|[A-Z][-_]?|[a-z][-_]|[B-Zb-z]\\.)[0-9]+([-_.]?[A-Za-z0-9]+)*'),
    quoted: _ => pattern('“[^“”]*”|「[^「」]*」|『[^『』]*』|"[^"\\[\\]\\n]*"'),
    status: _ => pattern(
      '[(（\\[［【]', SPACE, '?(', HAN, '+|[A-Za-z]+([ -][A-Za-z]+)*)', SPACE, '?[)）\\]］】]'),
    _open_round: _ => pattern('[(（]'),
    _close_round: _ => pattern('[)）]'),
    _open_square: _ => pattern('\\\\?[\\[［【〔]'),
    _close_square: _ => pattern('\\\\?[\\]］】〕]'),
    _word: _ => pattern(WORD, '|', LATIN, LATIN, '+'),
    _run: _ => pattern('[^\\s', ODD_SPACES, '\\x00A-Za-z0-9_Ａ-Ｚａ-ｚ０-９(){}\\[\\]（）［］【】〔〕“”「」『』"\\\\',
      '见附条详参依对按符满《→⇒⟶➔➜、，,；;/／&＆=~～–—－-]+'),
    _other: _ => pattern('[^\\s', ODD_SPACES, ']|\\x00'),
  },
});
