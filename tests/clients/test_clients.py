"""What each client does in a session: open, read findings and quotations, type Chinese, complete, mend, rename, end."""

import json
import os
import re
import subprocess

import pytest
from conftest import PLANS, SERVER
from lsprotocol import types

MARKDOWN = "xinghai-equipment.plan.md"
YAML = "lantian-grid.plan.yaml"

# A unit in each surface, with a character outside the basic plane before what is looked at.
SMALL = {
    "规划😀.plan.md": """\
## 能力：排产😀 {#NC-01}

- 等级：CL2 → CL3

### 能力单元：排产😀（CU-01）

- 承担能力：NC-01
- 等级：CL2 → CL3

#### 要素维

##### 数据

- [x] 统一😀编码 [A.3.2.1 b]
""",
    "规划😀.plan.yaml": """\
capabilities:
  - {id: NC-01, name: 排产😀, level: CL2 → CL3}
units:
  - id: CU-01
    name: 排产😀
    carries: [NC-01]
    level: CL2 → CL3
    element:
      data:
        - 统一😀编码 [A.3.2.1 b]
""",
}
pytestmark = pytest.mark.asyncio


def checked(name: str, *options: str) -> list[tuple]:
    """What the command line says of a plan: rule, line, column (in characters), message."""
    environment = {key: value for key, value in os.environ.items() if key != "CAPPLAN_LOG"}
    command = [SERVER, "check", "--format", "json", *options, str(PLANS / name)]
    checked = subprocess.run(command, capture_output=True, env=environment)
    assert checked.returncode in (0, 1), checked.stderr
    findings = json.loads(checked.stdout)["findings"]
    return sorted((one["rule"], one["line"], one["column"], one["message"]) for one in findings)


def seen(document, findings) -> list[tuple]:
    """The same of findings as a client has them."""
    rows = []
    for one in findings:
        line = document.lines()[one.range.start.line]
        column = len(line[: document.offset(one.range.start) - document.offset(types.Position(one.range.start.line, 0))])
        rows.append((one.code, one.range.start.line + 1, column + 1, one.message))
    return sorted(rows)


def gap(findings) -> bool:
    return any(one.code == "level-gap" and "A.3.2.1 c" in one.message for one in findings)


async def test_the_start(client):
    assert client.answer.server_info.name == "capplan"
    powers = client.answer.capabilities
    assert powers.position_encoding == client.guise.encoding
    assert (powers.diagnostic_provider is not None) == client.guise.pulls


@pytest.mark.parametrize("name", [MARKDOWN, YAML])
async def test_findings_are_those_of_the_command_line(client, plan, name):
    document = plan(name)
    expected = checked(name)
    assert expected
    await document.expect("what the command line says", lambda found: seen(document, found) == expected)
    for one in await document.findings():
        assert one.source == "capplan"
        assert document.covered(one.range)


async def test_asked_again_an_unchanged_plan_costs_no_list(client, plan):
    if not client.guise.pulls:
        pytest.skip("this client is told")
    document = plan(MARKDOWN)
    ask = types.DocumentDiagnosticParams(text_document=document.identifier())
    first = await client.text_document_diagnostic_async(ask)
    ask.previous_result_id = first.result_id
    again = await client.text_document_diagnostic_async(ask)
    assert first.items and again.kind == "unchanged"


@pytest.mark.parametrize("name", SMALL)
async def test_a_hover_quotes_the_clause_in_a_form_that_the_client_shows(client, plan, name):
    document = plan(name, SMALL[name])
    hover = await client.text_document_hover_async(types.HoverParams(**document.at(document.place("3.2.1 b"))))
    assert document.covered(hover.range) == "A.3.2.1 b"
    assert "20001—2021" in hover.contents.value and "A.3.2.1" in hover.contents.value
    formats = client.guise.capabilities.text_document.hover.content_format
    assert hover.contents.kind in formats


@pytest.mark.parametrize("name", SMALL)
async def test_chinese_is_typed_completed_and_undone(client, plan, name):
    document = plan(name, SMALL[name])
    await document.expect("the gap", gap)
    end = document.position(len(document.text))
    # As keys come: one change for each, the last one half a citation.
    lead = "- [ ] " if name.endswith("md") else "        - "
    for letter in lead + "建立焊接能耗😀模型 [A.3.2":
        document.insert(document.position(len(document.text)), letter)
    at = document.position(len(document.text))
    completion = await client.text_document_completion_async(types.CompletionParams(**document.at(at)))
    best = completion.items[0]
    assert best.label == "A.3.2.1 c", [item.label for item in completion.items]
    document.edit([accepted(client, best)])
    if not document.text.endswith("]"):
        document.insert(document.position(len(document.text)), "]")
    assert document.lines()[-1] == lead + "建立焊接能耗😀模型 [A.3.2.1 c]"
    await document.expect("no gap", lambda found: found and not gap(found))
    document.edit([types.TextEdit(types.Range(end, document.position(len(document.text))), "")])
    assert document.text == SMALL[name]
    await document.expect("the gap again", gap)


def accepted(client, item: types.CompletionItem) -> types.TextEdit:
    """What taking a candidate does to the text."""
    edit = item.text_edit
    where = edit.insert if isinstance(edit, types.InsertReplaceEdit) else edit.range
    if item.insert_text_format != types.InsertTextFormat.Snippet:
        return types.TextEdit(where, edit.new_text)
    assert client.guise.capabilities.text_document.completion.completion_item.snippet_support
    # Nothing to be filled in here; what a snippet would take for a mark of its own is escaped.
    assert "$" not in edit.new_text.replace("\\$", "")
    return types.TextEdit(where, re.sub(r"\\([$}\\])", r"\1", edit.new_text))


@pytest.mark.parametrize("name", SMALL)
async def test_what_a_candidate_is_comes_in_a_form_that_the_client_shows(client, plan, name):
    typed = "- 视角：过程、hz" if name.endswith("md") else "perspective: [process, par"
    text = SMALL[name].replace("- 等级", typed + "\n- 等级", 1).replace("level:", typed + "], level:", 1)
    document = plan(name, text)
    at = document.at(document.place(typed, end=True))
    completion = await client.text_document_completion_async(types.CompletionParams(**at))
    item = completion.items[0]
    assert item.label in ("合作伙伴", "partner")
    if item.documentation is None:
        item = await client.completion_item_resolve_async(item)
    formats = client.guise.capabilities.text_document.completion.completion_item.documentation_format
    if formats:
        assert item.documentation.kind in formats
        assert "合作伙伴" in item.documentation.value
    else:
        assert "合作伙伴" in item.documentation, "a mere text"


@pytest.mark.parametrize("name", SMALL)
async def test_a_quick_fix_mends_what_it_says(client, plan, name):
    document = plan(name, SMALL[name].replace("A.3.2.1 b", "A.3.2.1 z"))
    wrong = lambda found: [one for one in found if "A.3.2.1 z" in document.covered(one.range)]
    finding = wrong(await document.expect("a citation of nothing", wrong))[0]
    actions = await client.text_document_code_action_async(
        types.CodeActionParams(
            document.identifier(),
            finding.range,
            types.CodeActionContext(diagnostics=[finding], only=[types.CodeActionKind.QuickFix]),
        )
    )
    action = next(one for one in actions if one.edit and one.diagnostics)
    document.edit(edits_of(action.edit, document.uri))
    await document.expect("the finding gone", lambda found: not wrong(found))


def edits_of(edit: types.WorkspaceEdit, uri: str) -> list[types.TextEdit]:
    """The edits of one document, in whichever form they came."""
    if edit.document_changes:
        return [one for change in edit.document_changes if change.text_document.uri == uri for one in change.edits]
    return list(edit.changes[uri])


@pytest.mark.parametrize("name", SMALL)
async def test_an_id_is_renamed_where_it_is_defined_and_used(client, plan, name):
    document = plan(name, SMALL[name])
    at = document.at(document.place("C-01", after="NC-01"))
    prepared = await client.text_document_prepare_rename_async(types.PrepareRenameParams(**at))
    assert document.covered(getattr(prepared, "range", prepared)) == "NC-01"
    edit = await client.text_document_rename_async(types.RenameParams(new_name="NC-7", **at))
    edits = edits_of(edit, document.uri)
    assert [document.covered(one.range) for one in edits] == ["NC-01", "NC-01"]
    document.edit(edits)
    assert document.text == SMALL[name].replace("NC-01", "NC-7")
    await document.expect("references that hold", lambda found: found and "dangling-reference" not in [one.code for one in found])


@pytest.mark.parametrize("name", SMALL)
async def test_places_are_right_behind_characters_of_any_width(client, plan, name):
    document = plan(name, SMALL[name])
    at = document.at(document.place("C-01", after="NC-01"))
    defined = await client.text_document_definition_async(types.DefinitionParams(**at))
    defined = defined if isinstance(defined, list) else [defined]
    # A link has both ranges; a location has one.
    assert [document.covered(getattr(one, "target_selection_range", None) or one.range) for one in defined] == ["NC-01"]
    context = types.ReferenceContext(include_declaration=True)
    used = await client.text_document_references_async(types.ReferenceParams(context=context, **at))
    assert [document.covered(one.range) for one in used] == ["NC-01", "NC-01"]
    marked = await client.text_document_document_highlight_async(types.DocumentHighlightParams(**at))
    assert [document.covered(one.range) for one in marked] == ["NC-01", "NC-01"]


@pytest.mark.parametrize("name", SMALL)
async def test_outline_colours_folds_and_lenses(client, plan, name):
    document = plan(name, SMALL[name])
    params = document.identifier()
    symbols = await client.text_document_document_symbol_async(types.DocumentSymbolParams(params))
    tree = list(flat(symbols))
    assert [any(id in one.name for one in tree) for id in ("NC-01", "CU-01")] == [True, True], tree
    for one in tree:
        assert document.covered(one.selection_range) in document.covered(one.range)
    folds = await client.text_document_folding_range_async(types.FoldingRangeParams(params))
    assert folds and all(fold.start_line < fold.end_line < len(document.lines()) for fold in folds)
    lenses = await client.text_document_code_lens_async(types.CodeLensParams(params))
    assert any("CL3" in lens.command.title for lens in lenses)
    tokens = await client.text_document_semantic_tokens_full_async(types.SemanticTokensParams(params))
    assert "A.3.2.1 b" in list(coloured(document, tokens.data, "macro")), "a citation, in its exact place"


def flat(symbols):
    for one in symbols:
        yield one
        yield from flat(one.children or [])


def coloured(document, data, kind):
    """The texts of all tokens of one type, out of the packed numbers."""
    legend = document.client.answer.capabilities.semantic_tokens_provider.legend.token_types
    line = column = 0
    for at in range(0, len(data), 5):
        down, right, length, type_, _ = data[at : at + 5]
        line, column = line + down, right if down else column + right
        if legend[type_] == kind:
            yield document.covered(
                types.Range(types.Position(line, column), types.Position(line, column + length))
            )


async def test_a_document_that_is_no_plan_is_answered_with_nothing(client, plan):
    document = plan("纪要.md", "# 周例会纪要\n\n## 能力单元 CU-01 排产\n\n- 等级：CL9\n- 见 A.3.2.1 c\n")
    at = document.at(document.place("A.3.2.1"))
    assert await client.text_document_hover_async(types.HoverParams(**at)) is None
    assert not await client.text_document_code_lens_async(types.CodeLensParams(document.identifier()))
    assert await document.findings() == []
    document.insert(types.Position(0, 0), "---\nstandard: T/AIITRE 20001—2021\n---\n")
    await document.expect("the unknown level", lambda found: "unknown-level" in [one.code for one in found])
