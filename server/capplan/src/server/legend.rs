//! The one table that maps what a word of a plan is to the protocol's standard token types and modifiers, so that every
//! theme colours it. `editors/TOKENS.md` is written from it.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use capplan_analysis::schema::Kind;
use capplan_analysis::workspace::Colour;
use tower_lsp_server::ls_types::{
    SemanticTokenModifier as Modifier, SemanticTokenType as Type, SemanticTokensLegend,
};

/// Type, modifier, and what it is: 中文, English.
type Row = (Type, Option<Modifier>, [&'static str; 2]);

/// The row of the table for a colour.
fn row(colour: Colour) -> Row {
    match colour {
        Colour::EntityKind => (Type::KEYWORD, None, ["实体种类的字样", "the word for a kind of entity"]),
        Colour::Id(kind) => {
            (of_kind(Some(kind)), Some(Modifier::DECLARATION), ["定义处的编号", "an id where it is defined"])
        }
        Colour::Name(kind) => (of_kind(Some(kind)), Some(Modifier::DEFINITION), ["名称", "a name"]),
        Colour::Reference(kind) => (of_kind(kind), None, ["引用的编号", "an id that refers"]),
        Colour::Dimension => (Type::NAMESPACE, None, ["维度", "a dimension"]),
        Colour::Aspect => (Type::TYPE, None, ["方面", "an aspect"]),
        Colour::Field => (Type::PROPERTY, None, ["字段的标签、键或列名", "a field's label, key or column"]),
        Colour::Value => (Type::ENUM_MEMBER, None, ["标准词汇的取值", "a value out of a vocabulary"]),
        Colour::Level => (Type::NUMBER, None, ["等级", "a level"]),
        Colour::Citation => (Type::MACRO, None, ["条款引用", "a citation of the standard"]),
        Colour::UnknownCitation => (
            Type::MACRO,
            Some(Modifier::DEPRECATED),
            ["标准中没有的条款引用", "a citation of what the standard does not have"],
        ),
        Colour::Done => (Type::EVENT, Some(Modifier::READONLY), ["状态：已完成", "status: done"]),
        Colour::Doing => (Type::EVENT, Some(Modifier::MODIFICATION), ["状态：进行中", "status: under way"]),
        Colour::Planned => (Type::EVENT, Some(Modifier::ABSTRACT), ["状态：未启动", "status: not begun"]),
        Colour::Placeholder => {
            (Type::COMMENT, Some(Modifier::ABSTRACT), ["待填写的内容", "what is still to be written"])
        }
        Colour::Waiver => (Type::MODIFIER, None, ["“不适用”", "the word that waives a topic"]),
        Colour::Rule => (Type::DECORATOR, None, ["允许注释中的规则名", "a rule that a comment allows"]),
    }
}

/// Entities are told apart as clients tell classes apart.
fn of_kind(kind: Option<Kind>) -> Type {
    match kind {
        Some(Kind::Capability) => Type::CLASS,
        Some(Kind::Unit) => Type::STRUCT,
        Some(Kind::Module) => Type::INTERFACE,
        Some(_) => Type::PARAMETER,
        None => Type::VARIABLE,
    }
}

/// The legend, and the numbers of each colour's type and modifiers in it.
struct Table {
    types: Vec<Type>,
    modifiers: Vec<Modifier>,
    numbers: BTreeMap<Colour, (u32, u32)>,
}

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table = Table { types: Vec::new(), modifiers: Vec::new(), numbers: BTreeMap::new() };
        for colour in Colour::all() {
            let (ty, modifier, _) = row(colour);
            let number = place(&mut table.types, ty);
            let bits = modifier.map_or(0, |modifier| 1 << place(&mut table.modifiers, modifier));
            table.numbers.insert(colour, (number, bits));
        }
        table
    })
}

/// The number of a name in a list; a new one is added.
fn place<T: PartialEq>(list: &mut Vec<T>, name: T) -> u32 {
    let at = list.iter().position(|known| *known == name).unwrap_or_else(|| {
        list.push(name);
        list.len() - 1
    });
    u32::try_from(at).unwrap_or(0)
}

/// The types and modifiers that are used, in the order of their numbers.
pub(crate) fn legend() -> SemanticTokensLegend {
    let table = table();
    SemanticTokensLegend { token_types: table.types.clone(), token_modifiers: table.modifiers.clone() }
}

/// The types that are sent with a modifier, as themes write them: `macro.deprecated`.
#[cfg(test)]
pub(crate) fn used() -> Vec<String> {
    let modified = Colour::all().filter_map(|colour| {
        let (ty, modifier, _) = row(colour);
        Some(format!("{}.{}", ty.as_str(), modifier?.as_str()))
    });
    modified.collect()
}

/// The numbers of a colour's type and modifiers.
pub(super) fn numbers(colour: Colour) -> (u32, u32) {
    table().numbers.get(&colour).copied().unwrap_or_default()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::fmt::Write as _;
    use std::fs;
    use std::path::Path;

    use super::*;

    const HEAD: &str = "# Semantic tokens

What each word of a plan is, in the protocol's standard token types and modifiers: themes colour them without knowing of plans.
A rule for one of them is written as usual, in VS Code for instance `\"editor.semanticTokenColorCustomizations\": { \"rules\": {
\"macro.deprecated\": { \"strikethrough\": true } } }`, in Neovim `:hi @lsp.typemod.macro.deprecated gui=strikethrough`.

Documents that are no plans have no tokens. This page is written from the server's table.

| what | 是什么 | type | modifier |
|---|---|---|---|
";

    /// What the table says, as a page.
    fn page() -> String {
        let mut page = HEAD.to_owned();
        for colour in Colour::all() {
            let (ty, modifier, [zh, en]) = row(colour);
            let kind = match colour {
                Colour::Id(kind) | Colour::Name(kind) | Colour::Reference(Some(kind)) => Some(kind),
                _ => None,
            };
            let of = |name: &str| kind.map(|_| format!(" ({name})")).unwrap_or_default();
            let [en_of, zh_of] = [of(kind.map_or("", Kind::key)), of(kind.map_or("", Kind::name))];
            let modifier = modifier.map(|name| format!("`{}`", name.as_str())).unwrap_or_default();
            _ = writeln!(page, "| {en}{en_of} | {zh}{zh_of} | `{}` | {} |", ty.as_str(), modifier);
        }
        page
    }

    #[test]
    fn the_page_of_token_types_is_current() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../editors/TOKENS.md");
        if std::env::var_os("UPDATE_GENERATED").is_some() {
            fs::write(&path, page()).unwrap();
        }
        let hint = "editors/TOKENS.md is stale: UPDATE_GENERATED=1 cargo test -p capplan --lib legend";
        assert_eq!(fs::read_to_string(&path).unwrap_or_default(), page(), "{hint}");
    }

    #[test]
    fn no_two_colours_look_alike_but_those_that_mean_the_same() {
        let mut seen: BTreeMap<(u32, u32), Colour> = BTreeMap::new();
        for colour in Colour::all() {
            if let Some(other) = seen.insert(numbers(colour), colour) {
                assert_eq!(row(colour).2, row(other).2, "{colour:?} and {other:?}");
            }
        }
        assert!(legend().token_types.len() <= 32 && legend().token_modifiers.len() <= 32);
    }
}
