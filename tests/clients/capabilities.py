"""What Helix, Kate, Sublime Text's LSP package and Zed say of themselves when they start a server.

Read off their sources (Helix 079a789e8, Kate 8bb02e9c7a, LSP 2.13.0, Zed and a fork of it, both of 2026), that of Kate 22.12 off what it
sent. Left out is only what the server has nothing to do with.
"""

FROM_MARKDOWN = ["markdown", "plaintext"]
DYNAMIC = {"dynamicRegistration": True}
STATIC = {"dynamicRegistration": False}

TOKEN_TYPES = (
    "namespace type class enum interface struct typeParameter parameter variable property enumMember event function method macro"
    " keyword modifier comment string number regexp operator decorator"
).split()
TOKEN_MODIFIERS = (
    "declaration definition readonly static deprecated abstract async modification documentation defaultLibrary"
).split()

RESOURCES = ["create", "rename", "delete"]


def kinds(*names: str) -> dict:
    return {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": list(names)}}}


def resolved(*names: str) -> dict:
    return {"resolveSupport": {"properties": list(names)}}


HELIX = {
    "general": {"positionEncodings": ["utf-8", "utf-32", "utf-16"]},
    "workspace": {
        "configuration": True,
        "didChangeConfiguration": STATIC,
        "workspaceFolders": True,
        "applyEdit": True,
        "symbol": STATIC,
        "executeCommand": STATIC,
        "inlayHint": {"refreshSupport": False},
        "workspaceEdit": {"documentChanges": True, "resourceOperations": RESOURCES, "failureHandling": "abort"},
        "didChangeWatchedFiles": {"dynamicRegistration": True, "relativePatternSupport": True},
        "diagnostics": {"refreshSupport": True},
    },
    "textDocument": {
        "completion": {
            "completionItem": {
                "snippetSupport": True,
                **resolved("documentation", "detail", "additionalTextEdits"),
                "insertReplaceSupport": True,
                "deprecatedSupport": True,
                "tagSupport": {"valueSet": [1]},
            },
            "completionItemKind": {},
        },
        "hover": {"contentFormat": ["markdown"]},
        "rename": {"dynamicRegistration": False, "prepareSupport": True, "honorsChangeAnnotations": False},
        "formatting": STATIC,
        "codeAction": {
            **kinds(
                "", "quickfix", "refactor", "refactor.extract", "refactor.inline", "refactor.rewrite",
                "source", "source.organizeImports", "source.fixAll",
            ),
            **resolved("edit", "command"),
            "isPreferredSupport": True,
            "disabledSupport": True,
            "dataSupport": True,
        },
        "diagnostic": {"dynamicRegistration": False, "relatedDocumentSupport": True},
        "publishDiagnostics": {"versionSupport": True, "tagSupport": {"valueSet": [1, 2]}},
        "inlayHint": STATIC,
        "documentLink": {"dynamicRegistration": False, "tooltipSupport": False},
        "documentSymbol": {"dynamicRegistration": False, "hierarchicalDocumentSymbolSupport": False},
    },
    "window": {"workDoneProgress": True, "showDocument": {"support": True}},
}

KATE = {
    "textDocument": {
        "documentSymbol": {"hierarchicalDocumentSymbolSupport": True},
        "publishDiagnostics": {"relatedInformation": True},
        "codeAction": kinds("quickfix", "refactor", "source"),
        "semanticTokens": {
            "requests": {"range": True, "full": {"delta": True}},
            "tokenTypes": TOKEN_TYPES,
            "tokenModifiers": [],
            "formats": ["relative"],
        },
        "synchronization": {"didSave": True},
        "selectionRange": STATIC,
        "hover": {"contentFormat": FROM_MARKDOWN},
        "completion": {
            "completionItem": {
                "snippetSupport": False,
                "labelDetailsSupport": True,
                **resolved("additionalTextEdits", "documentation"),
            }
        },
        "inlayHint": STATIC,
        "diagnostic": {"dynamicRegistration": False, "relatedInformation": True},
    },
    "window": {"workDoneProgress": True},
    "workspace": {"configuration": True, "workspaceFolders": True},
}

# Kate 22.12 says nothing of completion, has no inlay hints, and cannot be asked for its settings.
KATE_22 = {
    **KATE,
    "textDocument": {
        feature: said for feature, said in KATE["textDocument"].items() if feature not in ("completion", "inlayHint", "diagnostic")
    },
    "workspace": {"workspaceFolders": True},
}

SUBLIME = {
    "general": {"positionEncodings": ["utf-16"]},
    "textDocument": {
        "synchronization": {**DYNAMIC, "willSave": True, "willSaveWaitUntil": True, "didSave": True},
        "completion": {
            **DYNAMIC,
            "completionItem": {
                "snippetSupport": True,
                "documentationFormat": FROM_MARKDOWN,
                "deprecatedSupport": True,
                "tagSupport": {"valueSet": [1]},
                "insertReplaceSupport": True,
                **resolved("detail", "documentation", "additionalTextEdits"),
                "insertTextModeSupport": {"valueSet": [2]},
                "labelDetailsSupport": True,
            },
            "insertTextMode": 2,
            "completionList": {"itemDefaults": ["editRange", "insertTextFormat", "data"]},
        },
        "hover": {**DYNAMIC, "contentFormat": FROM_MARKDOWN},
        "definition": {**DYNAMIC, "linkSupport": True},
        "references": DYNAMIC,
        "documentHighlight": DYNAMIC,
        "documentSymbol": {**DYNAMIC, "hierarchicalDocumentSymbolSupport": True},
        "codeAction": {
            **DYNAMIC,
            **kinds(
                "quickfix", "refactor", "refactor.extract", "refactor.inline", "refactor.rewrite",
                "source.fixAll", "source.organizeImports",
            ),
            **resolved("edit"),
            "isPreferredSupport": True,
            "dataSupport": True,
        },
        "codeLens": DYNAMIC,
        "documentLink": {**DYNAMIC, "tooltipSupport": True},
        "formatting": DYNAMIC,
        "rangeFormatting": {**DYNAMIC, "rangesSupport": True},
        "onTypeFormatting": DYNAMIC,
        "rename": {**DYNAMIC, "prepareSupport": True, "prepareSupportDefaultBehavior": 1, "honorsChangeAnnotations": True},
        "publishDiagnostics": {
            "relatedInformation": True,
            "tagSupport": {"valueSet": [1, 2]},
            "versionSupport": True,
            "codeDescriptionSupport": True,
            "dataSupport": True,
        },
        "foldingRange": {**DYNAMIC, "foldingRangeKind": {"valueSet": ["comment", "imports", "region"]}},
        "selectionRange": DYNAMIC,
        "semanticTokens": {
            **DYNAMIC,
            "requests": {"range": True, "full": {"delta": True}},
            "tokenTypes": TOKEN_TYPES,
            "tokenModifiers": TOKEN_MODIFIERS,
            "formats": ["relative"],
            "overlappingTokenSupport": False,
            "multilineTokenSupport": True,
            "augmentsSyntaxTokens": True,
        },
        "inlayHint": {**DYNAMIC, **resolved("textEdits", "label.command")},
        "diagnostic": {**DYNAMIC, "relatedDocumentSupport": True},
    },
    "workspace": {
        "applyEdit": True,
        "workspaceEdit": {
            "documentChanges": True,
            "resourceOperations": RESOURCES,
            "failureHandling": "abort",
            "normalizesLineEndings": True,
            "changeAnnotationSupport": {"groupsOnLabel": False},
        },
        "didChangeConfiguration": DYNAMIC,
        "symbol": {**DYNAMIC, **resolved("location.range")},
        "executeCommand": DYNAMIC,
        "workspaceFolders": True,
        "configuration": True,
        "semanticTokens": {"refreshSupport": True},
        "codeLens": {"refreshSupport": True},
        "fileOperations": {**DYNAMIC, "didRename": True, "willRename": True},
        "inlayHint": {"refreshSupport": True},
        "diagnostics": {"refreshSupport": True},
        "didChangeWatchedFiles": {**DYNAMIC, "relativePatternSupport": True},
    },
    "window": {"workDoneProgress": True, "showDocument": {"support": True}},
}

ZED = {
    "general": {"positionEncodings": ["utf-16"]},
    "workspace": {
        "configuration": True,
        "didChangeWatchedFiles": {**DYNAMIC, "relativePatternSupport": True},
        "didChangeConfiguration": DYNAMIC,
        "workspaceFolders": True,
        "symbol": DYNAMIC,
        "inlayHint": {"refreshSupport": True},
        "diagnostics": {"refreshSupport": True},
        "codeLens": {"refreshSupport": True},
        "semanticTokens": {"refreshSupport": True},
        "workspaceEdit": {"resourceOperations": RESOURCES, "documentChanges": True},
        "fileOperations": {**DYNAMIC, "didRename": True, "willRename": True},
        "applyEdit": True,
        "executeCommand": DYNAMIC,
    },
    "textDocument": {
        "definition": {**DYNAMIC, "linkSupport": True},
        "codeAction": {
            **DYNAMIC,
            **kinds("refactor", "quickfix", "source"),
            "dataSupport": True,
            **resolved("kind", "diagnostics", "isPreferred", "disabled", "edit", "command"),
        },
        "completion": {
            **DYNAMIC,
            "completionItem": {
                "snippetSupport": True,
                **resolved("additionalTextEdits", "command", "detail", "documentation"),
                "deprecatedSupport": True,
                "tagSupport": {"valueSet": [1]},
                "insertReplaceSupport": True,
                "labelDetailsSupport": True,
                "insertTextModeSupport": {"valueSet": [1, 2]},
                "documentationFormat": FROM_MARKDOWN,
            },
            "insertTextMode": 2,
            "completionList": {
                "itemDefaults": ["commitCharacters", "editRange", "insertTextMode", "insertTextFormat", "data"]
            },
            "contextSupport": True,
        },
        "rename": {**DYNAMIC, "prepareSupport": True, "prepareSupportDefaultBehavior": 1},
        "hover": {**DYNAMIC, "contentFormat": ["markdown"]},
        "inlayHint": {
            **DYNAMIC,
            **resolved("textEdits", "tooltip", "label.tooltip", "label.location", "label.command"),
        },
        "semanticTokens": {
            **DYNAMIC,
            "requests": {"full": {"delta": True}},
            "tokenTypes": TOKEN_TYPES,
            "tokenModifiers": TOKEN_MODIFIERS,
            "formats": ["relative"],
            "overlappingTokenSupport": True,
            "multilineTokenSupport": True,
            "serverCancelSupport": True,
            "augmentsSyntaxTokens": True,
        },
        "publishDiagnostics": {
            "relatedInformation": True,
            "versionSupport": True,
            "dataSupport": True,
            "tagSupport": {"valueSet": [1, 2]},
            "codeDescriptionSupport": True,
        },
        "formatting": DYNAMIC,
        "rangeFormatting": DYNAMIC,
        "onTypeFormatting": DYNAMIC,
        "synchronization": {**DYNAMIC, "didSave": True},
        "codeLens": DYNAMIC,
        "documentSymbol": {**DYNAMIC, "hierarchicalDocumentSymbolSupport": True},
        "diagnostic": {**DYNAMIC, "relatedDocumentSupport": True},
    },
    "window": {"workDoneProgress": True},
}
